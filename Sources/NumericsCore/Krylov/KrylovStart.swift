/// What every iteration starts from.
struct KrylovStart {
    var solution: Tensor<Double>
    var residual: Tensor<Double>
    var norm: Double
    var threshold: Double

    /// A zero right-hand side has the zero solution, whatever the start: a relative tolerance could never be met otherwise.
    init(
        _ linearOperator: inout any LinearOperator, _ right: Tensor<Double>, _ start: Tensor<Double>?,
        _ limits: KrylovLimits
    ) {
        precondition(right.shape == [linearOperator.order], "right-hand side of shape \(right.shape)")
        let size = LinearAlgebra.norm(right)
        threshold = limits.threshold(size)
        residual = right
        solution = Tensor(shape: right.shape, repeating: 0)
        norm = size
        if let start, size > 0 {
            precondition(start.shape == right.shape, "start of shape \(start.shape)")
            solution = start
            linearOperator.apply(start, into: &residual)
            residual.subtract(from: right)
            norm = LinearAlgebra.norm(residual)
        }
    }

    var status: KrylovStatus { norm <= threshold ? .converged : norm.isFinite ? .running : .breakdown }
}
