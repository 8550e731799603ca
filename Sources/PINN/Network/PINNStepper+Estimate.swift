import Fields
import NumericsCore
import Optimization
import Problems
import Solving

extension PINNStepper {
    /// Steps of the fit to other points.
    private static let refitSteps = 2

    /// Features at most, over all components, with which the error is looked for.
    private static let mostFeatures = 800
    /// Dimensions up to which some hundred features explain what is left of a fit.
    private static let mostCoordinates = 4
    /// How far a goal is lowered at once.
    private static let farthest = 0.03

    /// Whether residuals between the points and the error that they make are below the tolerance. Where the residuals are and the error is not,
    /// the training goes on to smaller ones: the equation turns them into larger errors, as in unstable directions.
    func isAccurate() throws -> Bool {
        guard estimate <= goal else { return false }
        refitEstimates = try errorEstimates()
        if isErrorSmall { return true }
        let factor = settings.tolerance / (largestError ?? settings.tolerance)
        goal = estimate * min(max(0.7 * factor, Self.farthest), 0.7)
        return false
    }

    /// Whether no error that was estimated exceeds the tolerance.
    var isErrorSmall: Bool { (largestError ?? 0) <= settings.tolerance }

    /// Errors by unknown: the larger of two corrections of the answer, one by the same network fitted to other points, one by the equations
    /// linearised at the answer, solved for the error in random features.
    ///
    /// The second one goes through the inverse of the equations, so that directions in which they amplify are amplified. What features leave of the
    /// residual is rough, and makes little of the error where the equations smooth. None is a bound. Empty for inverse problems.
    func errorEstimates() throws -> [String: ErrorEstimate] {
        guard problem.observations.isEmpty else { return [:] }
        var estimates = try differencesToRefit()
        guard functionals == nil, problem.coordinates.count <= Self.mostCoordinates, dataSize > 0 else { return estimates }
        let base = FeatureCorrection.Answer(features: [], space: design.space, parameters: own(answer))
        var correction = correction
        correction.most = Self.mostFeatures / problem.componentCount
        let other = try correction.corrected(base, draw: Self.drawOfEstimate)
        let before = min(estimate, best?.estimate ?? .infinity)
        let explained = 1 - (try heldOutEstimate(other)) / before
        // Features that make other residuals larger fit the points and not the error.
        guard explained >= 0 else { return estimates }
        let basis = "equations linearised and solved for the error by random features, which explain \(Int((100 * explained).rounded())) % of the residual; no bound"
        for (name, found) in try differences(evaluator(base), evaluator(other), basis) where found.relativeL2 > estimates[name]?.relativeL2 ?? 0 {
            estimates[name] = found
        }
        return estimates
    }

    /// Tells the features of the estimate from those of corrections.
    private static let drawOfEstimate = 100

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
