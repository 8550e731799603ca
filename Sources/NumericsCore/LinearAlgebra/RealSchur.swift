import COpenBLAS

/// A = Q T Qᵀ with orthogonal Q and quasi-triangular T of a general real matrix (LAPACK dgees).
///
/// Unlike eigenvectors, Q is as well conditioned as can be, whatever the matrix.
public struct RealSchur: Sendable {
    /// Q, row-major [row][column].
    public let vectors: Tensor<Double>
    // T in the column-major storage of LAPACK, blocks of order 2 for complex pairs.
    private let triangle: Tensor<Double>

    public var order: Int { vectors.shape[0] }

    /// Decomposes the matrix [n][n]; throws `notConverged` if the QR iteration fails.
    public init(_ a: Tensor<Double>) throws(LinearAlgebraError) {
        guard a.shape.count == 2, a.shape[0] == a.shape[1] else {
            throw .dimensionMismatch(expected: [a.shape.first ?? 0, a.shape.first ?? 0], found: a.shape)
        }
        let order = a.shape[0]
        let size = Int32(order)
        var matrix = LinearAlgebra.transpose(a)
        var vectors = Tensor(shape: [order, order], repeating: 0.0)
        var real = [Double](repeating: 0, count: max(order, 1))
        var imaginary = real
        let info = matrix.withUnsafeMutableBufferPointer { matrix in
            vectors.withUnsafeMutableBufferPointer { vectors -> Int32 in
                guard order > 0 else { return 0 }
                var best = 0.0
                _ = lapack_dgees(
                    size, matrix.baseAddress, size, &real, &imaginary, vectors.baseAddress, size, &best, -1)
                var work = [Double](repeating: 0, count: Int(best))
                return lapack_dgees(
                    size, matrix.baseAddress, size, &real, &imaginary, vectors.baseAddress, size, &work,
                    Int32(work.count))
            }
        }
        if info != 0 { throw .notConverged }
        triangle = matrix
        self.vectors = LinearAlgebra.transpose(vectors)
    }

    /// Solves A W + W Bᵀ = F for the decompositions of A [m][m] and B [n][n] (Bartels and Stewart 1972): F [m][n] -> W [m][n].
    ///
    /// Throws `singular` if eigenvalues of A and -B meet.
    public static func solveSylvester(
        _ a: RealSchur, _ b: RealSchur, _ f: Tensor<Double>
    ) throws(LinearAlgebraError) -> Tensor<Double> {
        guard f.shape == [a.order, b.order] else {
            throw .dimensionMismatch(expected: [a.order, b.order], found: f.shape)
        }
        let half = LinearAlgebra.multiply(a.vectors, f, transposeA: true)
        var inner = LinearAlgebra.multiply(half, b.vectors)
        let (rows, columns) = (Int32(a.order), Int32(b.order))
        var scale = 1.0
        // Row-major memory is the transpose in LAPACK's eyes: T_b Y' + Y' T_aᵀ = G'.
        let info = a.triangle.withUnsafeBufferPointer { first in
            b.triangle.withUnsafeBufferPointer { second in
                inner.withUnsafeMutableBufferPointer { inner in
                    lapack_dtrsyl(
                        CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "T")), columns, rows, second.baseAddress,
                        max(columns, 1), first.baseAddress, max(rows, 1), inner.baseAddress, max(columns, 1), &scale)
                }
            }
        }
        if info != 0 || scale == 0 { throw .singular(pivot: 0) }
        if scale != 1 { LinearAlgebra.scale(1 / scale, &inner) }
        let back = LinearAlgebra.multiply(a.vectors, inner)
        return LinearAlgebra.multiply(back, b.vectors, transposeB: true)
    }
}
