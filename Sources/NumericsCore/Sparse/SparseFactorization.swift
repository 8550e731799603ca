/// A direct solver for sparse square systems: reverse Cuthill-McKee ordering, then banded LU with partial pivoting.
///
/// Work grows with order × bandwidth². On a square grid of N unknowns the bandwidth is about √N, so this is the
/// right tool up to some ten thousand unknowns in two dimensions.
public struct SparseFactorization: Sendable {
    /// Number of unknowns.
    public let order: Int
    /// Diagonals below and above the main one after the ordering.
    public var bandwidths: (lower: Int, upper: Int) { (factorization.lower, factorization.upper) }
    // Old number of each new position, and the other way round.
    private let oldNumbers: [Int]
    private let newNumbers: [Int]
    private var factorization: BandedLU

    /// Orders and factors a square matrix; throws `singular` with the pivot's place in the original numbering.
    public init(_ matrix: SparseMatrix) throws(LinearAlgebraError) {
        guard matrix.rowCount == matrix.columnCount else {
            throw .dimensionMismatch(
                expected: [matrix.rowCount, matrix.rowCount], found: [matrix.rowCount, matrix.columnCount])
        }
        order = matrix.rowCount
        let old = ReverseCuthillMcKee.order(matrix)
        var new = [Int](repeating: 0, count: old.count)
        for (position, number) in old.enumerated() { new[number] = position }
        oldNumbers = old
        newNumbers = new
        let band = SparseFactorization.reordered(matrix, new)
        factorization = BandedLU(order: band.order, lower: band.lower, upper: band.upper)
        try eliminate(band)
    }

    /// Factors another matrix whose pattern lies inside that of the first, with the same ordering.
    public mutating func factorize(_ matrix: SparseMatrix) throws(LinearAlgebraError) {
        guard matrix.rowCount == order, matrix.columnCount == order else {
            throw .dimensionMismatch(expected: [order, order], found: [matrix.rowCount, matrix.columnCount])
        }
        try eliminate(SparseFactorization.reordered(matrix, newNumbers))
    }

    /// Overwrites `b` [n] with the solution of A x = b.
    public func solve(_ b: inout Tensor<Double>) throws(LinearAlgebraError) {
        guard b.shape == [order] else { throw .dimensionMismatch(expected: [order], found: b.shape) }
        let given = b
        var ordered = b
        for position in 0..<order { ordered[position] = given[oldNumbers[position]] }
        try factorization.solve(&ordered)
        for position in 0..<order { b[oldNumbers[position]] = ordered[position] }
    }

    private mutating func eliminate(_ band: BandedMatrix) throws(LinearAlgebraError) {
        do {
            try factorization.factorize(band)
        } catch .singular(let pivot) {
            throw .singular(pivot: oldNumbers[pivot])
        }
    }

    private static func reordered(_ matrix: SparseMatrix, _ newNumbers: [Int]) -> BandedMatrix {
        var (lower, upper) = (0, 0)
        for row in 0..<matrix.rowCount {
            for position in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] {
                let distance = newNumbers[row] - newNumbers[matrix.columns[position]]
                lower = max(lower, distance)
                upper = max(upper, -distance)
            }
        }
        var band = BandedMatrix(order: matrix.rowCount, lower: lower, upper: upper)
        for row in 0..<matrix.rowCount {
            for position in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] {
                band[newNumbers[row], newNumbers[matrix.columns[position]]] = matrix.values[position]
            }
        }
        return band
    }
}
