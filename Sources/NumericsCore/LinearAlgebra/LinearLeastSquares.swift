import COpenBLAS

/// min ‖A c − b‖, if wanted under linear constraints C c = d, for one right-hand side after another with the same A and C.
///
/// The columns of [A; C] are scaled to unit length. C is met by moving in its null space (Björck 1996, section 5.1.3), from a
/// column-pivoted QR of Cᵀ; what remains is a Householder QR without pivoting. A coefficient whose diagonal entry of R is
/// lost in rounding is set to 0, so a numerically rank-deficient A, such as that of random features, gives a small residual.
///
/// A resource. OpenBLAS should be set to one thread (`LinearAlgebra.setThreads`): the work is shared out over `pool`.
public final class LinearLeastSquares {
    /// Number of rows of A.
    public let rowCount: Int
    /// Number of coefficients c.
    public let columnCount: Int
    /// A diagonal entry of R so much smaller than the largest counts as zero.
    public let relativeTolerance: Double
    /// Number of coefficients that are determined: by independent constraints and by columns of A.
    public internal(set) var rank = 0
    /// Estimate of ‖R‖ ‖R⁻¹‖ in the 1-norm, of the scaled columns within the null space; infinite if singular.
    public internal(set) var conditionEstimate = Double.infinity

    let pool: ThreadPool
    // Factors to unit length, [column].
    var scales: Tensor<Double>
    var constraints: Constraints?
    var matrix: SharedMatrix?
    var factorization: TallSkinnyQR?
    // Which diagonal entries of R are taken for zero, [column].
    var isNegligible: [Bool] = []

    /// - Parameter relativeTolerance: the default is the rounding of a unit column.
    public init(
        rowCount: Int, columnCount: Int, relativeTolerance: Double = Double.ulpOfOne, pool: ThreadPool = ThreadPool(threads: 1)
    ) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.relativeTolerance = relativeTolerance
        self.pool = pool
        scales = Tensor(shape: [columnCount], repeating: 1)
    }

    /// Factors A, [column][row], which is overwritten and kept until the next factorisation, with the constraints C,
    /// [column][constraint].
    ///
    /// - Throws: `dimensionMismatch` if a shape is wrong, or rows and independent constraints are fewer than columns.
    public func factorize(_ a: SharedMatrix, constraints: Tensor<Double>? = nil) throws(LinearAlgebraError) {
        guard a.rowCount == columnCount, a.columnCount == rowCount else {
            throw .dimensionMismatch(expected: [columnCount, rowCount], found: [a.rowCount, a.columnCount])
        }
        if let constraints, constraints.shape.count != 2 || constraints.shape[0] != columnCount {
            throw .dimensionMismatch(expected: [columnCount], found: constraints.shape)
        }
        matrix = a
        scaleColumns(a, constraints)
        self.constraints = try constraints.flatMap { (c) throws(LinearAlgebraError) in
            c.count == 0 ? nil : try Constraints(c, scales: scales, tolerance: relativeTolerance)
        }
        self.constraints?.rotate(a, pool: pool)
        let fixed = self.constraints?.rank ?? 0
        let free = columnCount - fixed
        guard rowCount >= free else { throw .dimensionMismatch(expected: [free], found: [rowCount]) }
        factorFree(a, fixed, free)
    }

    /// The same for A as [row][column], which is copied.
    public func factorize(_ a: Tensor<Double>, constraints: Tensor<Double>? = nil) throws(LinearAlgebraError) {
        guard a.shape == [rowCount, columnCount] else {
            throw .dimensionMismatch(expected: [rowCount, columnCount], found: a.shape)
        }
        let columns = SharedMatrix(rowCount: columnCount, columnCount: rowCount)
        if a.count > 0 {
            a.withUnsafeBufferPointer {
                LinearAlgebra.transpose($0.baseAddress!, rowCount, columnCount, to: columns.storage.base)
            }
        }
        try factorize(columns, constraints: constraints)
    }

    private func scaleColumns(_ a: SharedMatrix, _ constraints: Tensor<Double>?) {
        let zeros = Tensor(shape: [rowCount], repeating: 0.0)
        var products = scales
        a.multiply(zeros, into: &products, rowSquares: &scales, pool: pool)
        for column in 0..<columnCount {
            let extra = constraints.map { c in
                (0..<c.shape[1]).reduce(0.0) { $0 + c[column, $1] * c[column, $1] }
            }
            let length = (scales[column] + (extra ?? 0)).squareRoot()
            scales[column] = length > 0 ? 1 / length : 1
        }
        a.scaleRows(by: scales, pool: pool)
    }

    private func factorFree(_ a: SharedMatrix, _ fixed: Int, _ free: Int) {
        isNegligible = []
        (rank, conditionEstimate) = (fixed, 1)
        guard free > 0 else { return }
        if factorization?.columnCount != free {
            factorization = TallSkinnyQR(rowCount: rowCount, columnCount: free, pool: pool)
        }
        guard let factorization else { return }
        factorization.factorize(a, fromColumn: fixed)
        let diagonal = (0..<free).map { abs(factorization.triangle.base[$0 * (free + 1)]) }
        let limit = relativeTolerance * (diagonal.max() ?? 0)
        isNegligible = diagonal.map { !($0 > limit) }
        rank = fixed + isNegligible.count { !$0 }
        let reciprocal = factorization.reciprocalCondition
        conditionEstimate = reciprocal > 0 ? 1 / reciprocal : .infinity
    }
}
