import Fields
import Problems

/// Which arrays a data set holds and what of a sample goes where.
///
/// Arrays are [sample][time…][grid…][component], the time axis only where a quantity is wanted at several times, the grid the
/// nodes of the data set with both ends of each coordinate.
public struct DatasetLayout: Sendable {
    /// One array of the data set.
    public struct Entry: Sendable {
        /// `inputs/a`, `outputs/u`, `points/u`.
        public var key: String
        /// Extents of one sample.
        public var shape: [Int]
        public var content: Content
        /// Output times of an unknown, ascending; empty for everything else.
        public var times: [Double] = []

    /// What an array of the data set holds.
        public enum Content: Sendable, Hashable {
            case input(Int)
            case parameter(Int)
            case unknown(Int)
            /// An unknown at random points of the sample.
            case scattered(Int)
            /// The random points themselves: coordinates of space, then the time where there are several.
            case points
        }

        /// Numbers of one sample.
        public var count: Int { shape.reduce(1, *) }
    }

    public let entries: [Entry]
    /// The nodes of the data set.
    public let grid: Grid
    /// All times at which samples are needed, ascending; empty for steady problems.
    public let times: [Double]

    /// Numbers of one sample in all arrays.
    public var valueCount: Int { entries.reduce(0) { $0 + $1.count } }

    /// Precondition: the problem has a data set.
    public init(_ problem: Problem) {
        let request = problem.dataset!
        let space = problem.spaceIndices.map { problem.coordinates[$0] }
        grid = Grid(zip(space, request.grid).map { GridAxis.nodes(of: $0, count: $1) })
        var entries: [Entry] = []
        for (group, fields) in [("inputs", request.from), ("outputs", request.to)] {
            for field in fields { entries += Self.entries(group, field, problem, request) }
        }
        self.entries = entries
        times = Array(Set(entries.flatMap(\.times))).sorted()
    }

    private static func entries(_ group: String, _ field: DatasetField, _ problem: Problem, _ request: DatasetRequest) -> [Entry] {
        let key = "\(group)/\(field.name)"
        switch field.quantity {
        case .input(let index): return [Entry(key: key, shape: request.grid + [1], content: .input(index))]
        case .parameter(let index): return [Entry(key: key, shape: [1], content: .parameter(index))]
        case .unknown(let index, let given):
            var times: [Double] = []
            if let time = problem.timeIndex {
                let range = problem.coordinates[time]
                times = given ?? (problem.output.times.isEmpty ? [range.lower, range.upper] : problem.output.times)
            }
            let components = problem.unknowns[index].components.count
            if group == "outputs", let points = request.randomPoints {
                let dimension = problem.spaceIndices.count + (times.count > 1 ? 1 : 0)
                return [
                    Entry(key: "points/\(field.name)", shape: [points, dimension], content: .points, times: times),
                    Entry(key: key, shape: [points, components], content: .scattered(index), times: times),
                ]
            }
            let shape = (times.count > 1 ? [times.count] : []) + request.grid + [components]
            return [Entry(key: key, shape: shape, content: .unknown(index), times: times)]
        }
    }
}
