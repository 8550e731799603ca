import Fields
import Problems

extension Problem {
    /// The grid that learned solutions are written on: the one asked for, else equally spaced. Of more than three dimensions
    /// it is a slice: axes of one point lie in the middle of their ranges.
    package func outputGrid() -> Grid {
        let space = spaceIndices.map { coordinates[$0] }
        let count = Self.pointsPerAxis(min(space.count, 3))
        let axes = space.enumerated().map { axis, coordinate -> GridAxis in
            let isSlice = space.count > 3
            let points = output.grid?[axis] ?? (isSlice ? axis < 2 ? Self.pointsPerAxis(2) : 1 : count)
            if isSlice && points == 1 {
                let middle = 0.5 * (coordinate.lower + coordinate.upper)
                return .uniform(coordinate.name, from: middle, to: middle, count: 1)
            }
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
        default: 33
        }
    }
}
