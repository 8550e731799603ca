/// A function as an operator.
public struct FunctionOperator: LinearOperator {
    public let order: Int
    private let body: @Sendable (Tensor<Double>, inout Tensor<Double>) -> Void

    /// `body` must write A x, a linear function of its first argument, into the second.
    public init(order: Int, _ body: @escaping @Sendable (Tensor<Double>, inout Tensor<Double>) -> Void) {
        self.order = order
        self.body = body
    }

    public func apply(_ x: Tensor<Double>, into result: inout Tensor<Double>) {
        body(x, &result)
    }
}
