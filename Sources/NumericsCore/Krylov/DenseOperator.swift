/// A dense matrix [n][n] as an operator.
public struct DenseOperator: LinearOperator {
    public let matrix: Tensor<Double>
    public var order: Int { matrix.shape[0] }

    /// Precondition: a square matrix.
    public init(_ matrix: Tensor<Double>) {
        precondition(matrix.shape.count == 2 && matrix.shape[0] == matrix.shape[1], "shape \(matrix.shape)")
        self.matrix = matrix
    }

    public func apply(_ x: Tensor<Double>, into result: inout Tensor<Double>) {
        LinearAlgebra.multiply(matrix, x, into: &result)
    }
}
