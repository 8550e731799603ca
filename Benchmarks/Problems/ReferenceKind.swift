import Ansatz
import Foundation
import ReferenceSolutions

/// What the answer of the command is measured against.
enum ReferenceKind {
    /// Burgers' equation by Cole and Hopf, Gauss-Hermite with 256 nodes.
    case coleHopf(viscosity: Double)
    /// The same method at twice the resolution and less than half the step.
    case finer
    /// The exact solution in the file.
    case exact

    /// Relative L2 error in space-time of the first unknown of a finished run.
    func error(ofRunIn folder: URL, problemFile: String, method: String) throws -> Double {
        let snapshots = try SnapshotArchive.read(path: folder.appendingPathComponent("solution.npz").path)
        let problem = try Problem(contentsOf: problemFile)
        let name = problem.unknowns[0].name
        let reference: [Snapshot]
        switch self {
        case .coleHopf(let viscosity):
            let solution = ColeHopf(viscosity: viscosity)
            reference = snapshots.map { snapshot in
                var field = snapshot.field(named: name)!
                let points = field.grid.axes[0].points
                field.values = Tensor(
                    shape: [1, points.count], elements: points.map { solution.value(x: $0, time: snapshot.time ?? 0) })
                return Snapshot(time: snapshot.time, fields: [field])
            }
        case .exact: reference = try problem.exactSnapshots(like: snapshots)
        case .finer: reference = try Self.finer(problem, method: method, than: snapshots)
        }
        return try FieldError(of: name, in: snapshots, against: reference).relativeL2
    }

    /// A run that starts with twice the points of the finished one and allows a fortieth of its error a step, which for a
    /// method of order 5 (extrapolated) more than halves the step.
    private static func finer(_ problem: Problem, method: String, than snapshots: [Snapshot]) throws -> [Snapshot] {
        guard let type = SolverCatalogue.standard.method(named: method), let grid = snapshots[0].fields.first?.grid,
            let request = problem.solvers.first(where: { $0.method == method }),
            case .settings(let own) = request.settings(schema: type.schema, constant: ConstantText.value)
        else { throw BenchmarkError.unknownMethod(method) }
        let settings = Settings(
            [
                "modes": .integers(grid.shape.map { 2 * $0 }), "tolerance": .number(own.number("tolerance") / 40),
                "error-estimate": .flag(false),
            ], schema: type.schema)
        return try type.init(settings: settings).solve(problem, context: SolveContext(threads: 2)).snapshots
    }
}

enum BenchmarkError: Error {
    case unknownMethod(String)
    case failed(status: Int32, command: String)
}
