/// A factorisation, usually of a nearby matrix, as a preconditioner.
public struct FactorizationPreconditioner: Preconditioner {
    private let solve: @Sendable (inout Tensor<Double>) -> Void

    public init(_ factorization: LUFactorization) { solve = { try! factorization.solve(&$0) } }
    public init(_ factorization: BandedLU) { solve = { try! factorization.solve(&$0) } }
    public init(_ factorization: CholeskyFactorization) { solve = { try! factorization.solve(&$0) } }
    public init(_ factorization: SparseFactorization) { solve = { try! factorization.solve(&$0) } }

    /// Precondition: vectors of the factorisation's order, the only thing a solve can refuse.
    public func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>) {
        LinearAlgebra.copy(residual, to: &result)
        solve(&result)
    }
}
