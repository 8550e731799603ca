import NumericsCore

extension Tensor where Element == Double {
    /// Copies row `row` of a matrix [row][n] into a vector [n].
    func copyRow(_ row: Int, to vector: inout Tensor<Double>) {
        let width = shape[1]
        withUnsafeBufferPointer { source in
            vector.withUnsafeMutableBufferPointer { target in
                for index in 0..<width { target[index] = source[row * width + index] }
            }
        }
    }

    /// Adds `factor` times a vector [n] to row `row` of a matrix [row][n].
    mutating func addToRow(_ row: Int, _ factor: Double, _ vector: Tensor<Double>) {
        let width = shape[1]
        withUnsafeMutableBufferPointer { target in
            vector.withUnsafeBufferPointer { source in
                for index in 0..<width { target[row * width + index] += factor * source[index] }
            }
        }
    }

    /// Every row of a matrix [row][n] = vector [n] + the same row of `offsets`.
    mutating func setRows(_ vector: Tensor<Double>, plus offsets: Tensor<Double>) {
        let (rows, width) = (shape[0], shape[1])
        withUnsafeMutableBufferPointer { target in
            vector.withUnsafeBufferPointer { base in
                offsets.withUnsafeBufferPointer { offset in
                    for row in 0..<rows {
                        for index in 0..<width { target[row * width + index] = base[index] + offset[row * width + index] }
                    }
                }
            }
        }
    }

    /// Root mean square of elements times the weights [n] of their column.
    func weightedNorm(_ weights: Tensor<Double>) -> Double {
        let width = weights.count
        var sum = 0.0
        withUnsafeBufferPointer { values in
            weights.withUnsafeBufferPointer { weight in
                for start in stride(from: 0, to: values.count, by: width) {
                    for index in 0..<width {
                        let scaled = values[start + index] * weight[index]
                        sum += scaled * scaled
                    }
                }
            }
        }
        return (sum / Double(max(count, 1))).squareRoot()
    }

    /// Position of the first element that is NaN or infinite.
    package var firstNotFinite: Int? { withUnsafeBufferPointer { $0.firstIndex { !$0.isFinite } } }
}
