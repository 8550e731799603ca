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

    /// Part of a component's norm that its spectrum's tail may hold. The tail covers the last sixth of the modes, whose
    /// sum is 5 to 50 times what lies beyond the end of a spectrum that falls exponentially.
    var tailTolerance: Double { max(10 * tolerance, 1e-13) }

    /// A run with larger steps and two thirds of the points: the other half of the error estimate.
    func coarser() -> FourierRunOptions {
        var result = self
        result.tolerance = 10 * tolerance
        result.counts = counts.map { Dealiasing.smoothEvenCount(atLeast: Int((Double($0) * 2 / 3).rounded(.up))) }
        result.initialCounts = initialCounts.map { Dealiasing.smoothEvenCount(atLeast: $0 * 2 / 3) }
        result.fixedStep = fixedStep.map { $0 * 1.5 }
        return result
    }

    /// The next resolution along an axis: half as many points again, so that little is wasted and few rebuilds are needed.
    static func refined(_ count: Int) -> Int {
        Dealiasing.smoothEvenCount(atLeast: count * 3 / 2)
    }
}
