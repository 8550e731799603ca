import COpenBLAS

/// A symmetric positive definite matrix and its Cholesky factor in one square of memory: for matrices of gigabytes.
///
/// Fill the lower triangle of `matrix`, then factor: afterwards the lower triangle holds L with A = L Lᵀ, and what lies above the diagonal is
/// still A, for residuals. A resource, not a value.
public final class SymmetricFactorization: @unchecked Sendable {
    public let order: Int
    /// [row][column]
    public let matrix: SharedMatrix
    private var diagonal: [Double] = []
    private let pool: ThreadPool

    /// Makes a matrix of zeros.
    public init(order: Int, pool: ThreadPool) {
        self.order = order
        self.pool = pool
        matrix = SharedMatrix(rowCount: order, columnCount: order)
    }

    /// Bytes that a matrix of an order takes.
    public static func bytes(order: Int) -> Int { 8 * order * order }

    /// The diagonal of A, whether it has been factored or not.
    public var diagonalOfMatrix: [Double] {
        diagonal.isEmpty ? matrix.withUnsafeMutableBufferPointer { entries in (0..<order).map { entries[$0 * (order + 1)] } } : diagonal
    }

    /// Replaces the lower triangle by D A D with a diagonal matrix D. Before factoring.
    public func scale(by factors: [Double]) {
        pool.forEach(order) { row in
            matrix.withUnsafeMutableBufferPointer { entries in
                let start = entries.baseAddress! + row * order
                for column in 0...row { start[column] *= factors[row] * factors[column] }
            }
        }
    }

    /// Factors A + diag(`shift`); the shift belongs to A from then on. OpenBLAS works with the threads of the pool meanwhile.
    ///
    /// Throws `notPositiveDefinite`; the lower triangle can be restored then.
    public func factorize(shift: [Double]) throws(LinearAlgebraError) {
        guard order > 0 else { return }
        mirror()
        diagonal = matrix.withUnsafeMutableBufferPointer { entries in
            for row in 0..<order { entries[row * (order + 1)] += shift[row] }
            return (0..<order).map { entries[$0 * (order + 1)] }
        }
        LinearAlgebra.setThreads(pool.threads)
        let info = matrix.withUnsafeMutableBufferPointer { lapack_dpotrf(LapackOption.lowerByRows, Int32(order), $0.baseAddress, Int32(order)) }
        LinearAlgebra.setThreads(1)
        if info > 0 { throw .notPositiveDefinite(row: Int(info) - 1) }
    }

    /// Brings A back into the lower triangle after a failure.
    public func restore() {
        matrix.withUnsafeMutableBufferPointer { entries in
            for row in 0..<order { entries[row * (order + 1)] = diagonal[row] }
        }
        copyTriangle(toUpper: false)
        diagonal = []
    }

    private func mirror() { copyTriangle(toUpper: true) }

    // In tiles: rows of one triangle are columns of the other.
    private func copyTriangle(toUpper: Bool) {
        let tile = 64, tiles = (order + tile - 1) / tile
        pool.forEach(tiles) { tileRow in
            matrix.withUnsafeMutableBufferPointer { entries in
                let rows = tileRow * tile..<min((tileRow + 1) * tile, order)
                for tileColumn in 0...tileRow {
                    for row in rows {
                        for column in tileColumn * tile..<min((tileColumn + 1) * tile, row) {
                            if toUpper {
                                entries[column * order + row] = entries[row * order + column]
                            } else {
                                entries[row * order + column] = entries[column * order + row]
                            }
                        }
                    }
                }
            }
        }
    }

    /// Overwrites `b`, [n] or [n][right-hand side], with L⁻¹ b, or with L⁻ᵀ b if `transposed`.
    public func solveTriangular(_ b: inout Tensor<Double>, transposed: Bool = false) {
        precondition(b.shape[0] == order, "right-hand sides \(b.shape) for a matrix of order \(order)")
        let width = b.shape.count == 1 ? 1 : b.shape[1]
        guard order > 0, width > 0 else { return }
        let trans = transposed ? CblasTrans : CblasNoTrans, size = Int32(order)
        b.withUnsafeMutableBufferPointer { right in
            matrix.withUnsafeMutableBufferPointer { factor in
                if width == 1 {
                    cblas_dtrsv(CblasRowMajor, CblasLower, trans, CblasNonUnit, size, factor.baseAddress, size, right.baseAddress, 1)
                } else {
                    cblas_dtrsm(
                        CblasRowMajor, CblasLeft, CblasLower, trans, CblasNonUnit, size, Int32(width), 1, factor.baseAddress, size,
                        right.baseAddress, Int32(width))
                }
            }
        }
    }

    /// The solution of A x = b, [n], with one step of refinement.
    public func solve(_ b: Tensor<Double>) -> Tensor<Double> {
        var x = b
        solveTriangular(&x)
        solveTriangular(&x, transposed: true)
        var residual = multiply(x)
        for row in 0..<order { residual[row] = b[row] - residual[row] }
        solveTriangular(&residual)
        solveTriangular(&residual, transposed: true)
        LinearAlgebra.addScaled(1, residual, to: &x)
        return x
    }

    /// A x [n], after factoring.
    public func multiply(_ x: Tensor<Double>) -> Tensor<Double> {
        var y = Tensor(shape: [order], repeating: 0.0)
        guard order > 0 else { return y }
        let size = Int32(order)
        x.withUnsafeBufferPointer { x in
            y.withUnsafeMutableBufferPointer { y in
                matrix.withUnsafeMutableBufferPointer { entries in
                    cblas_dsymv(CblasRowMajor, CblasUpper, size, 1, entries.baseAddress, size, x.baseAddress, 1, 0, y.baseAddress, 1)
                    // On the diagonal stands that of L.
                    for row in 0..<order { y[row] += (diagonal[row] - entries[row * (order + 1)]) * x[row] }
                }
            }
        }
        return y
    }

    /// log |A|
    public var logDeterminant: Double {
        matrix.withUnsafeMutableBufferPointer { entries in (0..<order).reduce(0) { $0 + 2 * Double.log(entries[$1 * (order + 1)]) } }
    }

    /// A⁻¹ [n][n], of which the lower triangle is filled.
    public func lowerInverse() -> Tensor<Double> {
        var inverse = matrix.tensor
        guard order > 0 else { return inverse }
        let size = Int32(order)
        inverse.withUnsafeMutableBufferPointer { _ = lapack_dpotri(LapackOption.lowerByRows, size, $0.baseAddress, size) }
        return inverse
    }
}
