import Discretization

/// How one run of the Fourier solver is carried out.
struct FourierRunOptions: Sendable, Hashable {
    /// Relative error allowed in one step.
    var tolerance: Double
    /// Points along each axis to start with.
    var counts: [Int]
    /// Points along each axis that must not be exceeded.
    var maximumCounts: [Int]
    /// Points along each axis up to which initial data that are not smooth may raise the resolution.
    var initialCounts: [Int]
    /// False keeps the starting resolution whatever the spectrum looks like.
    var refines: Bool
    var dealiases: Bool
    var fixedStep: Double?
    /// Added to the initial data, relative to their norm and in all modes alike.
    var perturbation = 0.0

    /// Part of a component's norm that the tail of its spectrum, the last sixth of the modes, may hold.
    ///
    /// A tenth of the tolerance: what is cut off early comes back amplified where small perturbations grow. Round-off in the
    /// high modes adds up like a random walk over the steps and must not be taken for a lack of resolution.
    func tailTolerance(afterSteps steps: Int) -> Double {
        max(0.1 * tolerance, 2e-14 * (1 + Double(steps).squareRoot()))
    }

    /// A run with larger steps and fewer points: the other half of the error estimate. Five eighths of the points is a
    /// number that no resolution of the first run shares, so that the two never have the same cut-off.
    func coarser() -> FourierRunOptions {
        var result = self
        result.tolerance = 10 * tolerance
        // Exact steps round alike in both runs; where modes grow, only data that differ show what round-off becomes.
        result.perturbation = Double.ulpOfOne
        result.counts = counts.map { Dealiasing.smoothEvenCount(atLeast: $0 * 5 / 8) }
        result.initialCounts = initialCounts.map { Dealiasing.smoothEvenCount(atLeast: $0 * 5 / 8) }
        result.fixedStep = fixedStep.map { $0 * 1.5 }
        return result
    }

    /// The next resolution along an axis, half or a third more: 32, 48, 64, 96 … keep fast transforms, also when padded by 3/2.
    static func refined(_ count: Int) -> Int {
        Dealiasing.smoothEvenCount(atLeast: count % 3 == 0 ? count / 3 * 4 : count * 3 / 2)
    }
}
