import Ansatz
import FieldFiles
import Foundation

/// Evaluates a stored run at points or on a grid.
struct EvaluationSession {
    let run: StoredRun
    /// What is evaluated, in the order of the output.
    let fields: [DerivedField]
    /// Whether points outside get NaN instead of being refused.
    let allowsOutside: Bool

    /// What came of it.
    struct Result {
        var table: EvaluationTable
        /// How the values were made, in words.
        var manner: String
        /// Points outside, and points inside without a value.
        var outside: Int
        var unreached: Int
    }

    private var problem: Problem { run.problem }
    private var domain: EvaluationDomain { EvaluationDomain(problem: problem) }

    /// - Throws: `EvaluateError.outside`, errors of the evaluator.
    func evaluate(_ places: EvaluationPlaces) throws -> Result {
        switch places {
        case .grid(let grid, let times): try evaluate(grid, times)
        case .list(let points, let times, let table, let file): try evaluate(points, times, table, file)
        }
    }

    private func evaluate(_ grid: Grid, _ times: [Double?]) throws -> Result {
        let points = grid.pointCoordinates
        let shape = domain.shapeMask(points)
        var inside = shape ?? Array(repeating: true, count: grid.count)
        var outsideTimes = Set<Int>()
        for (index, time) in times.enumerated() {
            for point in 0..<grid.count where inside[point] {
                let place = row(points, point)
                guard let reason = domain.objection(to: place, time: time) else { continue }
                guard allowsOutside else {
                    throw EvaluateError.outside(place: "the grid", point: domain.text(place, time: time), reason: reason)
                }
                if domain.objection(to: place, time: nil) == nil { outsideTimes.insert(index) } else { inside[point] = false }
            }
        }
        let target = inside.allSatisfy { $0 } ? grid : Grid(grid.axes, mask: inside)
        let reached = times.indices.filter { !outsideTimes.contains($0) }
        let (solution, manner) = try run.solution(at: reached.map { times[$0] })
        let chosen = inside.indices.filter { inside[$0] }
        let sampler = FieldSampler(fields, problem: problem, solution: solution)
        var snapshots: [Snapshot] = []
        var unreached = 0
        for (index, time) in times.enumerated() {
            var values = Tensor(shape: [sampler.rowCount, grid.count], repeating: Double.nan)
            if let frame = reached.firstIndex(of: index) {
                unreached += try sampler.sample(points, chosen, snapshot: frame, into: &values)
            }
            snapshots.append(Snapshot(time: time, fields: sampler.fields(values, on: target)))
        }
        let outside = shape == nil ? inside.count { !$0 } : 0
        return Result(table: .grid(snapshots), manner: manner, outside: outside, unreached: unreached)
    }

    private func evaluate(_ points: Tensor<Double>, _ times: [Double?], _ table: CommaSeparatedTable, _ file: String) throws -> Result {
        let shape = domain.shapeMask(points)
        var inside = [Bool](repeating: true, count: times.count)
        for index in times.indices {
            let place = row(points, index)
            let reason = domain.objection(to: place, time: times[index]) ?? (shape?[index] == false ? "lies outside the shape" : nil)
            guard let reason else { continue }
            guard allowsOutside else {
                throw EvaluateError.outside(place: "\(file):\(index + 2)", point: domain.text(place, time: times[index]), reason: reason)
            }
            inside[index] = false
        }
        // One call for each time, whatever the order of the points.
        let groups = Dictionary(grouping: times.indices.filter { inside[$0] }, by: { times[$0] })
        let moments = groups.keys.sorted { ($0 ?? 0) < ($1 ?? 0) }
        let (solution, manner) = try run.solution(at: moments)
        let sampler = FieldSampler(fields, problem: problem, solution: solution)
        var values = Tensor(shape: [sampler.rowCount, times.count], repeating: Double.nan)
        var unreached = 0
        for (frame, moment) in moments.enumerated() {
            unreached += try sampler.sample(points, groups[moment] ?? [], snapshot: frame, into: &values)
        }
        var complete = table
        for (name, row) in zip(sampler.columnNames, 0...) {
            guard !table.columns.contains(where: { $0.name == name }) else { throw EvaluateError.nameTaken(column: name, file: file) }
            complete.columns.append(.init(name, (0..<times.count).map { values[row, $0] }))
        }
        let mesh = EvaluationTable.Scattered(points: points, times: times, fields: sampler.meshFields(values))
        return Result(table: .list(complete, mesh), manner: manner, outside: inside.count { !$0 }, unreached: unreached)
    }

    private func row(_ points: Tensor<Double>, _ index: Int) -> [Double] { (0..<points.shape[1]).map { points[index, $0] } }
}
