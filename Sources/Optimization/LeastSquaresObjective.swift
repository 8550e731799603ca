import NumericsCore

/// Half a sum of squares, L(θ) = ½ ‖r(θ)‖², with square roots of weights folded into r.
public protocol LeastSquaresObjective: Objective {
    /// Number of entries of r.
    var rowCount: Int { get }

    /// r at θ: [row].
    func residual(at parameters: Tensor<Double>, into residual: inout Tensor<Double>)

    /// r at θ, [row], and its Jacobian, [parameter][row]: the transpose of the usual arrangement, so that neighbouring rows
    /// of one parameter are stored together.
    func linearization(at parameters: Tensor<Double>, residual: inout Tensor<Double>, jacobian: SharedMatrix)

    /// d²/ds² r(θ + s v) at s = 0: [row].
    func secondDerivative(at parameters: Tensor<Double>, along direction: Tensor<Double>, into result: inout Tensor<Double>)
}
