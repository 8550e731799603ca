/// A square real matrix known by its action on vectors.
///
/// `apply` may use workspaces of the operator, hence `mutating`; it must not depend on what `result` held before.
public protocol LinearOperator: Sendable {
    /// Number of rows and columns.
    var order: Int { get }
    /// result = A x for vectors [n].
    mutating func apply(_ x: Tensor<Double>, into result: inout Tensor<Double>)
}

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

extension SparseMatrix: LinearOperator {
    /// Number of rows. Precondition for use as an operator: as many columns.
    public var order: Int { rowCount }

    public func apply(_ x: Tensor<Double>, into result: inout Tensor<Double>) {
        multiply(x, into: &result)
    }
}

extension BandedMatrix: LinearOperator {
    public func apply(_ x: Tensor<Double>, into result: inout Tensor<Double>) {
        multiply(x, into: &result)
    }
}
