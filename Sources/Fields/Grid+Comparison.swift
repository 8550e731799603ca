extension Grid {
    /// The grid on which fields of two grids are compared: interpolation is asked of the axis that does it best.
    ///
    /// Per axis: a spectral axis is evaluated at the points of one that is not; of two spectral axes the finer one is
    /// taken, so that no peak of the difference is missed; of two others the coarser one.
    package func comparisonGrid(with other: Grid, field: String) throws(FieldComparisonError) -> Grid {
        guard axisNames == other.axisNames else {
            throw .axesDiffer(field: field, axes: axisNames, reference: other.axisNames)
        }
        var result: [GridAxis] = []
        for (left, right) in zip(axes, other.axes) { result.append(Self.comparisonAxis(left, right)) }
        return Grid(result)
    }

    private static func comparisonAxis(_ left: GridAxis, _ right: GridAxis) -> GridAxis {
        switch (left.isSpectral, right.isSpectral) {
        case (true, false): right
        case (false, true): left
        case (true, true): left.count >= right.count ? left : right
        case (false, false): left.count <= right.count ? left : right
        }
    }
}
