import NumericsCore

extension AxisOperator {
    /// Applies the map along the middle axis: [outer][column][inner] -> [outer][row][inner], without allocation.
    ///
    /// Both tensors may have any shape with these counts, or be longer: scratch is shared by maps of several sizes.
    public func apply(_ values: Tensor<Double>, outer: Int, inner: Int, into result: inout Tensor<Double>) {
        precondition(values.count >= outer * columns * inner, "values do not fit the axis")
        precondition(result.count >= outer * rows * inner, "the result does not fit the points")
        if isDense && width * rows >= 1024 && (outer == 1 || inner == 1) {
            if multiply(values, outer: outer, inner: inner, into: &result) { return }
        }
        let (rows, width, columns, starts) = (rows, width, columns, starts)
        weights.withUnsafeBufferPointer { weights in
            values.withUnsafeBufferPointer { values in
                result.withUnsafeMutableBufferPointer { result in
                    for block in 0..<outer {
                        for row in 0..<rows {
                            let source = (block * columns + starts[row]) * inner
                            let target = (block * rows + row) * inner
                            if inner == 1 {
                                result[target] = Self.dot(weights, row * width, values, source, width)
                            } else {
                                for i in 0..<inner { result[target + i] = 0 }
                                for k in 0..<width {
                                    let weight = weights[row * width + k]
                                    for i in 0..<inner { result[target + i] += weight * values[source + k * inner + i] }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The same as a matrix product, if the tensors have exactly the counts; false if not.
    private func multiply(_ values: Tensor<Double>, outer: Int, inner: Int, into result: inout Tensor<Double>) -> Bool {
        guard values.count == outer * columns * inner, result.count == outer * rows * inner else { return false }
        let shape = result.shape
        // Taken out and put back, so that the storage has one owner and is written in place.
        var target = Tensor(shape: [0], repeating: 0.0)
        swap(&target, &result)
        target = target.reshaped(outer == 1 ? [rows, inner] : [outer, rows])
        if outer == 1 {
            LinearAlgebra.multiply(weights, values.reshaped([columns, inner]), into: &target)
        } else {
            LinearAlgebra.multiply(values.reshaped([outer, columns]), weights, transposeB: true, into: &target)
        }
        target = target.reshaped(shape)
        swap(&target, &result)
        return true
    }

    /// Sum of products in four interleaved partial sums, so that the adder's latency does not set the pace.
    @inline(__always)
    private static func dot(
        _ a: UnsafeBufferPointer<Double>, _ i: Int, _ b: UnsafeBufferPointer<Double>, _ j: Int, _ count: Int
    ) -> Double {
        var sums = SIMD4<Double>.zero
        var k = 0
        while k + 4 <= count {
            let left = SIMD4(a[i + k], a[i + k + 1], a[i + k + 2], a[i + k + 3])
            let right = SIMD4(b[j + k], b[j + k + 1], b[j + k + 2], b[j + k + 3])
            sums.addProduct(left, right)
            k += 4
        }
        var sum = (sums[0] + sums[1]) + (sums[2] + sums[3])
        while k < count {
            sum += a[i + k] * b[j + k]
            k += 1
        }
        return sum
    }
}
