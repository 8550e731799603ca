import NumericsCore
import Problems
import Solving
import TrialFunctions

/// A checkpoint holds choices and coefficients; features are drawn again, since they depend on the seed alone.
extension FeatureStepper {
    private static var kind: String { "random features" }

    func checkpoint() -> Checkpoint {
        var checkpoint = Checkpoint()
        checkpoint.strings["kind"] = Self.kind
        checkpoint.strings["stage"] = stage.rawValue
        checkpoint.strings["remarks"] = remarks.joined(separator: "\n")
        checkpoint.integers["step"] = stepCount
        checkpoint.integers["stalls"] = stalls
        checkpoint.integers["failures"] = failures
        checkpoint.tensors["history counts"] = Tensor(history.map { Double($0.count) })
        checkpoint.tensors["history residuals"] = Tensor(history.map(\.residual))
        store(choice, "choice", &checkpoint)
        if let measure { checkpoint.scalars["data"] = measure.data }
        for (block, factors) in (measure?.balance.factors ?? []).enumerated() { checkpoint.tensors["balance\(block)"] = Tensor(factors) }
        if let fit { store(FeatureAnswer(choice: choice, pieces: [fit]), "fit", &checkpoint) }
        if let answer { store(answer, "answer", &checkpoint) }
        if let other { store(other, "other", &checkpoint) }
        return checkpoint
    }

    func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["kind"] == Self.kind, let text = checkpoint.strings["stage"], let stage = Stage(rawValue: text),
            let choice = choice("choice", checkpoint)
        else { throw SolverError.checkpointMismatch("it is not one of random features") }
        self.stage = stage
        self.choice = choice
        stepCount = checkpoint.integers["step"] ?? 0
        stalls = checkpoint.integers["stalls"] ?? 0
        failures = checkpoint.integers["failures"] ?? 0
        remarks = (checkpoint.strings["remarks"] ?? "").split(separator: "\n").map(String.init)
        let counts = checkpoint.tensors["history counts"]?.elements ?? []
        history = zip(counts, checkpoint.tensors["history residuals"]?.elements ?? []).map { (count: Int($0), residual: $1) }
        let factors = (0...problem.conditions.count + system.faces.count).compactMap { checkpoint.tensors["balance\($0)"]?.elements }
        measure = checkpoint.scalars["data"].map { HeldOutMeasure(balance: RowBalance(factors: factors), data: $0) }
        fit = try answer("fit", checkpoint)?.pieces.first
        answer = try answer("answer", checkpoint)
        other = try answer("other", checkpoint)
        if let answer, let other { estimates = try differences(answer, other) }
    }

    private func store(_ choice: FeatureChoice, _ name: String, _ checkpoint: inout Checkpoint) {
        checkpoint.integers["\(name).count"] = choice.count
        checkpoint.integers["\(name).draw"] = choice.draw
        checkpoint.integers["\(name).windows"] = choice.windows
        checkpoint.tensors["\(name).bandwidths"] = Tensor(choice.bandwidths)
    }

    private func choice(_ name: String, _ checkpoint: Checkpoint) -> FeatureChoice? {
        guard let count = checkpoint.integers["\(name).count"], let draw = checkpoint.integers["\(name).draw"],
            let windows = checkpoint.integers["\(name).windows"], let bandwidths = checkpoint.tensors["\(name).bandwidths"]
        else { return nil }
        return FeatureChoice(count: count, bandwidths: bandwidths.elements, draw: draw, windows: windows)
    }

    private func store(_ answer: FeatureAnswer, _ name: String, _ checkpoint: inout Checkpoint) {
        store(answer.choice, name, &checkpoint)
        checkpoint.integers["\(name).pieces"] = answer.pieces.count
        for (index, piece) in answer.pieces.enumerated() {
            checkpoint.tensors["\(name).\(index)"] = piece.parameters
            // The choice may have changed since the fit was made.
            for (number, set) in piece.features.sets.enumerated() {
                checkpoint.tensors["\(name).\(index).weights.\(number)"] = set.weights
                checkpoint.tensors["\(name).\(index).phases.\(number)"] = set.phases
            }
            checkpoint.scalars["\(name).\(index).residual"] = piece.heldOut
        }
    }

    private func answer(_ name: String, _ checkpoint: Checkpoint) throws -> FeatureAnswer? {
        guard let choice = choice(name, checkpoint), let count = checkpoint.integers["\(name).pieces"] else { return nil }
        let pieces = try (0..<count).map { index -> FeatureFit in
            let part = try system.window(index, of: choice.windows)
            let sets = (0..<part.setCount).compactMap { number in
                checkpoint.tensors["\(name).\(index).phases.\(number)"].flatMap { phases in
                    checkpoint.tensors["\(name).\(index).weights.\(number)"].map { (phases: phases, weights: $0) }
                }
            }
            guard let parameters = checkpoint.tensors["\(name).\(index)"], sets.count == part.setCount,
                parameters.count == sets.reduce(0, { $0 + $1.phases.count }) * problem.componentCount + part.enrichment.parameterCount,
                sets.allSatisfy({ $0.weights.shape == [part.inputCount, $0.phases.count] })
            else { throw SolverError.checkpointMismatch("the number of features differs") }
            let features = part.features(sets)
            return FeatureFit(
                space: part.space(features), features: features, parameters: parameters,
                heldOut: checkpoint.scalars["\(name).\(index).residual"] ?? .infinity)
        }
        return FeatureAnswer(choice: choice, pieces: pieces)
    }
}
