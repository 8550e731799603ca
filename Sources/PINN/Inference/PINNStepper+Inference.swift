import NumericsCore
import Problems
import Solving

extension PINNStepper {
    /// Steps between looks at the parameters.
    private static let settlingInterval = 50
    /// Looks in a row without a move that end the training.
    private static let settlingLooks = 2
    /// What counts as no move, in standard deviations.
    private static let negligible = 0.05

    /// Relative fall of the loss between two looks that counts as none, where there are no parameters to look at.
    private static let negligibleFall = 1e-2

    /// Whether equations and observations are met as well as asked for, which observations without noise allow.
    var isFitted: Bool {
        estimate <= settings.tolerance && (2 * loss).squareRoot() <= settings.tolerance * dataSize
    }

    /// Whether nothing that the observations are to tell is moving any more: neither parameters nor, without any, the loss.
    func isSettled() -> Bool {
        guard stepCount % Self.settlingInterval == 0 else { return false }
        let free = inference.maps.isEmpty ? Tensor([loss]) : Tensor(inference.free(parameters))
        let last = inference.atLastLook
        inference.atLastLook = free
        guard let last, !settings.isGraded || isGraded else { return false }
        let hasMoved = inference.maps.isEmpty ? last[0] - free[0] > Self.negligibleFall * last[0] : haveParametersMoved(last, free)
        inference.settledLooks = hasMoved ? 0 : inference.settledLooks + 1
        return inference.settledLooks >= Self.settlingLooks
    }

    private func haveParametersMoved(_ last: Tensor<Double>, _ free: Tensor<Double>) -> Bool {
        let moves = inference.maps.enumerated().map { index, map -> (move: Double, size: Double) in
            (abs(map.value(free[index]) - map.value(last[index])), abs(map.value(free[index])))
        }
        // Cheap first: the covariance costs as much as some steps.
        if moves.allSatisfy({ $0.move <= settings.tolerance * $0.size }) { return false }
        guard moves.allSatisfy({ $0.move <= 0.1 * $0.size }), let covariance = covariance() else { return true }
        let deviations = inference.deviations(covariance, parameters)
        return !zip(moves, deviations).allSatisfy { $0.move <= max(Self.negligible * $1, settings.tolerance * $0.size) }
    }

    /// At the end: deviations, and whether there is anything they say nothing about.
    func judgeParameters(_ outcome: Outcome) -> Outcome {
        inference.judge(covariance(), parameters, dataWeight: settings.dataWeight)
        return outcome == .converged && !inference.unidentified.isEmpty ? .notConverged : outcome
    }

    private func covariance() -> ParameterCovariance? {
        let first = objective.blocks.count - problem.observations.count
        return ParameterCovariance(
            objective, at: parameters, observed: objective.rows(from: first), count: inference.observedCount, pool: pool)
    }
}
