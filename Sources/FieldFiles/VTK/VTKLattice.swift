import Fields

/// The points of a grid in VTK's order (first axis fastest), with periodic images appended and missing axes filled.
struct VTKLattice {
    /// Points along x, y, z.
    let counts: [Int]
    /// Coordinates along x, y, z.
    let coordinates: [[Double]]
    /// Position in the grid of every point of the lattice.
    let positions: [Int]
    /// Whether all axes are equally spaced.
    let isUniform: Bool

    /// Precondition: at most three axes.
    init(_ grid: Grid) {
        precondition(grid.axes.count <= 3, "VTK has three dimensions")
        var coordinates = grid.axes.map { axis in
            axis.layout == .periodic ? axis.points + [axis.upper] : axis.points
        }
        coordinates += Array(repeating: [0], count: 3 - grid.axes.count)
        let counts = coordinates.map(\.count)
        let strides = grid.strides + Array(repeating: 0, count: 3 - grid.axes.count)
        let periods = grid.shape + Array(repeating: 1, count: 3 - grid.axes.count)
        var positions: [Int] = []
        positions.reserveCapacity(counts.reduce(1, *))
        for k in 0..<counts[2] {
            for j in 0..<counts[1] {
                let row = (k % periods[2]) * strides[2] + (j % periods[1]) * strides[1]
                for i in 0..<counts[0] { positions.append(row + (i % periods[0]) * strides[0]) }
            }
        }
        self.counts = counts
        self.coordinates = coordinates
        self.positions = positions
        isUniform = grid.axes.allSatisfy { $0.layout == .uniform || $0.layout == .periodic }
    }

    /// Extents as inclusive point indices.
    var extent: String { counts.map { "0 \($0 - 1)" }.joined(separator: " ") }

    /// Spacing along x, y, z; 1 where there is one point, because filters divide by it.
    var spacing: [Double] {
        coordinates.map { points in
            points.count > 1 ? (points[points.count - 1] - points[0]) / Double(points.count - 1) : 1
        }
    }
}
