import NumericsCore

extension AxisInterpolation {
    /// Applies the map along one axis of an array.
    /// - Parameters:
    ///   - values: any shape whose extent along `axis` is `sourceCount`.
    ///   - axis: index into the shape of `values`.
    /// - Returns: the same shape with the number of targets along `axis`.
    public func apply(to values: Tensor<Double>, axis: Int) -> Tensor<Double> {
        precondition(values.shape[axis] == sourceCount, "the array does not fit the axis")
        if isIdentity { return values }
        // Absent weights are zeros in a matrix, and zero times NaN is NaN: spoiled points must stay where they are.
        if isWide && values.isFinite { return applyMatrix(to: values, axis: axis) }
        let inner = values.shape[(axis + 1)...].reduce(1, *)
        let outer = values.shape[..<axis].reduce(1, *)
        var shape = values.shape
        shape[axis] = rows.count
        var result = Tensor(shape: shape, repeating: 0.0)
        result.withUnsafeMutableBufferPointer { output in
            values.withUnsafeBufferPointer { input in
                for block in 0..<outer {
                    let source = UnsafeBufferPointer(rebasing: input[(block * sourceCount * inner)...])
                    let target = UnsafeMutableBufferPointer(rebasing: output[(block * rows.count * inner)...])
                    applyBlock(source, target, inner: inner)
                }
            }
        }
        return result
    }

    /// Whether windows are so wide that a matrix product beats the windows one by one.
    private var isWide: Bool {
        rows.reduce(0) { $0 + $1.weights.count } > 32 * rows.count
    }

    /// The same by matrix products: one for the first or last axis, one per leading index for those between.
    private func applyMatrix(to values: Tensor<Double>, axis: Int) -> Tensor<Double> {
        let inner = values.shape[(axis + 1)...].reduce(1, *)
        let outer = values.shape[..<axis].reduce(1, *)
        let matrix = matrix
        var shape = values.shape
        shape[axis] = rows.count
        if inner == 1 {
            let flat = values.reshaped([outer, sourceCount])
            return LinearAlgebra.multiply(flat, matrix, transposeB: true).reshaped(shape)
        }
        if outer == 1 { return LinearAlgebra.multiply(matrix, values.reshaped([sourceCount, inner])).reshaped(shape) }
        var elements: [Double] = []
        elements.reserveCapacity(outer * rows.count * inner)
        values.withUnsafeBufferPointer { buffer in
            let size = sourceCount * inner
            for block in 0..<outer {
                let slice = Tensor(shape: [sourceCount, inner], elements: buffer[(block * size)..<((block + 1) * size)])
                elements += LinearAlgebra.multiply(matrix, slice).elements
            }
        }
        return Tensor(shape: shape, elements: elements)
    }

    private func applyBlock(
        _ source: UnsafeBufferPointer<Double>, _ target: UnsafeMutableBufferPointer<Double>, inner: Int
    ) {
        for (index, row) in rows.enumerated() {
            for (k, weight) in row.weights.enumerated() {
                let from = (row.start + k) * inner
                for i in 0..<inner { target[index * inner + i] += weight * source[from + i] }
            }
        }
    }
}

extension Tensor<Double> {
    /// Whether no element is NaN or infinite.
    var isFinite: Bool {
        withUnsafeBufferPointer { buffer in buffer.allSatisfy(\.isFinite) }
    }
}
