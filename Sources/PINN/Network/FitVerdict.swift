import Problems

/// Why the fit of a network ended before it was as close as asked for.
package enum FitVerdict: Equatable, Sendable {
    /// The equations hold at the points and anything may happen between them.
    case moreUnknownsThanResiduals(unknowns: Int, residuals: Int)
    /// Residuals between the points exceed those at them by this factor.
    case overfitted(factor: Double)
    /// The residuals are about those of no network at all, and no step makes them smaller.
    case stuck(residual: Double)
    /// The residuals at the points themselves, relative to the data, cannot be made smaller.
    case tooSmall(residual: Double, unknowns: Int)
    /// The residuals at the points, relative to the data, were still getting smaller.
    case tooFewSteps(steps: Int, residual: Double)
    /// The residuals at the points are below the tolerance, those between them are not.
    case coarsePoints(trained: Double, heldOut: Double)
    /// The residuals are below the tolerance, the error that they make is not.
    case amplified(residual: Double, error: Double)

    /// - Parameters:
    ///   - trained: size of the residuals at the points, relative to the data.
    ///   - heldOut: the same at other points.
    ///   - error: the error estimated from them; nil if it was not.
    ///   - isExhausted: whether the optimizer found no smaller residuals.
    package init(
        unknowns: Int, residuals: Int, trained: Double, heldOut: Double, error: Double? = nil, tolerance: Double, isExhausted: Bool, steps: Int
    ) {
        if unknowns > residuals {
            self = .moreUnknownsThanResiduals(unknowns: unknowns, residuals: residuals)
        } else if heldOut <= tolerance, let error, error > tolerance {
            self = .amplified(residual: heldOut, error: error)
        } else if heldOut > Self.overfit * trained {
            self = .overfitted(factor: heldOut / trained)
        } else if trained <= tolerance {
            self = .coarsePoints(trained: trained, heldOut: heldOut)
        } else if isExhausted {
            self = trained > Self.untouched ? .stuck(residual: trained) : .tooSmall(residual: trained, unknowns: unknowns)
        } else {
            self = .tooFewSteps(steps: steps, residual: trained)
        }
    }

    /// Residuals between points are larger than at them by small factors in every fit.
    static let overfit = 10.0
    /// Even a few neurons leave less of the data, unless the training never got away from its start.
    static let untouched = 0.5

    /// What to tell the user: the cause, and the settings that change it.
    package var text: String {
        switch self {
        case .moreUnknownsThanResiduals(let unknowns, let residuals):
            "\(unknowns) unknowns but only \(residuals) residuals: nothing holds the network between the points; raise 'points' or make 'hidden' smaller"
        case .overfitted(let factor):
            "over-fitted: residuals between the points are \(NumberText.short(factor)) times those at them; raise 'points' or make 'hidden' smaller"
        case .stuck(let residual):
            "the training is stuck: the residuals are \(NumberText.short(residual)) of the data, about those of no network; "
                + "try another seed, 'start: coarse', or less nonlinear data first"
        case .tooSmall(let residual, let unknowns):
            "the network is too small for the problem: with \(unknowns) unknowns the residuals stay at \(NumberText.short(residual)) of the data; make 'hidden' larger"
        case .tooFewSteps(let steps, let residual):
            "\(steps) steps were too few: the residuals are at \(NumberText.short(residual)) of the data; raise 'iterations'"
        case .coarsePoints(let trained, let heldOut):
            "the residuals at the points are small enough, \(NumberText.short(trained)) of the data, those between them are not, "
                + "\(NumberText.short(heldOut)); raise 'points' or 'iterations'"
        case .amplified(let residual, let error):
            "the residuals are small enough, \(NumberText.short(residual)) of the data, but the equations make an error of about "
                + "\(NumberText.short(error)) of them; raise 'iterations' or make 'hidden' larger"
        }
    }
}
