/// An approximate inverse of a matrix, known by its action on residuals.
///
/// Conjugate gradients and MINRES need it symmetric positive definite and the same at every call; their flexible
/// forms and flexible GMRES allow it to change from call to call and to be non-linear (a multigrid cycle, a learned operator).
public protocol Preconditioner: Sendable {
    /// result ≈ A⁻¹ r for vectors [n].
    mutating func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>)
}

/// No preconditioning.
public struct IdentityPreconditioner: Preconditioner {
    public init() {}

    public func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>) {
        LinearAlgebra.copy(residual, to: &result)
    }
}

/// Division by the diagonal (Jacobi).
public struct DiagonalPreconditioner: Preconditioner {
    private let inverses: [Double]

    /// Precondition: no zero on the diagonal.
    public init(diagonal: [Double]) {
        precondition(diagonal.allSatisfy { $0 != 0 }, "a zero on the diagonal")
        inverses = diagonal.map { 1 / $0 }
    }

    public func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>) {
        precondition(residual.count == inverses.count && result.count == inverses.count)
        residual.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                for index in inverses.indices { target[index] = inverses[index] * source[index] }
            }
        }
    }
}

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
