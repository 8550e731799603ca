import Fields

extension FieldTrack {
    /// The level of the problem's region on the plane of the two axes that are left: negative inside. nil without a region.
    ///
    /// On points of its own, because a curved edge between coarse grid points is not theirs to show.
    var edge: PlaneValues? {
        guard let region, dimension == 2, region.dimension == fullAxisNames.count else { return nil }
        let (x, y) = (Self.positions(fields[0].grid.axes[0]), Self.positions(fields[0].grid.axes[1]))
        let places = fullAxisNames.map { fixed[$0] ?? 0 }
        guard let first = fullAxisNames.firstIndex(of: axisNames[0]), let second = fullAxisNames.firstIndex(of: axisNames[1]) else {
            return nil
        }
        var values: [Double] = []
        values.reserveCapacity(x.count * y.count)
        var point = places
        for v in y {
            point[second] = v
            for u in x {
                point[first] = u
                values.append(region.level(at: point))
            }
        }
        return PlaneValues(horizontal: x, vertical: y, values: values)
    }

    private static func positions(_ axis: GridAxis) -> [Double] {
        let count = 180
        return (0...count).map { axis.lower + axis.length * Double($0) / Double(count) }
    }
}
