import Ansatz
import FieldFiles
import Foundation

/// A run folder opened to be evaluated.
struct StoredRun {
    let path: String
    let problem: Problem
    let method: String
    /// The fields as written, all output times.
    let snapshots: [Snapshot]
    /// The trial function of a learned method; nil where only fields were stored.
    private let trial: (solver: any TrialSolver.Type, stored: StoredTrial)?

    static let weightsName = "weights.safetensors"

    /// - Parameters:
    ///   - formulas: what is asked for besides the unknowns; they become output fields of `problem`, in this order.
    ///   - parameters: values of parameters that were inputs of the network, `nu=0.02`.
    /// - Throws: `RunReader.Failure`, `EvaluateError`, `FieldFileError`, `FamilyError`
    init(path: String, formulas: [String], parameters: [String] = []) throws {
        let contents = try RunContents(path: path)
        guard contents.isFolder, contents.text("resolved.yaml") != nil else {
            throw EvaluateError.notEvaluable(path: path, reason: "it is no run folder with a resolved.yaml, which says what is solved")
        }
        self.path = path
        method = contents.method ?? "unknown"
        problem = try Self.problem(Self.problem(contents, formulas), at: parameters)
        snapshots = try contents.series().snapshots
        trial = try Self.trial(contents, method)
    }

    private static func trial(_ contents: RunContents, _ method: String) throws -> (solver: any TrialSolver.Type, stored: StoredTrial)? {
        let file = contents.path + "/" + weightsName
        guard let solver = SolverCatalogue.standard.method(named: method) as? any TrialSolver.Type,
            FileManager.default.fileExists(atPath: file)
        else { return nil }
        let weights = try WeightsFile(path: file)
        let hash = contents.manifest["problem_hash"] as? String
        guard weights.metadata["method"] == method, weights.metadata["problem"] == hash else {
            throw EvaluateError.notEvaluable(path: contents.path, reason: "its \(weightsName) belongs to another run")
        }
        return (solver, StoredTrial(tensors: weights.tensors, description: weights.metadata))
    }

    /// The answer at other times.
    /// - Returns: a solution whose snapshots hold the grid of the run; how it is evaluated, in words.
    /// - Throws: `StoredTrialError`, errors of `StoredFieldEvaluator`
    func solution(at times: [Double?]) throws -> (solution: Solution, manner: String) {
        var asked = problem
        if problem.timeIndex != nil { asked.output.times = times.compactMap { $0 } }
        let frames = times.map { Snapshot(time: $0, fields: snapshots[0].fields) }
        let (evaluator, manner) = try evaluator(for: asked, times: times)
        return (Solution(method: method, outcome: .converged, snapshots: frames, evaluator: evaluator, estimates: [:]), manner)
    }

    private func evaluator(for asked: Problem, times: [Double?]) throws -> (any SolutionEvaluator, String) {
        if let trial {
            let evaluator = try trial.solver.evaluator(from: trial.stored, for: asked)
            return (evaluator, "the trial function of \(method), from \(Self.weightsName)")
        }
        let evaluator = try StoredFieldEvaluator(snapshots, problem: problem, times: times, path: path)
        let axes = snapshots[0].fields[0].grid.axes.map { "\($0.name): \($0.interpolationWords)" }
        var manner = "values of \(method) in solution.npz, interpolated"
        if snapshots[0].fields[0].grid.mask != nil {
            manner += " by local polynomials from the points of the shape"
        } else if !axes.isEmpty {
            manner += " (" + axes.joined(separator: "; ") + ")"
        }
        if evaluator.isBetweenTimes { manner += ", between output times by polynomials of degree 7 or less" }
        return (evaluator, manner + "; derivatives are those of the interpolant")
    }
}

extension GridAxis {
    /// How values between the points are made.
    var interpolationWords: String {
        switch layout {
        case .chebyshev: "polynomials of the elements"
        case .periodic: "trigonometric"
        case .uniform, .points: "polynomials of degree \(min(count - 1, 7))"
        }
    }
}
