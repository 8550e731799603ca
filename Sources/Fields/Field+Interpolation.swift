import NumericsCore

extension Field {
    /// The field on another grid with the same axis names: barycentric per Chebyshev element, trigonometric on periodic
    /// axes, piecewise of degree 7 elsewhere. Axes that are equal are not touched.
    ///
    /// Throws `FieldComparisonError` if the axes have other names or the grid reaches outside this one.
    public func resampled(to target: Grid) throws(FieldComparisonError) -> Field {
        guard grid.axisNames == target.axisNames else {
            throw .axesDiffer(field: name, axes: grid.axisNames, reference: target.axisNames)
        }
        var result = values
        for (position, (source, axis)) in zip(grid.axes, target.axes).enumerated() where !source.isSame(as: axis) {
            let map = try AxisInterpolation(from: source, to: axis.points)
            result = map.apply(to: result, axis: position + 1)
        }
        return Field(
            name: name, componentNames: componentNames, isVector: isVector, grid: target, values: result)
    }

    /// Values at scattered points.
    /// - Parameter points: [point][axis], in the order of the grid's axes.
    /// - Returns: [component][point].
    public func values(at points: Tensor<Double>) throws(FieldComparisonError) -> Tensor<Double> {
        let dimension = grid.axes.count
        guard points.shape.count == 2, points.shape[1] == dimension else {
            throw .axesDiffer(field: name, axes: grid.axisNames, reference: [])
        }
        let pointCount = points.shape[0]
        var maps: [AxisInterpolation] = []
        for (position, axis) in grid.axes.enumerated() {
            let positions = (0..<pointCount).map { points[$0, position] }
            maps.append(try AxisInterpolation(from: axis, to: positions))
        }
        var result = Tensor(shape: [componentNames.count, pointCount], repeating: 0.0)
        for component in componentNames.indices {
            for point in 0..<pointCount {
                let rows = maps.map { $0.rows[point] }
                result[component, point] = contract(rows, axis: 0, offset: component * grid.count)
            }
        }
        return result
    }

    /// Sum over the product of the windows from `axis` on, beginning at an offset into the values.
    private func contract(_ rows: [AxisInterpolation.Row], axis: Int, offset: Int) -> Double {
        if axis == rows.count { return values[offset] }
        let stride = grid.strides[axis]
        let row = rows[axis]
        var sum = 0.0
        for (k, weight) in row.weights.enumerated() {
            sum += weight * contract(rows, axis: axis + 1, offset: offset + (row.start + k) * stride)
        }
        return sum
    }
}
