/// A square real matrix known by its action on vectors.
///
/// `apply` may use workspaces of the operator, hence `mutating`; it must not depend on what `result` held before.
public protocol LinearOperator: Sendable {
    /// Number of rows and columns.
    var order: Int { get }
    /// result = A x for vectors [n].
    mutating func apply(_ x: Tensor<Double>, into result: inout Tensor<Double>)
}
