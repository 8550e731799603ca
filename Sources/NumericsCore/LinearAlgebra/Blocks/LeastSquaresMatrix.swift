/// The Jacobian of a least-squares problem as damped steps use it: `rowCount` parameters, `columnCount` residuals, like the
/// transposed storage [parameter][residual] of a dense one.
public protocol LeastSquaresMatrix: AnyObject, Sendable {
    /// Number of parameters.
    var rowCount: Int { get }
    /// Number of residuals.
    var columnCount: Int { get }
    /// y = Jᵀ x, [parameter].
    func multiply(_ x: Tensor<Double>, into y: inout Tensor<Double>, pool: ThreadPool)
    /// The same, with the sum of the squares of every parameter's derivatives.
    func multiply(_ x: Tensor<Double>, into y: inout Tensor<Double>, rowSquares: inout Tensor<Double>, pool: ThreadPool)
    /// y = J x, [residual].
    func multiplyTransposed(_ x: Tensor<Double>, into y: inout Tensor<Double>, pool: ThreadPool)
}

extension SharedMatrix: LeastSquaresMatrix {}
