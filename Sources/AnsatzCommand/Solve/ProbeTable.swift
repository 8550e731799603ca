import Ansatz
import Expressions
import FieldFiles

/// The probes of a problem over the output times: one row a time, or a time and a grid point.
struct ProbeTable {
    /// The columns of `probes.csv`; nil without probes.
    let table: CommaSeparatedTable?
    /// Integral probes at the last time.
    let finalIntegrals: [(name: String, value: Double)]

    /// Integrals have one value a time. A probe at points has one column for each unknown's component; a probe along a
    /// line repeats the time for each grid point on it, and integrals are repeated likewise.
    init(problem: Problem, solution: Solution) throws {
        let probes = problem.output.probes
        guard !probes.isEmpty else {
            table = nil
            finalIntegrals = []
            return
        }
        var columns: [CommaSeparatedTable.Column] = []
        var integrals: [(name: String, value: Double)] = []
        let times = solution.snapshots.map { $0.time ?? 0 }
        columns.append(.init("t", times))
        for probe in probes {
            switch probe.kind {
            case .functional(let functional):
                let values = try solution.snapshots.indices.map {
                    try functional.value(of: solution, problem: problem, snapshot: $0)
                }
                columns.append(.init(probe.name, values))
                if let last = values.last { integrals.append((probe.name, last)) }
            case .at(let place):
                columns += try Self.columns(probe.name, at: place, problem, solution)
            }
        }
        table = CommaSeparatedTable(columns)
        finalIntegrals = integrals
    }

    /// One column a component and, where a coordinate runs over the grid, a grid point.
    private static func columns(
        _ name: String, at place: [Expression?], _ problem: Problem, _ solution: Solution
    ) throws -> [CommaSeparatedTable.Column] {
        guard let grid = solution.snapshots.first?.fields.first?.grid else { return [] }
        let fixed = place.map { $0.flatMap(\.constantValue) }
        let axes = zip(grid.axes, fixed).map { axis, value in value.map { [$0] } ?? axis.points }
        let points = axes.reduce([[]]) { partial, axis in partial.flatMap { head in axis.map { head + [$0] } } }
        let jets = (0..<problem.componentCount).map { Jet(component: $0) }
        let names = SymbolNames(problem).components
        let coordinates = problem.spaceIndices.map { problem.coordinates[$0].name }
        let tensor = Tensor(shape: [points.count, axes.count], elements: points.flatMap { $0 })
        let values = try solution.snapshots.indices.map {
            try solution.evaluator.evaluate(jets, at: tensor, snapshot: $0)
        }
        return names.indices.flatMap { component in
            points.indices.map { point in
                let place = zip(coordinates, points[point]).map { "\($0)=\($1)" }.joined(separator: " ")
                return CommaSeparatedTable.Column("\(names[component])(\(place))", values.map { $0[component, point] })
            }
        }
    }
}
