/// Why an optimizer cannot go on.
public enum OptimizationError: Error, Sendable, Hashable {
    /// The loss, its gradient or the residual is not finite at the parameters given.
    case notFinite(iteration: Int)
    /// The method needs a sum of squares, and the objective is none.
    case needsLeastSquares(method: String)
    /// The method needs a second derivative, and the objective has none.
    case needsCurvature(method: String)
    /// The method needs a sum of squares whose residual is affine in some parameters, not more than there are rows.
    case needsSeparableLeastSquares(method: String)
    /// The checkpoint is not one of this method and size.
    case unfitCheckpoint(method: String)
}
