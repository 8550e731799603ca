import COpenBLAS

/// P A = L U of a real banded matrix with partial pivoting (LAPACK dgbtrf).
///
/// Pivoting widens the upper band by `lower`; the storage [column][2·lower + upper + 1] is made once,
/// `factorize` refills it and `solve` works in place.
public struct BandedLU: Sendable {
    /// Number of rows and columns.
    public let order: Int
    /// Number of diagonals below the main one.
    public let lower: Int
    /// Number of diagonals above the main one, before pivoting.
    public let upper: Int
    private var factors: Tensor<Double>
    private var pivots: Tensor<Int32>

    /// Makes the storage for matrices with this band; `factorize` must follow before a solve.
    public init(order: Int, lower: Int, upper: Int) {
        self.order = order
        self.lower = lower
        self.upper = upper
        factors = Tensor(shape: [order, 2 * lower + upper + 1], repeating: 0)
        pivots = Tensor(shape: [order], repeating: 0)
    }

    /// Factors a banded matrix.
    public init(_ matrix: BandedMatrix) throws(LinearAlgebraError) {
        self.init(order: matrix.order, lower: matrix.lower, upper: matrix.upper)
        try factorize(matrix)
    }

    /// Factors alpha · mass − jacobian.
    public init(
        alpha: Double, mass: BandedMatrix, minus jacobian: BandedMatrix
    ) throws(LinearAlgebraError) {
        self.init(
            order: mass.order, lower: max(mass.lower, jacobian.lower), upper: max(mass.upper, jacobian.upper))
        try factorize(alpha: alpha, mass: mass, minus: jacobian)
    }

    /// Factors another matrix of the same order, its band inside this one, in the same storage.
    public mutating func factorize(_ matrix: BandedMatrix) throws(LinearAlgebraError) {
        try checkBand(of: matrix)
        clear()
        add(1, matrix)
        try eliminate()
    }

    /// Factors alpha · mass − jacobian in the same storage. Either band may be narrower than this one.
    public mutating func factorize(
        alpha: Double, mass: BandedMatrix, minus jacobian: BandedMatrix
    ) throws(LinearAlgebraError) {
        try checkBand(of: mass)
        try checkBand(of: jacobian)
        clear()
        add(-1, jacobian)
        add(alpha, mass)
        try eliminate()
    }

    /// Overwrites `b`, [n] or [n][right-hand side], with the solution of A x = b, or of Aᵀ x = b if `transposed`.
    ///
    /// One right-hand side is solved in place without allocation; several are gathered column by column first.
    public func solve(_ b: inout Tensor<Double>, transposed: Bool = false) throws(LinearAlgebraError) {
        guard b.shape.first == order, b.shape.count <= 2 else {
            throw .dimensionMismatch(expected: [order], found: b.shape)
        }
        guard order > 0 else { return }
        if b.shape.count == 1 { return solveVectors(&b, count: 1, transposed) }
        var columns = LinearAlgebra.transpose(b)
        solveVectors(&columns, count: b.shape[1], transposed)
        b = LinearAlgebra.transpose(columns)
    }

    private func solveVectors(_ b: inout Tensor<Double>, count: Int, _ transposed: Bool) {
        let size = Int32(order)
        let height = Int32(2 * lower + upper + 1)
        factors.withUnsafeBufferPointer { matrix in
            pivots.withUnsafeBufferPointer { swaps in
                b.withUnsafeMutableBufferPointer { right in
                    _ = lapack_dgbtrs(
                        transposed ? LapackOption.transposed : LapackOption.notTransposed, size, Int32(lower), Int32(upper),
                        Int32(count), matrix.baseAddress, height, swaps.baseAddress, right.baseAddress, size)
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

    private mutating func clear() {
        factors.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }

    private mutating func add(_ factor: Double, _ matrix: BandedMatrix) {
        let height = 2 * lower + upper + 1
        let source = matrix.lower + matrix.upper + 1
        // The first `lower` places of a column are room for the fill of pivoting.
        let shift = lower + upper - matrix.upper
        factors.withUnsafeMutableBufferPointer { target in
            matrix.entries.withUnsafeBufferPointer { entries in
                for column in 0..<order {
                    let (from, to) = (column * source, column * height + shift)
                    for position in 0..<source { target[to + position] += factor * entries[from + position] }
                }
            }
        }
    }

    private mutating func eliminate() throws(LinearAlgebraError) {
        let height = Int32(2 * lower + upper + 1)
        var info: Int32 = 0
        factors.withUnsafeMutableBufferPointer { matrix in
            pivots.withUnsafeMutableBufferPointer { swaps in
                info = lapack_dgbtrf(
                    Int32(order), Int32(lower), Int32(upper), matrix.baseAddress, height, swaps.baseAddress)
            }
        }
        if info > 0 { throw .singular(pivot: Int(info) - 1) }
    }
}
