import NumericsCore

/// Solves (Jᵀ J + λ D) d = Jᵀ b for several λ and b with the same Jacobian J and diagonal D.
///
/// A resource: memory is made once for a size.
protocol DampedSolver: AnyObject {
    /// Takes J, [parameter][row], and D, [parameter], positive. May overwrite J.
    func prepare(_ jacobian: any LeastSquaresMatrix, scaling: Tensor<Double>)

    /// Factors for a damping λ; false if rounding makes that impossible.
    func factorize(damping: Double) -> Bool

    /// d, [parameter], for `b`, [row].
    func solve(_ b: Tensor<Double>, into d: inout Tensor<Double>)
}

extension DampedSolver {
    /// The Jacobian of a solver that was made for dense ones.
    func dense(_ jacobian: any LeastSquaresMatrix) -> SharedMatrix {
        guard let dense = jacobian as? SharedMatrix else { preconditionFailure("a solver for dense Jacobians") }
        return dense
    }
}
