import COpenBLAS

/// P A = L U with partial pivoting of a complex banded matrix alpha · mass − jacobian (LAPACK zgbtrf).
///
/// This is the matrix of a complex stage pair of an implicit Runge-Kutta method. The storage
/// [column][2·lower + upper + 1] is made once, `factorize` refills it and `solve` works in place.
public struct ComplexBandedLU: Sendable {
    /// Number of rows and columns.
    public let order: Int
    /// Number of diagonals below the main one.
    public let lower: Int
    /// Number of diagonals above the main one, before pivoting.
    public let upper: Int
    private var factors: Tensor<Complex<Double>>
    private var pivots: Tensor<Int32>

    /// Makes the storage for matrices with this band; `factorize` must follow before a solve.
    public init(order: Int, lower: Int, upper: Int) {
        self.order = order
        self.lower = lower
        self.upper = upper
        factors = Tensor(shape: [order, 2 * lower + upper + 1], repeating: .zero)
        pivots = Tensor(shape: [order], repeating: 0)
    }

    /// Factors alpha · mass − jacobian.
    public init(
        alpha: Complex<Double>, mass: BandedMatrix, minus jacobian: BandedMatrix
    ) throws(LinearAlgebraError) {
        self.init(
            order: mass.order, lower: max(mass.lower, jacobian.lower), upper: max(mass.upper, jacobian.upper))
        try factorize(alpha: alpha, mass: mass, minus: jacobian)
    }

    /// Factors alpha · mass − jacobian in the same storage. Either band may be narrower than this one.
    public mutating func factorize(
        alpha: Complex<Double>, mass: BandedMatrix, minus jacobian: BandedMatrix
    ) throws(LinearAlgebraError) {
        try checkBand(of: mass)
        try checkBand(of: jacobian)
        factors.withUnsafeMutableBufferPointer { $0.update(repeating: .zero) }
        add(Complex(-1), jacobian)
        add(alpha, mass)
        let height = Int32(2 * lower + upper + 1)
        var info: Int32 = 0
        factors.withUnsafeMutableBufferPointer { matrix in
            pivots.withUnsafeMutableBufferPointer { swaps in
                info = lapack_zgbtrf(
                    Int32(order), Int32(lower), Int32(upper), doubles(matrix), height, swaps.baseAddress)
            }
        }
        if info > 0 { throw .singular(pivot: Int(info) - 1) }
    }

    /// Overwrites `b`, [n] or [n][right-hand side], with the solution of A x = b.
    ///
    /// One right-hand side is solved in place without allocation; several are gathered column by column first.
    public func solve(_ b: inout Tensor<Complex<Double>>) throws(LinearAlgebraError) {
        guard b.shape.first == order, b.shape.count <= 2 else {
            throw .dimensionMismatch(expected: [order], found: b.shape)
        }
        guard order > 0 else { return }
        if b.shape.count == 1 { return solveVectors(&b, count: 1) }
        var columns = LinearAlgebra.transpose(b)
        solveVectors(&columns, count: b.shape[1])
        b = LinearAlgebra.transpose(columns)
    }

    private func solveVectors(_ b: inout Tensor<Complex<Double>>, count: Int) {
        let size = Int32(order)
        let height = Int32(2 * lower + upper + 1)
        factors.withUnsafeBufferPointer { matrix in
            pivots.withUnsafeBufferPointer { swaps in
                b.withUnsafeMutableBufferPointer { right in
                    _ = lapack_zgbtrs(
                        LapackOption.notTransposed, size, Int32(lower), Int32(upper), Int32(count), doubles(matrix), height,
                        swaps.baseAddress, doubles(right), size)
                }
            }
        }
    }

    private func checkBand(of matrix: BandedMatrix) throws(LinearAlgebraError) {
        guard matrix.order == order, matrix.lower <= lower, matrix.upper <= upper else {
            throw .dimensionMismatch(
                expected: [order, lower, upper], found: [matrix.order, matrix.lower, matrix.upper])
        }
    }

    private mutating func add(_ factor: Complex<Double>, _ matrix: BandedMatrix) {
        let height = 2 * lower + upper + 1
        let source = matrix.lower + matrix.upper + 1
        // The first `lower` places of a column are room for the fill of pivoting.
        let shift = lower + upper - matrix.upper
        let (real, imaginary) = (factor.real, factor.imaginary)
        factors.withUnsafeMutableBufferPointer { target in
            let parts = doubles(target)!
            matrix.entries.withUnsafeBufferPointer { entries in
                for column in 0..<order {
                    let (from, to) = (column * source, column * height + shift)
                    for position in 0..<source {
                        let entry = entries[from + position]
                        parts[2 * (to + position)] += real * entry
                        parts[2 * (to + position) + 1] += imaginary * entry
                    }
                }
            }
        }
    }
}
