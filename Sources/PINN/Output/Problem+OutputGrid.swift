import Fields
import Problems

extension Problem {
    /// The grid that learned solutions are written on: the one asked for, else equally spaced.
    func outputGrid() -> Grid {
        let space = spaceIndices.map { coordinates[$0] }
        let count = Self.pointsPerAxis(space.count)
        let axes = space.enumerated().map { axis, coordinate -> GridAxis in
            let points = output.grid?[axis] ?? count
            return coordinate.isPeriodic
                ? .periodic(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: points)
                : .uniform(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: points)
        }
        return region.map { Grid(axes).masked(by: $0) } ?? Grid(axes)
    }

    /// Some ten thousand points in all.
    private static func pointsPerAxis(_ dimension: Int) -> Int {
        switch dimension {
        case ...1: 257
        case 2: 129
        case 3: 33
        case 4: 13
        default: 7
        }
    }
}
