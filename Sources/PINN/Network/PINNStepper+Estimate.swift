import Fields
import NumericsCore
import Optimization
import Problems
import Solving

extension PINNStepper {
    /// Steps of the fit to other points.
    private static let refitSteps = 2

    /// How far the answer moves when the network is fitted to the points that it was not trained on, from where it is.
    ///
    /// Both fits have the same network, and each leaves the residual that the network cannot represent; their difference is
    /// what is left of it through the inverse of the equation. What the network misses on both sets of points alike does not
    /// show: no bound. Empty for optimizers that need many more steps than these few, and for inverse problems.
    func differencesToRefit() throws -> [String: ErrorEstimate] {
        // The points held out know nothing of observations, without which parameters would go astray.
        guard problem.observations.isEmpty, let fitted = optimizer as? LevenbergMarquardt else { return [:] }
        var refit: any Optimizer = fitted
        refit.objectiveChanged()
        let found = answer
        var moved = found
        for _ in 0..<Self.refitSteps {
            guard let step = try? refit.step(heldOut, parameters: &moved), step.status == .progress else { break }
        }
        return try differences(
            evaluator(found), evaluator(moved), "difference to the same network fitted to points it was not trained on; no bound")
    }

    /// Errors by unknown, from the difference of two fits.
    func differences(_ found: NetworkEvaluator, _ other: NetworkEvaluator, _ basis: String) throws -> [String: ErrorEstimate] {
        let grid = asked.outputGrid()
        let (first, second) = (snapshots(found, on: grid), snapshots(other, on: grid))
        var estimates: [String: ErrorEstimate] = [:]
        for unknown in problem.unknowns {
            let error = try FieldError(of: unknown.name, in: first, against: second)
            guard error.relativeL2.isFinite else { continue }
            estimates[unknown.name] = ErrorEstimate(relativeL2: error.relativeL2, maximum: error.maximum, basis: basis)
        }
        return estimates
    }

    /// The estimate from a fit to other points has been as small as a third of the error where solutions are smooth.
    private static let refitSafety = 3.0

    /// Whether the answer of a finished training is as close as asked for by its own estimate, though residuals are not: derivatives of the
    /// order of the equation may stay wrong in a corner, where the solution itself is not.
    var isAnswerSettled: Bool {
        refitEstimates.count == problem.unknowns.count
            && refitEstimates.values.allSatisfy { Self.refitSafety * $0.relativeL2 <= settings.tolerance }
    }

    /// The largest of the errors estimated; nil if there are none.
    var largestError: Double? { refitEstimates.values.map(\.relativeL2).max() }

    func snapshots(_ evaluator: NetworkEvaluator, on grid: Grid) -> [Snapshot] {
        asked.snapshots(on: grid) { jets, places, _ in evaluator.values(of: jets, atPlaces: places) }
    }
}
