import NumericsCore

extension Grid {
    /// A grid over the same axes with the points of a shape, those on its boundary included.
    /// - Parameter tolerance: distance from the boundary, over the diagonal of the grid, up to which a point is on it.
    public func masked(by shape: Shape, tolerance: Double = 1e-12) -> Grid {
        let diagonal = axes.reduce(0) { $0 + $1.length * $1.length }.squareRoot()
        return Grid(axes, mask: shape.contains(pointCoordinates, tolerance: tolerance * diagonal))
    }

    /// The same axes with the points that belong to both masks.
    func intersectingMask(_ other: [Bool]?) -> Grid {
        guard let other else { return self }
        guard let mask else { return Grid(axes, mask: other) }
        return mask == other ? self : Grid(axes, mask: zip(mask, other).map { $0 && $1 })
    }

    /// The same axes without a mask.
    public var unmasked: Grid { Grid(axes) }
}

extension Field {
    /// The same values on a grid with the same axes and another mask; NaN outside it.
    public func placed(on other: Grid) -> Field {
        precondition(grid.isSame(as: other), "the grids of '\(name)' have other axes")
        return Field(
            name: name, componentNames: componentNames, isVector: isVector, grid: other, values: values
        ).maskingOutside()
    }

    /// The field with NaN at the points outside its grid's shape.
    public func maskingOutside() -> Field {
        guard let mask = grid.mask else { return self }
        var result = self
        let count = grid.count
        result.values.withUnsafeMutableBufferPointer { buffer in
            for position in buffer.indices where !mask[position % count] { buffer[position] = .nan }
        }
        return result
    }
}
