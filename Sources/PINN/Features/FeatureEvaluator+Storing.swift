import NumericsCore
import Problems
import Solving
import TrialFunctions

extension FeatureEvaluator: StorableEvaluator {
    /// For each window of time and each set of features in it the coefficients [component][feature], the weights [input][feature] and the
    /// phases [feature].
    var stored: StoredTrial? {
        let features = answer.pieces[0].features
        var stored = StoredTrial(
            tensors: [:],
            description: [
                "network": "random-features", "function": features.kind.rawValue, "windows": "\(answer.pieces.count)",
                "features": "\(features.featureCount)",
            ])
        for (index, piece) in answer.pieces.enumerated() {
            let coefficients = piece.features.coefficients(piece.parameters)
            for (number, set) in piece.features.sets.enumerated() {
                let name = Self.name(index, number, of: piece.features.sets.count)
                stored.tensors["\(name).coefficients"] = coefficients[number]
                stored.tensors["\(name).weights"] = set.weights
                stored.tensors["\(name).phases"] = set.phases
            }
            if piece.space.enrichment.count > 0 {
                stored.tensors["windows.\(index).\(StoredForms.coefficients)"] = Tensor(
                    shape: [problem.componentCount, piece.space.enrichment.count],
                    elements: piece.space.coefficients(piece.parameters).flatMap { $0 })
            }
        }
        if !features.axes.isEmpty {
            let hasCells = features.axes.contains(where: \.hasCells)
            stored.description[hasCells ? "cells" : "overlapping"] = features.axes.map { "\($0.count)" }.joined(separator: ", ")
        }
        stored.description.merge(StoredForms.description(answer.pieces[0].space)) { $1 }
        return stored
    }

    /// Start of the names of the tensors of a set of features.
    static func name(_ window: Int, _ set: Int, of count: Int) -> String { "windows.\(window)" + (count > 1 ? ".sets.\(set)" : "") }
}

extension FeatureSolver: TrialSolver {
    public static func evaluator(from stored: StoredTrial, for problem: Problem) throws -> any SolutionEvaluator {
        let kind = try stored.text("network"), function = try stored.text("function"), windows = try stored.text("windows")
        guard kind == "random-features" else { throw StoredTrialError.unknown(key: "network", value: kind) }
        guard let known = FeatureFunction(rawValue: function), [.cos, .tanh].contains(known) else {
            throw StoredTrialError.unknown(key: "function", value: function)
        }
        guard let count = Int(windows), (1...100_000).contains(count) else { throw StoredTrialError.unknown(key: "windows", value: windows) }
        var given: [String: Settings.Value] = ["function": .text(function), "conditions": .text(try stored.text("conditions"))]
        for (key, setting) in [("cells", "cells"), ("overlapping", "windows")] {
            guard let text = stored.description[key] else { continue }
            let counts = text.split(separator: ",").compactMap { Int($0.trimmingPrefix(" ")) }
            guard counts.count == problem.coordinates.count, counts.allSatisfy({ (1...1000).contains($0) }) else {
                throw StoredTrialError.unknown(key: key, value: text)
            }
            given[setting] = .integers(counts)
        }
        let read = FeatureSettings(Settings(given, schema: Self.schema), time: problem.timeIndex)
        let system = try FeatureSystem(problem, settings: read, seed: 0, pool: ThreadPool(threads: 1))
        let pieces = try (0..<count).map { try piece($0, stored, part: system.window($0, of: count)) }
        _ = try StoredForms(stored, for: pieces[0].space.problem)
        let choice = FeatureChoice(count: pieces[0].features.featureCount, bandwidths: [], windows: count)
        return FeatureEvaluator(
            answer: FeatureAnswer(choice: choice, pieces: pieces), problem: problem, times: problem.outputTimes)
    }

    private static func piece(_ index: Int, _ stored: StoredTrial, part: FeatureSystem) throws -> FeatureFit {
        var sets: [(phases: Tensor<Double>, weights: Tensor<Double>)] = [], coefficients: [Double] = []
        for number in 0..<part.setCount {
            let name = FeatureEvaluator.name(index, number, of: part.setCount)
            let count = stored.tensors["\(name).phases"]?.count ?? 0
            sets.append((
                try stored.tensor("\(name).phases", shape: [count]),
                try stored.tensor("\(name).weights", shape: [part.inputCount, count])))
            coefficients += try stored.tensor("\(name).coefficients", shape: [part.problem.componentCount, count]).elements
        }
        let features = part.features(sets)
        let space = part.space(features)
        if space.enrichment.count > 0 {
            let shape = [part.problem.componentCount, space.enrichment.count]
            coefficients += try stored.tensor("windows.\(index).\(StoredForms.coefficients)", shape: shape).elements
        }
        return FeatureFit(space: space, features: features, parameters: Tensor(coefficients))
    }
}
