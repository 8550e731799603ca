import Ansatz
import FieldFiles

/// Where an answer is evaluated.
enum EvaluationPlaces {
    /// A tensor grid at one or several times; a single nil for steady problems.
    case grid(Grid, times: [Double?])
    /// Points with their times, and the table they came from.
    case list(points: Tensor<Double>, times: [Double?], table: CommaSeparatedTable, file: String)
}

extension EvaluationPlaces {
    /// The places of a grid on the command line.
    /// - Parameter stored: output times of the run, for grids that say nothing of time.
    /// - Throws: `EvaluateError`
    static func grid(_ text: GridText, of problem: Problem, stored: [Double?]) throws -> EvaluationPlaces {
        let space = problem.spaceIndices.map { problem.coordinates[$0] }
        if let counts = text.counts {
            guard counts.count == space.count, !space.isEmpty else {
                let names = space.map(\.name).joined(separator: ", ")
                throw EvaluateError.gridPart(
                    counts.map(String.init).joined(separator: "x"),
                    reason: space.isEmpty ? "the problem has no space coordinate; give grid:t=from..to:count" : "one count is needed for each of \(names)")
            }
            return .grid(Grid(zip(space, counts).map { axis($0, .whole(count: $1)) }), times: stored)
        }
        let known = problem.coordinates.map(\.name)
        if let stranger = text.named.first(where: { !known.contains($0.name) }) {
            throw EvaluateError.gridPart(stranger.name, reason: "the coordinates are \(known.joined(separator: ", "))")
        }
        let missing = space.map(\.name).filter { name in !text.named.contains { $0.name == name } }
        guard missing.isEmpty else { throw EvaluateError.missing(coordinates: missing, place: "the grid", isGrid: true) }
        let axes = space.map { coordinate in axis(coordinate, text.named.first { $0.name == coordinate.name }!.range) }
        let count = axes.reduce(1.0) { $0 * Double($1.count) }
        guard count <= 1e8 else { throw EvaluateError.gridPart("grid", reason: "that is \(count) points, more than 100 million") }
        guard let time = problem.timeIndex.map({ problem.coordinates[$0] }), let range = text.named.first(where: { $0.name == time.name })?.range
        else { return .grid(Grid(axes), times: stored) }
        return .grid(Grid(axes), times: axis(time, range).points)
    }

    private static func axis(_ coordinate: Coordinate, _ range: GridText.Range) -> GridAxis {
        switch range {
        case .value(let value): .uniform(coordinate.name, from: value, to: value, count: 1)
        case .span(let from, let to, let count): .uniform(coordinate.name, from: from, to: to, count: count)
        case .whole(1): .uniform(coordinate.name, from: coordinate.lower, to: coordinate.lower, count: 1)
        case .whole(let count):
            coordinate.isPeriodic
                ? .periodic(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: count)
                : .uniform(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: count)
        }
    }

    /// The places of a table with a column for each coordinate.
    /// - Parameter file: the name in messages.
    /// - Throws: `EvaluateError`
    static func list(_ table: CommaSeparatedTable, of problem: Problem, file: String) throws -> EvaluationPlaces {
        let missing = problem.coordinates.map(\.name).filter { table[$0] == nil }
        guard missing.isEmpty else { throw EvaluateError.missing(coordinates: missing, place: file, isGrid: false) }
        let count = table.columns[0].values.count
        guard count > 0 else { throw EvaluateError.noPoints(file) }
        let space = problem.spaceIndices.compactMap { table[problem.coordinates[$0].name] }
        let points = Tensor(shape: [count, space.count], elements: (0..<count).flatMap { point in space.map { $0[point] } })
        let times = problem.timeIndex.flatMap { table[problem.coordinates[$0].name] }
        return .list(points: points, times: times ?? Array(repeating: nil, count: count), table: table, file: file)
    }
}
