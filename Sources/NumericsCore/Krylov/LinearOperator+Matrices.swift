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
