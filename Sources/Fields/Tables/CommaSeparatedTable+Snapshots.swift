extension CommaSeparatedTable {
    /// All values of a series as one row per time and point: `t` (unless steady), the coordinates, the fields.
    ///
    /// Components of vectors are named `v.x`. Meant for grids of one axis or none; every snapshot on the grid of its own
    /// first field.
    public init(_ snapshots: [Snapshot]) {
        let first = snapshots.first?.fields.first
        let axisNames = first?.grid.axisNames ?? []
        let isSteady = snapshots.allSatisfy { $0.time == nil }
        let fieldNames = snapshots.first?.fields.flatMap(\.qualifiedComponentNames) ?? []
        let columns = (isSteady ? [] : ["t"]) + axisNames + fieldNames
        var values = [[Double]](repeating: [], count: columns.count)
        for snapshot in snapshots {
            guard let grid = snapshot.fields.first?.grid else { continue }
            var column = 0
            func append(_ more: [Double]) {
                values[column] += more
                column += 1
            }
            if !isSteady { append(Array(repeating: snapshot.time ?? .nan, count: grid.count)) }
            let coordinates = grid.pointCoordinates.elements
            let dimension = grid.axes.count
            for axis in 0..<dimension { append((0..<grid.count).map { coordinates[$0 * dimension + axis] }) }
            for field in snapshot.fields {
                let elements = field.values.elements
                for component in field.componentNames.indices {
                    append(Array(elements[(component * grid.count)..<((component + 1) * grid.count)]))
                }
            }
        }
        self.init(zip(columns, values).map { Column($0, $1) })
    }
}

extension Field {
    /// Names of the components for tables: `u`, or `v.x`, `v.y`.
    public var qualifiedComponentNames: [String] {
        isVector || componentNames.count > 1 ? componentNames.map { "\(name).\($0)" } : [name]
    }
}
