/// No preconditioning.
public struct IdentityPreconditioner: Preconditioner {
    public init() {}

    public func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>) {
        LinearAlgebra.copy(residual, to: &result)
    }
}
