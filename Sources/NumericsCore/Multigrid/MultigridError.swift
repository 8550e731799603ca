/// Why a multigrid solve has no answer.
public enum MultigridError: Error, Sendable, Equatable {
    /// The problem determines u up to a constant and has a solution only if the mean of the right side, flux data
    /// included, is zero; `mean` was found where root-mean-square values are `scale`.
    case incompatible(mean: Double, scale: Double)
}
