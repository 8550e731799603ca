/// Where an iteration stands.
public enum KrylovStatus: Sendable, Equatable {
    case running
    /// The residual has met the tolerance.
    case converged
    /// The allowed number of steps is used up. Usual cause: no or a poor preconditioner.
    case iterationLimit
    /// The method cannot go on: the operator or preconditioner is not of the kind it needs (positive definite for
    /// conjugate gradients), or is singular.
    case breakdown
}
