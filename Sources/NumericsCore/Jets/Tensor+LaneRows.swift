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

    /// Adds `factor` times `count` elements of another array, from `start` on, to as many elements from `place` on.
    package mutating func addSlice(of other: Tensor, from start: Int, count: Int, at place: Int = 0, times factor: Double = 1) {
        precondition(start >= 0 && start + count <= other.count && place + count <= self.count, "slice out of range")
        other.withUnsafeBufferPointer { source in
            withUnsafeMutableBufferPointer { result in
                for k in 0..<count { result[place + k] += factor * source[start + k] }
            }
        }
    }

    /// The product of `count` elements from `place` on with as many of another array from `start` on, summed.
    package func sliceProduct(at place: Int, _ other: Tensor, from start: Int, count: Int) -> Double {
        precondition(start >= 0 && start + count <= other.count && place + count <= self.count, "slice out of range")
        return other.withUnsafeBufferPointer { source in
            withUnsafeBufferPointer { own in
                var sum = 0.0
                for k in 0..<count { sum += own[place + k] * source[start + k] }
                return sum
            }
        }
    }
}
