import COpenBLAS

/// P A = L U with partial pivoting of a real square matrix (LAPACK dgetrf).
///
/// The storage is made once: `factorize` refills it and `solve` works in place, neither allocates.
/// LAPACK is column-major, so it sees and factors Aᵀ; the solves undo this by solving the transposed system.
public struct LUFactorization: Sendable {
    /// Number of rows and columns.
    public let order: Int
    private var factors: Tensor<Double>
    private var pivots: Tensor<Int32>
    private var oneNorm = 0.0

    /// Makes the storage for matrices of this order; `factorize` must follow before a solve.
    public init(order: Int) {
        self.order = order
        factors = Tensor(shape: [order, order], repeating: 0)
        pivots = Tensor(shape: [order], repeating: 0)
    }

    /// Factors the matrix [n][n].
    public init(_ a: Tensor<Double>) throws(LinearAlgebraError) {
        self.init(order: a.shape.first ?? 0)
        try factorize(a)
    }

    /// Factors another matrix [n][n] of the same order in the same storage.
    ///
    /// Throws `singular` at an exact zero pivot; nearly singular matrices show in `reciprocalCondition`.
    public mutating func factorize(_ a: Tensor<Double>) throws(LinearAlgebraError) {
        guard a.shape == [order, order] else {
            throw .dimensionMismatch(expected: [order, order], found: a.shape)
        }
        LinearAlgebra.copy(a, to: &factors)
        let size = Int32(order)
        var info: Int32 = 0
        var largest = 0.0
        factors.withUnsafeMutableBufferPointer { matrix in
            pivots.withUnsafeMutableBufferPointer { swaps in
                // Row sums of A are column sums of what LAPACK sees.
                for row in 0..<order {
                    largest = max(largest, cblas_dasum(size, matrix.baseAddress! + row * order, 1))
                }
                info = lapack_dgetrf(size, size, matrix.baseAddress, max(size, 1), swaps.baseAddress)
            }
        }
        oneNorm = largest
        if info > 0 { throw .singular(pivot: Int(info) - 1) }
    }

    /// Overwrites `b`, [n] or [n][right-hand side], with the solution of A x = b, or of Aᵀ x = b if `transposed`.
    public func solve(_ b: inout Tensor<Double>, transposed: Bool = false) throws(LinearAlgebraError) {
        guard b.shape.first == order, b.shape.count <= 2 else {
            throw .dimensionMismatch(expected: [order], found: b.shape)
        }
        let width = b.shape.count == 1 ? 1 : b.shape[1]
        factors.withUnsafeBufferPointer { matrix in
            pivots.withUnsafeBufferPointer { swaps in
                b.withUnsafeMutableBufferPointer { right in
                    if width == 1 {
                        solveVector(matrix, swaps, right, transposed)
                    } else {
                        solveMatrix(matrix, swaps, right, width, transposed)
                    }
                }
            }
        }
    }

    /// Estimate of 1 / (‖A‖ ‖A⁻¹‖) in the maximum norm: near 1 is well conditioned, near 1e-16 is singular in doubles.
    public var reciprocalCondition: Double {
        var result = 0.0
        var work = [Double](repeating: 0, count: max(4 * order, 1))
        var integers = [Int32](repeating: 0, count: max(order, 1))
        factors.withUnsafeBufferPointer { matrix in
            _ = lapack_dgecon(
                LapackOption.oneNorm, Int32(order), matrix.baseAddress, Int32(max(order, 1)), oneNorm, &result, &work, &integers)
        }
        return result
    }

    /// The determinant; overflows for large orders.
    public var determinant: Double {
        (0..<order).reduce(1.0) { product, index in
            product * factors[index, index] * (pivots[index] == Int32(index + 1) ? 1 : -1)
        }
    }

    private func solveVector(
        _ matrix: UnsafeBufferPointer<Double>, _ swaps: UnsafeBufferPointer<Int32>,
        _ right: UnsafeMutableBufferPointer<Double>, _ transposed: Bool
    ) {
        let size = Int32(order)
        // The transpose of the factored Aᵀ is A itself.
        _ = lapack_dgetrs(
            transposed ? LapackOption.notTransposed : LapackOption.transposed, size, 1, matrix.baseAddress,
            max(size, 1), swaps.baseAddress, right.baseAddress, max(size, 1))
    }

    // In row-major reading A = Uᵀ Lᵀ Pᵀ with a non-unit lower and a unit upper triangle, so rows of right-hand sides
    // can be solved where they lie.
    private func solveMatrix(
        _ matrix: UnsafeBufferPointer<Double>, _ swaps: UnsafeBufferPointer<Int32>,
        _ right: UnsafeMutableBufferPointer<Double>, _ width: Int, _ transposed: Bool
    ) {
        if transposed { exchangeRows(right, swaps, width, reversed: false) }
        let first: (CBLAS_UPLO, CBLAS_DIAG) = transposed ? (CblasUpper, CblasUnit) : (CblasLower, CblasNonUnit)
        let second: (CBLAS_UPLO, CBLAS_DIAG) = transposed ? (CblasLower, CblasNonUnit) : (CblasUpper, CblasUnit)
        for (triangle, diagonal) in [first, second] {
            cblas_dtrsm(
                CblasRowMajor, CblasLeft, triangle, transposed ? CblasTrans : CblasNoTrans, diagonal, Int32(order),
                Int32(width), 1, matrix.baseAddress, Int32(order), right.baseAddress, Int32(width))
        }
        if !transposed { exchangeRows(right, swaps, width, reversed: true) }
    }

    private func exchangeRows(
        _ right: UnsafeMutableBufferPointer<Double>, _ swaps: UnsafeBufferPointer<Int32>, _ width: Int, reversed: Bool
    ) {
        for step in 0..<order {
            let row = reversed ? order - 1 - step : step
            let other = Int(swaps[row]) - 1
            guard other != row else { continue }
            cblas_dswap(
                Int32(width), right.baseAddress! + row * width, 1, right.baseAddress! + other * width, 1)
        }
    }
}
