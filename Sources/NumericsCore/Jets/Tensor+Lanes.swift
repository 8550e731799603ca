extension Tensor<Double> {
    /// Sets all elements.
    package mutating func fill(_ value: Double) {
        withUnsafeMutableBufferPointer { $0.update(repeating: value) }
    }

    /// Sets a row of rows of `length`.
    package mutating func fillRow(_ row: Int, length: Int, with value: Double) {
        precondition((row + 1) * length <= count, "row out of range")
        withUnsafeMutableBufferPointer { for k in row * length..<(row + 1) * length { $0[k] = value } }
    }

    /// Copies a row from another array of rows of the same length.
    package mutating func copyRow(_ target: Int, from other: Tensor, row: Int, length: Int) {
        precondition((target + 1) * length <= count && (row + 1) * length <= other.count, "row out of range")
        other.withUnsafeBufferPointer { source in
            withUnsafeMutableBufferPointer { result in
                for k in 0..<length { result[target * length + k] = source[row * length + k] }
            }
        }
    }

    /// Adds weight · rows[row] lane by lane from `start` on, with weight · weight · rows[valueRow] as a further factor if there is one.
    package mutating func addWeighted(
        at start: Int, rows: Tensor, row: Int, valueRow: Int?, weights: Tensor, at weightStart: Int, count lanes: Int
    ) {
        precondition(start + lanes <= count && (row + 1) * lanes <= rows.count && weightStart + lanes <= weights.count, "out of range")
        rows.withUnsafeBufferPointer { source in
            weights.withUnsafeBufferPointer { weight in
                withUnsafeMutableBufferPointer { result in
                    for k in 0..<lanes {
                        let w = weight[weightStart + k]
                        let factor = valueRow.map { w * w * source[$0 * lanes + k] } ?? w
                        // Lanes without a point have no weight, but may hold anything.
                        if w != 0 { result[start + k] += factor * source[row * lanes + k] }
                    }
                }
            }
        }
    }

    /// Σ weight² · rows[valueRow] · rows[row] over the lanes.
    package func weightedSum(row: Int, valueRow: Int, weights: Tensor, at weightStart: Int, count lanes: Int) -> Double {
        precondition((row + 1) * lanes <= count && (valueRow + 1) * lanes <= count && weightStart + lanes <= weights.count, "out of range")
        return withUnsafeBufferPointer { source in
            weights.withUnsafeBufferPointer { weight in
                var sum = 0.0
                for k in 0..<lanes where weight[weightStart + k] != 0 {
                    let w = weight[weightStart + k]
                    sum += w * w * source[valueRow * lanes + k] * source[row * lanes + k]
                }
                return sum
            }
        }
    }
}
