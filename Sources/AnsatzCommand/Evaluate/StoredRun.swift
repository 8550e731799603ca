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

    /// The problem with the formulas as its output fields.
    private static func problem(_ contents: RunContents, _ formulas: [String]) throws -> Problem {
        let file = contents.path + "/resolved.yaml"
        // What was measured has done its work, and its files may be elsewhere.
        let always = contents.text("resolved.yaml")?.contains("\nobservations:") == true ? ["observations=[]"] : []
        var attempt = LoadedProblem.attempt(path: file, overrides: always + ["output.fields=[]"])
        guard attempt.loaded != nil else {
            let reason = attempt.result.diagnostics.first.map { "resolved.yaml is rejected: \($0.message)" }
            throw EvaluateError.notEvaluable(path: contents.path, reason: reason ?? "resolved.yaml cannot be read")
        }
        if !formulas.isEmpty {
            // Each alone first, so that a message is about one.
            for formula in formulas {
                let trial = LoadedProblem.attempt(path: file, overrides: always + [Self.override([formula])])
                if trial.loaded == nil {
                    throw EvaluateError.formula(formula, reason: Self.words(trial.result.diagnostics) ?? "it is not understood")
                }
            }
            attempt = LoadedProblem.attempt(path: file, overrides: always + [Self.override(formulas)])
        }
        guard var loaded = attempt.loaded else { throw EvaluateError.notEvaluable(path: contents.path, reason: "resolved.yaml cannot be read") }
        if loaded.problem.isFamily {
            guard let sample = (contents.manifest["sample"] as? String).flatMap({ SampleName($0) }) else {
                throw EvaluateError.notEvaluable(path: contents.path, reason: "its run.json does not say which sample of the family was solved")
            }
            let isDefault = contents.manifest["seed_is_default"] as? Bool ?? true
            _ = try loaded.chooseSample(sample, seed: isDefault ? nil : (contents.manifest["seed"] as? Int).map { UInt64(bitPattern: Int64($0)) })
        }
        return loaded.problem.taking(estimates(contents))
    }

    /// What the run found for its parameters.
    private static func estimates(_ contents: RunContents) -> [ParameterEstimate] {
        let found = contents.result["parameters"] as? [String: [String: Any]] ?? [:]
        return found.compactMap { name, estimate in
            (estimate["value"] as? Double).map { ParameterEstimate(name: name, value: $0, deviation: nil) }
        }
    }

    /// The problem at other values of parameters that were inputs of its network, each given as `nu=0.02`.
    private static func problem(_ problem: Problem, at settings: [String]) throws -> Problem {
        var problem = problem
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let value = ConstantText.value(of: parts[1]),
                let index = problem.parameters.firstIndex(where: { $0.name == parts[0] && $0.isInput }),
                problem.parameters[index].range?.contains(value) == true
            else {
                throw EvaluateError.notInput(setting, inputs: problem.parameters.filter(\.isInput).map { input in
                    input.name + (input.range.map { " in [\($0.lowerBound), \($0.upperBound)]" } ?? "")
                })
            }
            problem.parameters[index].value = value
        }
        return problem
    }

    /// The first complaint, with what stands beside it in the source.
    private static func words(_ diagnostics: [Diagnostic]) -> String? {
        diagnostics.first { $0.severity == .error }.map { complaint in
            [complaint.message, complaint.primary?.text ?? "", complaint.help ?? ""].filter { !$0.isEmpty }.joined(separator: "; ")
        }
    }

    private static func override(_ formulas: [String]) -> String {
        let quoted = formulas.map { "'" + $0.replacingOccurrences(of: "'", with: "''") + "'" }
        return "output.fields=[\(quoted.joined(separator: ", "))]"
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
