extension Tensor<Double> {
    /// Adds every row times its scale to the same row of `target`; the scales repeat from block to block of rows.
    ///
    /// - Parameter overwriting: set instead of add.
    package func addRows(to target: inout Tensor, scales: [Double], rowLength: Int, overwriting: Bool) {
        precondition(count == target.count && count % (scales.count * rowLength) == 0, "rows do not fit")
        withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { result in
                for row in 0..<source.count / rowLength {
                    let scale = scales[row % scales.count]
                    for k in row * rowLength..<(row + 1) * rowLength {
                        result[k] = overwriting ? scale * source[k] : result[k] + scale * source[k]
                    }
                }
            }
        }
    }

    /// Multiplies every row with its scale; the scales repeat from block to block of rows.
    package mutating func scaleRows(by scales: [Double], rowLength: Int) {
        precondition(count % (scales.count * rowLength) == 0, "rows do not fit")
        withUnsafeMutableBufferPointer { result in
            for row in 0..<result.count / rowLength {
                let scale = scales[row % scales.count]
                if scale == 1 { continue }
                for k in row * rowLength..<(row + 1) * rowLength { result[k] *= scale }
            }
        }
    }

    /// Adds `count` elements of another array, from `start` on, to the first elements.
    package mutating func addSlice(of other: Tensor, from start: Int, count: Int) {
        precondition(start >= 0 && start + count <= other.count && count <= self.count, "slice out of range")
        other.withUnsafeBufferPointer { source in
            withUnsafeMutableBufferPointer { result in
                for k in 0..<count { result[k] += source[start + k] }
            }
        }
    }
}
