import COpenBLAS

extension LinearLeastSquares {
    /// The coefficients for one right-hand side and what is left.
    public struct Solution: Sendable {
        /// c, [column].
        public var coefficients: Tensor<Double>
        /// ‖A c − b‖
        public var residualNorm: Double
        /// The length of C c − d over constraints that depend on others; large if they contradict each other.
        public var constraintResidual: Double
    }

    /// Solves for `b`, [row], and `constraintValues` d, [constraint], zero if left out.
    ///
    /// - Throws: `dimensionMismatch` if a shape is wrong or nothing was factored.
    public func solve(
        _ b: Tensor<Double>, constraintValues d: Tensor<Double>? = nil
    ) throws(LinearAlgebraError) -> Solution {
        try solve([b], constraintValues: d.map { [$0] })[0]
    }

    /// Solves for several right-hand sides at once, which reads the factors once.
    public func solve(
        _ sides: [Tensor<Double>], constraintValues: [Tensor<Double>]? = nil
    ) throws(LinearAlgebraError) -> [Solution] {
        guard let matrix else { throw .dimensionMismatch(expected: [columnCount, rowCount], found: []) }
        try check(sides, constraintValues)
        var results = sides.map { _ in
            Solution(coefficients: Tensor(shape: [columnCount], repeating: 0), residualNorm: 0, constraintResidual: 0)
        }
        let work = Tensor<Double>.Storage(count: sides.count * rowCount)
        for (index, side) in sides.enumerated() {
            let target = work.base + index * rowCount
            side.withUnsafeBufferPointer { _ = UnsafeMutableBufferPointer(start: target, count: rowCount).update(from: $0) }
            if let constraints, let values = constraintValues?[index] {
                results[index].constraintResidual = constraints.fix(values, into: &results[index].coefficients)
                subtractFixed(matrix, constraints.rank, results[index].coefficients, target)
            }
        }
        factorization?.applyTransposed(work.base, count: sides.count)
        for index in sides.indices { finish(work.base + index * rowCount, &results[index]) }
        return results
    }

    /// Overwrites each row of `vectors`, [vector][row of A], with its part orthogonal to the columns of A, in a rotated basis
    /// that is the same until the next factorisation: lengths and inner products are those of the parts.
    ///
    /// Precondition: factored without constraints, and rows as long as A has.
    public func removeRange(from vectors: SharedMatrix) {
        precondition(vectors.columnCount == rowCount, "vectors do not fit")
        removeRange(vectors.storage.base, vectors.rowCount)
    }

    /// The same for one vector, [row of A].
    public func removeRange(from vector: inout Tensor<Double>) {
        precondition(vector.count == rowCount, "vector does not fit")
        vector.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { removeRange(base, 1) }
        }
    }

    private func removeRange(_ vectors: UnsafeMutablePointer<Double>, _ count: Int) {
        precondition(constraints == nil, "the range under constraints is not a subspace of coefficients alone")
        guard let factorization else { return }
        factorization.applyTransposed(vectors, count: count)
        for index in 0..<count { (vectors + index * rowCount).update(repeating: 0, count: columnCount) }
    }

    private func check(_ sides: [Tensor<Double>], _ values: [Tensor<Double>]?) throws(LinearAlgebraError) {
        for side in sides where side.shape != [rowCount] {
            throw .dimensionMismatch(expected: [rowCount], found: side.shape)
        }
        guard let values else { return }
        guard values.count == sides.count else { throw .dimensionMismatch(expected: [sides.count], found: [values.count]) }
        for value in values where value.count != (constraints?.count ?? 0) {
            throw .dimensionMismatch(expected: [constraints?.count ?? 0], found: value.shape)
        }
    }

    // target -= (A Q)[fixed columns] y
    private func subtractFixed(
        _ matrix: SharedMatrix, _ fixed: Int, _ y: Tensor<Double>, _ target: UnsafeMutablePointer<Double>
    ) {
        guard fixed > 0, rowCount > 0 else { return }
        y.withUnsafeBufferPointer {
            cblas_dgemv(
                CblasColMajor, CblasNoTrans, Int32(rowCount), Int32(fixed), -1, matrix.storage.base, Int32(rowCount),
                $0.baseAddress, 1, 1, target, 1)
        }
    }

    // From Qᵀ b to the coefficients.
    private func finish(_ rotated: UnsafeMutablePointer<Double>, _ solution: inout Solution) {
        let free = isNegligible.count
        let fixed = columnCount - free
        var squares = 0.0
        if let factorization, free > 0 {
            squares = substitute(factorization, rotated)
            for index in 0..<free { solution.coefficients[fixed + index] = rotated[index] }
        }
        let rest = cblas_dnrm2(Int32(rowCount - free), rotated + free, 1)
        solution.residualNorm = Double.hypot(rest, squares.squareRoot())
        constraints?.rotateBack(&solution.coefficients)
        for column in 0..<columnCount { solution.coefficients[column] *= scales[column] }
    }

    // Back substitution in place, column by column; the squares of what negligible diagonal entries leave.
    private func substitute(_ factorization: TallSkinnyQR, _ vector: UnsafeMutablePointer<Double>) -> Double {
        let order = isNegligible.count
        let triangle = factorization.triangle.base
        var squares = 0.0
        for column in stride(from: order - 1, through: 0, by: -1) {
            if isNegligible[column] {
                squares += vector[column] * vector[column]
                vector[column] = 0
                continue
            }
            vector[column] /= triangle[column * (order + 1)]
            cblas_daxpy(Int32(column), -vector[column], triangle + column * order, 1, vector, 1)
        }
        return squares
    }
}

extension TallSkinnyQR {
    /// Estimate of 1 / (‖R‖ ‖R⁻¹‖) in the 1-norm.
    var reciprocalCondition: Double {
        var work = [Double](repeating: 0, count: 3 * columnCount)
        var integers = [Int32](repeating: 0, count: columnCount)
        return lapack_dtrcon(Int32(columnCount), triangle.base, Int32(columnCount), &work, &integers)
    }
}
