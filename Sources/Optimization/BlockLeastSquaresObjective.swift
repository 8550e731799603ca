import NumericsCore

/// Least squares whose Jacobian may be zero outside of blocks.
public protocol BlockLeastSquaresObjective: LeastSquaresObjective {
    /// Where the Jacobian can differ from zero, whatever θ; nil where a dense one is as good.
    var jacobianPattern: BlockPattern? { get }

    /// r at θ, [row], and its Jacobian by strips. Precondition: a matrix of `jacobianPattern`.
    func linearization(at parameters: Tensor<Double>, residual: inout Tensor<Double>, strips: StripMatrix)
}
