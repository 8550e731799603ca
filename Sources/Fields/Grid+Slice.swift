extension Grid {
    /// The grid without its axes of one point, if it has more than three axes: a slice is shown as what it is.
    public var withoutFixedAxes: Grid {
        axes.count > 3 ? Grid(axes.filter { $0.count > 1 }, mask: mask) : self
    }
}

extension Snapshot {
    /// The fields on `Grid.withoutFixedAxes`.
    public var withoutFixedAxes: Snapshot {
        Snapshot(
            time: time,
            fields: fields.map { field in
                let grid = field.grid.withoutFixedAxes
                return Field(
                    name: field.name, componentNames: field.componentNames, isVector: field.isVector, grid: grid,
                    values: field.values.reshaped([field.componentNames.count] + grid.shape))
            })
    }
}
