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
