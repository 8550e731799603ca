/// A function as a preconditioner.
public struct FunctionPreconditioner: Preconditioner {
    private let body: @Sendable (Tensor<Double>, inout Tensor<Double>) -> Void

    /// `body` must write an approximation of A⁻¹ r into its second argument.
    public init(_ body: @escaping @Sendable (Tensor<Double>, inout Tensor<Double>) -> Void) {
        self.body = body
    }

    public func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>) {
        body(residual, &result)
    }
}
