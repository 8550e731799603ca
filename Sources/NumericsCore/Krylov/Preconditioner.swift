/// An approximate inverse of a matrix, known by its action on residuals.
///
/// Conjugate gradients and MINRES need it symmetric positive definite and the same at every call; the flexible forms
/// of conjugate gradients and GMRES let it change from call to call and be non-linear (a multigrid cycle, a learned operator).
public protocol Preconditioner: Sendable {
    /// result ≈ A⁻¹ r for vectors [n].
    mutating func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>)
}
