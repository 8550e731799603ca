import COpenBLAS

extension QRFactorization {
    /// The x that minimises ‖A x − b‖ and the length of what is left, for `b` [m] or [m][right-hand side].
    public struct LeastSquaresSolution: Sendable {
        /// [n] or [n][right-hand side].
        public let values: Tensor<Double>
        /// ‖A x − b‖ of each right-hand side.
        public let residualNorms: [Double]
        /// Rank that was used.
        public let rank: Int
    }

    /// Solves the least-squares problem.
    ///
    /// Below full rank the columns beyond the numerical rank (`relativeTolerance` of the largest diagonal entry of R)
    /// get the coefficient 0: a basic solution, not the shortest one, which `SingularValueDecomposition` gives.
    /// Without column pivoting a rank below n throws `singular`; fewer rows than columns needs pivoting too.
    public func leastSquares(
        _ b: Tensor<Double>, relativeTolerance: Double? = nil
    ) throws(LinearAlgebraError) -> LeastSquaresSolution {
        guard b.shape.first == rows, b.shape.count <= 2 else {
            throw .dimensionMismatch(expected: [rows], found: b.shape)
        }
        let rank = rank(relativeTolerance: relativeTolerance)
        if rank < columns && !isPivoted { throw .singular(pivot: rank) }
        let count = b.shape.count == 1 ? 1 : b.shape[1]
        var rotated = LinearAlgebra.transpose(b.reshaped([rows, count]))
        applyOrthogonal(toColumns: &rotated, transposed: true)
        var norms = [Double](repeating: 0, count: count)
        let values = substituteBack(&rotated, rank: rank, norms: &norms)
        return LeastSquaresSolution(
            values: b.shape.count == 1 ? values.reshaped([columns]) : values, residualNorms: norms, rank: rank)
    }

    private func substituteBack(
        _ rotated: inout Tensor<Double>, rank: Int, norms: inout [Double]
    ) -> Tensor<Double> {
        let count = rotated.shape[0]
        var values = Tensor(shape: [columns, count], repeating: 0.0)
        factors.withUnsafeBufferPointer { matrix in
            rotated.withUnsafeMutableBufferPointer { buffer in
                for side in 0..<count {
                    let vector = buffer.baseAddress! + side * rows
                    cblas_dtrsv(
                        CblasColMajor, CblasUpper, CblasNoTrans, CblasNonUnit, Int32(rank), matrix.baseAddress,
                        Int32(max(rows, 1)), vector, 1)
                    for index in 0..<rank { values[columnOrder[index] * count + side] = vector[index] }
                    norms[side] = cblas_dnrm2(Int32(rows - rank), vector + rank, 1)
                }
            }
        }
        return values
    }
}
