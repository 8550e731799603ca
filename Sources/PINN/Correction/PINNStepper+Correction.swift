import Fields
import NumericsCore
import Problems
import Solving
import TrialFunctions

extension PINNStepper {
    /// Rounds of a correction.
    private static let mostCorrections = 3
    /// What a round must leave of the held-out residual for another one to be tried.
    private static let gain = 0.5

    /// Whether the end of the training is followed by a correction.
    func isCorrectable(_ outcome: Outcome) -> Bool {
        guard corrected == nil, problem.observations.isEmpty, inference.maps.isEmpty, functionals == nil else { return false }
        switch settings.correction {
        case .none: return false
        case .features: return true
        case .auto: return outcome == .notConverged
        }
    }

    var correction: FeatureCorrection {
        FeatureCorrection(
            problem: problem, space: design.space, plan: training.plan, omitting: design.met, seed: context.seed, pool: pool)
    }

    /// One round: features for what is left of the residuals, kept if the residuals fall where nothing was fitted.
    func correct(after outcome: Outcome) throws -> StepStatus {
        let base = corrected ?? FeatureCorrection.Answer(features: [], space: design.space, parameters: own(answer))
        let round = correctionRounds
        correctionRounds += 1
        let before = min(estimate, best?.estimate ?? .infinity)
        let trial = try correction.corrected(base, draw: round)
        let after = try heldOutEstimate(trial)
        report = StepReport(
            step: stepCount, fraction: nil, time: nil, quantities: [(name: "held-out", value: min(after, before))], phase: "correction")
        guard after < before else { return try endCorrection(outcome) }
        corrected = trial
        estimate = after
        if round + 1 < Self.mostCorrections, after < Self.gain * before, after > settings.tolerance { return .running }
        return try endCorrection(outcome)
    }

    private func endCorrection(_ outcome: Outcome) throws -> StepStatus {
        guard let answer = corrected else {
            refitEstimates = try errorEstimates()
            self.outcome = outcome
            return .finished(outcome)
        }
        let last = answer.features.count - 1
        let base = FeatureCorrection.Answer(
            features: Array(answer.features.dropLast()), space: correction.space(with: Array(answer.features.dropLast())),
            parameters: without(last, answer))
        let other = try correction.corrected(base, draw: Self.mostCorrections)
        refitEstimates = try differences(evaluator(answer), evaluator(other), "difference to a correction by other features; no bound")
        let reached: Outcome = estimate <= settings.tolerance && isErrorSmall ? .converged : .notConverged
        self.outcome = reached
        return .finished(reached)
    }

    /// The parameters without those of one set of features.
    private func without(_ place: Int, _ answer: FeatureCorrection.Answer) -> Tensor<Double> {
        let first = design.space.function.parameterCount + answer.features[..<place].reduce(0) { $0 + $1.parameterCount }
        var elements = answer.parameters.elements
        elements.removeSubrange(first..<first + answer.features[place].parameterCount)
        return Tensor(elements)
    }

    /// Size of the residuals of a corrected fit at the points held out, relative to that without a network.
    func heldOutEstimate(_ answer: FeatureCorrection.Answer) throws -> Double {
        let objective = CollocationObjective(heldOut.blocks.map(\.block), space: answer.space, pool: pool)
        return (2 * objective.loss(at: answer.parameters)).squareRoot() / (dataSize > 0 && dataSize.isFinite ? dataSize : 1)
    }

    func evaluator(_ answer: FeatureCorrection.Answer) -> NetworkEvaluator {
        NetworkEvaluator(space: answer.space, problem: asked, parameters: answer.parameters, times: problem.outputTimes)
    }

    /// The evaluator of the corrected fit; nil without one.
    var correctedEvaluator: NetworkEvaluator? { corrected.map(evaluator) }

    var correctionNotes: [String] {
        guard correctionRounds > 0 else { return [] }
        guard let corrected else { return ["a linear correction by random features did not lower the held-out residual and was left out"] }
        let counts = corrected.features.map { "\($0.featureCount)" }.joined(separator: " + ")
        return ["corrected by \(counts) random features, a linear least-squares problem each; the held-out residual is \(NumberText.short(estimate))"]
    }

    func addCorrection(to checkpoint: inout Checkpoint) {
        checkpoint.strings["correction after"] = pendingOutcome?.rawValue
        checkpoint.integers["correction rounds"] = correctionRounds
        guard let corrected else { return }
        checkpoint.tensors["corrected parameters"] = corrected.parameters
        for (index, features) in corrected.features.enumerated() {
            checkpoint.tensors["correction.\(index).weights"] = features.weights
            checkpoint.tensors["correction.\(index).phases"] = features.phases
        }
    }

    func restoreCorrection(_ checkpoint: Checkpoint) throws {
        pendingOutcome = checkpoint.strings["correction after"].flatMap(Outcome.init)
        correctionRounds = checkpoint.integers["correction rounds"] ?? 0
        guard let parameters = checkpoint.tensors["corrected parameters"] else { return }
        var features: [RandomFeatures] = []
        while let weights = checkpoint.tensors["correction.\(features.count).weights"],
            let phases = checkpoint.tensors["correction.\(features.count).phases"]
        {
            features.append(RandomFeatures(
                .cos, frame: CoordinateFrame(problem.coordinates), weights: weights, phases: phases, outputCount: problem.componentCount))
        }
        let space = correction.space(with: features)
        guard space.parameterCount == parameters.count else { throw SolverError.checkpointMismatch("its correction is of another size") }
        corrected = FeatureCorrection.Answer(features: features, space: space, parameters: parameters)
    }
}
