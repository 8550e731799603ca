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
        // Parameters stand still as well where the training is stuck.
        return inference.settledLooks >= Self.settlingLooks && doesEquationHold
    }

    private func haveParametersMoved(_ last: Tensor<Double>, _ free: Tensor<Double>) -> Bool {
        let moves = inference.maps.enumerated().map { index, map -> (move: Double, size: Double) in
            (abs(map.value(free[index]) - map.value(last[index])), abs(map.value(free[index])))
        }
        // Cheap first: the covariance costs as much as some steps.
        if moves.allSatisfy({ $0.move <= settings.tolerance * $0.size }) { return false }
        guard moves.allSatisfy({ $0.move <= 0.1 * $0.size }), let covariance = try? covariance() else { return true }
        let deviations = inference.deviations(covariance, parameters)
        return !zip(moves, deviations).allSatisfy { $0.move <= max(Self.negligible * $1, settings.tolerance * $0.size) }
    }

    /// At the end: deviations, and whether there is anything they say nothing about.
    func judgeParameters(_ outcome: Outcome) -> Outcome {
        do {
            inference.judge(try covariance(), parameters, dataWeight: dataWeight)
        } catch {
            inference.judge(error, parameters)
        }
        return outcome == .converged && (!inference.isIdentified || !doesEquationHold) ? .notConverged : outcome
    }

    /// What is said of a fit whose equations do not hold well enough; nil of others.
    var equationNote: String? {
        guard outcome == .notConverged, !problem.observations.isEmpty, inference.pinned.isEmpty, !doesEquationHold else { return nil }
        return "the equations hold less well than the observations are known: their residual between the points is \(NumberText.short(estimate)) "
            + "of the data, the misfit \(NumberText.short(relativeMisfit)) of the values; what is found is not to be trusted: "
            + "raise 'iterations' or 'points', or make 'hidden' larger"
    }

    /// What misfits are multiplied with, in units of the observations.
    private var dataWeight: Double { settings.dataWeight / design.scales.observations }

    /// Whether the residual of the equations between the points is below the misfit to the observations, both relative. A fit whose equation
    /// holds less well than that has found other parameters than those of the equation.
    var doesEquationHold: Bool {
        estimate <= max(settings.tolerance, Self.leastMisfit, relativeMisfit)
    }

    /// Equations that hold to this part of the data are not to blame where observations fit better still.
    private static let leastMisfit = 1e-3

    /// The misfit to the observations, relative to the values observed, in units of their noise.
    var relativeMisfit: Double {
        let usual = CollocationPlan.usualDeviation(problem)
        let values = problem.observations.reduce(0.0) { sum, set in
            let factor = usual / (set.deviation ?? usual)
            return set.values.elements.reduce(sum) { $0 + factor * factor * $1 * $1 }
        }
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        objective.residual(at: parameters, into: &residual)
        let misfit = observedRows.reduce(0.0) { $0 + residual[$1] * residual[$1] }
        guard values > 0 else { return 0 }
        return (misfit * Double(inference.observedCount) / values).squareRoot() / dataWeight
    }

    private var observedRows: Range<Int> { objective.rows(from: objective.blocks.count - problem.observations.count) }

    /// - Throws: `ParameterCovariance.Failure`.
    private func covariance() throws(ParameterCovariance.Failure) -> ParameterCovariance {
        try ParameterCovariance(
            objective, at: parameters, observed: observedRows, count: inference.observedCount, pool: pool)
    }
}
