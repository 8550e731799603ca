import NumericsCore

extension Field {
    /// The field on another grid with the same axis names: barycentric per Chebyshev element, trigonometric on periodic
    /// axes, piecewise of degree 7 elsewhere. Axes that are equal are not touched.
    ///
    /// Throws `FieldComparisonError` if the axes have other names or the grid reaches outside this one.
    public func resampled(to target: Grid) throws(FieldComparisonError) -> Field {
        try GridResampler(from: grid, to: target, field: name).apply(to: self)
    }

    /// Values at scattered points, or derivatives of the interpolant.
    /// - Parameters:
    ///   - points: [point][axis], in the order of the grid's axes.
    ///   - derivative: order along each axis; nil for values.
    /// - Returns: [component][point]; on a grid over a shape NaN where no cell around it has a corner inside.
    public func values(at points: Tensor<Double>, derivative: [Int]? = nil) throws(FieldComparisonError) -> Tensor<Double> {
        let dimension = grid.axes.count
        guard points.shape.count == 2, points.shape[1] == dimension else {
            throw .axesDiffer(field: name, axes: grid.axisNames, reference: [])
        }
        let pointCount = points.shape[0]
        var maps: [AxisInterpolation] = []
        for (position, axis) in grid.axes.enumerated() {
            let positions = (0..<pointCount).map { points[$0, position] }
            maps.append(try AxisInterpolation(from: axis, to: positions, order: derivative?[position] ?? 0))
        }
        if grid.mask != nil { return maskedValues(at: points, derivative) }
        var result = Tensor(shape: [componentNames.count, pointCount], repeating: 0.0)
        let strides = grid.strides
        values.withUnsafeBufferPointer { buffer in
            for point in 0..<pointCount {
                let rows = maps.map { $0.rows[point] }
                for component in componentNames.indices {
                    let block = UnsafeBufferPointer(rebasing: buffer[(component * grid.count)...])
                    result[component, point] = Self.contract(block, rows[...], strides[...], offset: 0)
                }
            }
        }
        return result
    }

    private func maskedValues(at points: Tensor<Double>, _ derivative: [Int]?) -> Tensor<Double> {
        let interpolation = MaskedInterpolation(grid)
        var result = Tensor(shape: [componentNames.count, points.shape[0]], repeating: Double.nan)
        values.withUnsafeBufferPointer { buffer in
            for index in 0..<points.shape[0] {
                let point = grid.axes.indices.map { points[index, $0] }
                guard let block = interpolation.block(at: point, isNear: false, derivative: derivative) else { continue }
                for component in componentNames.indices {
                    result[component, index] = interpolation.value(
                        block, at: point, derivative: derivative, buffer, offset: component * grid.count)
                }
            }
        }
        return result
    }

    /// Sum over the product of the windows of the axes that are left, beginning at an offset into the values.
    private static func contract(
        _ values: UnsafeBufferPointer<Double>, _ rows: ArraySlice<AxisInterpolation.Row>, _ strides: ArraySlice<Int>,
        offset: Int
    ) -> Double {
        guard let row = rows.first, let stride = strides.first else { return values[offset] }
        var sum = 0.0
        let start = offset + row.start * stride
        if rows.count == 1 {
            for k in row.weights.indices { sum += row.weights[k] * values[start + k] }
            return sum
        }
        for (k, weight) in row.weights.enumerated() {
            sum += weight * contract(values, rows.dropFirst(), strides.dropFirst(), offset: start + k * stride)
        }
        return sum
    }
}
