import NumericsCore

/// Solves systems with one stencil matrix.
public struct StencilLinearSolver: Sendable {
    /// What a solve took.
    public struct Report: Sendable {
        /// Krylov steps, each with one multigrid cycle; 0 for a direct solve.
        public var cycles: Int
        /// Norm of the residual that is left.
        public var residual: Double
    }

    private let matrix: StencilMatrix
    private let factors: SparseFactorization

    /// - Throws: `DiscretizationError.singular`.
    public init(_ matrix: StencilMatrix) throws(DiscretizationError) {
        self.matrix = matrix
        do {
            factors = try SparseFactorization(matrix.sparse)
        } catch {
            throw .singular(what: "the difference matrix: the conditions leave something free")
        }
    }

    /// Overwrites `vector` [node], the right side, with the solution.
    /// - Parameter tolerance: norm of the residual at which an iteration may end.
    /// - Throws: `DiscretizationError.singular`.
    public mutating func solve(_ vector: inout Tensor<Double>, tolerance: Double) throws(DiscretizationError) -> Report {
        let right = vector
        do {
            try factors.solve(&vector)
        } catch {
            throw .singular(what: "the difference matrix")
        }
        var residual = right
        matrix.residual(vector, right: right, into: &residual)
        return Report(cycles: 0, residual: LinearAlgebra.norm(residual))
    }
}
