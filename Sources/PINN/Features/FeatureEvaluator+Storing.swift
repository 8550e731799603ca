import NumericsCore
import Problems
import Solving
import TrialFunctions

extension FeatureEvaluator: StorableEvaluator {
    /// For each window of time the coefficients [component][feature], the weights [input][feature] and the phases [feature].
    var stored: StoredTrial? {
        let features = answer.pieces[0].features
        var stored = StoredTrial(
            tensors: [:],
            description: [
                "network": "random-features", "function": features.function.rawValue, "windows": "\(answer.pieces.count)",
                "features": "\(features.featureCount)",
            ])
        for (index, piece) in answer.pieces.enumerated() {
            let shape = [problem.componentCount, piece.features.featureCount]
            stored.tensors["windows.\(index).coefficients"] = piece.parameters.reshaped(shape)
            stored.tensors["windows.\(index).weights"] = piece.features.weights
            stored.tensors["windows.\(index).phases"] = piece.features.phases
        }
        stored.description.merge(StoredForms.description(answer.pieces[0].space)) { $1 }
        return stored
    }
}

extension FeatureSolver: TrialSolver {
    public static func evaluator(from stored: StoredTrial, for problem: Problem) throws -> any SolutionEvaluator {
        let kind = try stored.text("network"), function = try stored.text("function"), windows = try stored.text("windows")
        guard kind == "random-features" else { throw StoredTrialError.unknown(key: "network", value: kind) }
        guard let known = FeatureFunction(rawValue: function), [.cos, .tanh].contains(known) else {
            throw StoredTrialError.unknown(key: "function", value: function)
        }
        guard let count = Int(windows), (1...100_000).contains(count) else { throw StoredTrialError.unknown(key: "windows", value: windows) }
        let settings = Settings(
            ["function": .text(function), "conditions": .text(try stored.text("conditions"))], schema: Self.schema)
        let system = try FeatureSystem(problem, settings: FeatureSettings(settings), seed: 0, pool: ThreadPool(threads: 1))
        let pieces = try (0..<count).map { try piece($0, stored, part: system.window($0, of: count)) }
        _ = try StoredForms(stored, for: pieces[0].space.problem)
        let choice = FeatureChoice(count: pieces[0].features.featureCount, bandwidths: [], windows: count)
        return FeatureEvaluator(
            answer: FeatureAnswer(choice: choice, pieces: pieces), problem: problem, times: problem.outputTimes)
    }

    private static func piece(_ index: Int, _ stored: StoredTrial, part: FeatureSystem) throws -> FeatureFit {
        let name = "windows.\(index)"
        let phases = stored.tensors["\(name).phases"] ?? Tensor(shape: [0], repeating: 0)
        let rows = part.inputCount
        let features = part.features(
            phases: try stored.tensor("\(name).phases", shape: [phases.count]),
            weights: try stored.tensor("\(name).weights", shape: [rows, phases.count]))
        let shape = [part.problem.componentCount, phases.count]
        let parameters = try stored.tensor("\(name).coefficients", shape: shape).reshaped([shape[0] * shape[1]])
        return FeatureFit(space: part.space(features), features: features, parameters: parameters)
    }
}
