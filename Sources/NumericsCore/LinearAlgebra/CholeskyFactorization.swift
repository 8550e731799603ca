import COpenBLAS

/// A = L Lᵀ of a symmetric positive definite matrix (LAPACK dpotrf).
///
/// Only the lower triangle of A is read. The storage is made once: `factorize` refills it, `solve` works in place.
public struct CholeskyFactorization: Sendable {
    /// Number of rows and columns.
    public let order: Int
    private var factor: Tensor<Double>
    private var oneNorm = 0.0
    private var columnSums: [Double]

    /// Makes the storage for matrices of this order; `factorize` must follow before a solve.
    public init(order: Int) {
        self.order = order
        factor = Tensor(shape: [order, order], repeating: 0)
        columnSums = Array(repeating: 0, count: order)
    }

    /// Factors the matrix [n][n]; throws `notPositiveDefinite`.
    public init(_ a: Tensor<Double>) throws(LinearAlgebraError) {
        self.init(order: a.shape.first ?? 0)
        try factorize(a)
    }

    /// Factors another matrix [n][n] of the same order in the same storage.
    public mutating func factorize(_ a: Tensor<Double>) throws(LinearAlgebraError) {
        guard a.shape == [order, order] else {
            throw .dimensionMismatch(expected: [order, order], found: a.shape)
        }
        LinearAlgebra.copy(a, to: &factor)
        oneNorm = symmetricNorm()
        let size = Int32(order)
        let info = factor.withUnsafeMutableBufferPointer {
            lapack_dpotrf(LapackOption.lowerByRows, size, $0.baseAddress, max(size, 1))
        }
        if info > 0 { throw .notPositiveDefinite(row: Int(info) - 1) }
    }

    /// Overwrites `b`, [n] or [n][right-hand side], with the solution of A x = b.
    public func solve(_ b: inout Tensor<Double>) throws(LinearAlgebraError) {
        try solveTriangular(&b)
        try solveTriangular(&b, transposed: true)
    }

    /// Overwrites `b` with L⁻¹ b, or with L⁻ᵀ b if `transposed`.
    public func solveTriangular(_ b: inout Tensor<Double>, transposed: Bool = false) throws(LinearAlgebraError) {
        guard b.shape.first == order, b.shape.count <= 2 else {
            throw .dimensionMismatch(expected: [order], found: b.shape)
        }
        let width = b.shape.count == 1 ? 1 : b.shape[1]
        guard order > 0, width > 0 else { return }
        factor.withUnsafeBufferPointer { matrix in
            b.withUnsafeMutableBufferPointer { right in
                let trans = transposed ? CblasTrans : CblasNoTrans
                if width == 1 {
                    cblas_dtrsv(
                        CblasRowMajor, CblasLower, trans, CblasNonUnit, Int32(order), matrix.baseAddress,
                        Int32(order), right.baseAddress, 1)
                } else {
                    cblas_dtrsm(
                        CblasRowMajor, CblasLeft, CblasLower, trans, CblasNonUnit, Int32(order), Int32(width), 1,
                        matrix.baseAddress, Int32(order), right.baseAddress, Int32(width))
                }
            }
        }
    }

    /// The factor L [n][n], zero above the diagonal.
    public var lowerFactor: Tensor<Double> {
        var result = factor
        for row in 0..<order {
            for column in (row + 1)..<max(order, row + 1) { result[row, column] = 0 }
        }
        return result
    }

    /// Logarithm of the determinant of A.
    public var logDeterminant: Double {
        2 * (0..<order).reduce(0.0) { $0 + Double.log(factor[$1, $1]) }
    }

    /// Estimate of 1 / (‖A‖ ‖A⁻¹‖) in the 1-norm.
    public var reciprocalCondition: Double {
        var result = 0.0
        var work = [Double](repeating: 0, count: max(3 * order, 1))
        var integers = [Int32](repeating: 0, count: max(order, 1))
        factor.withUnsafeBufferPointer { matrix in
            _ = lapack_dpocon(
                LapackOption.lowerByRows, Int32(order), matrix.baseAddress, Int32(max(order, 1)), oneNorm, &result, &work,
                &integers)
        }
        return result
    }

    // factor = A + diag(shift)
    mutating func fill(_ a: Tensor<Double>, _ shift: Tensor<Double>) {
        LinearAlgebra.copy(a, to: &factor)
        let order = order
        factor.withUnsafeMutableBufferPointer { matrix in
            shift.withUnsafeBufferPointer { values in
                for index in 0..<order { matrix[index * (order + 1)] += values[index] }
            }
        }
        oneNorm = symmetricNorm()
    }

    mutating func withFactor<Result>(_ body: (UnsafeMutablePointer<Double>) -> Result) -> Result {
        factor.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
    }

    private mutating func symmetricNorm() -> Double {
        let order = order
        return factor.withUnsafeBufferPointer { matrix in
            columnSums.withUnsafeMutableBufferPointer { sums in
                sums.update(repeating: 0)
                for row in 0..<order {
                    for column in 0..<row {
                        let size = abs(matrix[row * order + column])
                        sums[row] += size
                        sums[column] += size
                    }
                    sums[row] += abs(matrix[row * order + row])
                }
                return sums.max() ?? 0
            }
        }
    }
}
