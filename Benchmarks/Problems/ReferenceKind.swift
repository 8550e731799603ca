import Ansatz
import Foundation
import ReferenceSolutions

/// What the answer of the command is measured against.
enum ReferenceKind {
    /// Burgers' equation by Cole and Hopf, Gauss-Hermite with 256 nodes.
    case coleHopf(viscosity: Double)
    /// The same method at twice the resolution and half the step.
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
        case .finer: reference = try Self.finer(problem, method: method, than: folder)
        }
        return try FieldError(of: name, in: snapshots, against: reference).relativeL2
    }

    /// A run with twice the modes and half the smallest step of the run in `folder`, both held fixed.
    private static func finer(_ problem: Problem, method: String, than folder: URL) throws -> [Snapshot] {
        let data = try Data(contentsOf: folder.appendingPathComponent("result.json"))
        let document = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let counts = document?["counts"] as? [String: Double] ?? [:]
        guard let modes = counts["modes"], let step = counts["smallest step"],
            let type = SolverCatalogue.standard.method(named: method)
        else { throw BenchmarkError.missingCounts }
        let settings = Settings(
            ["modes": .integers([2 * Int(modes)]), "step": .number(step / 2), "error-estimate": .flag(false)],
            schema: type.schema)
        return try type.init(settings: settings).solve(problem, context: SolveContext(threads: 2)).snapshots
    }
}

enum BenchmarkError: Error {
    case missingCounts
    case failed(status: Int32, command: String)
}
