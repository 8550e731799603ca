import COpenBLAS

/// A real square matrix whose entries lie within a band around the diagonal.
///
/// Entry (i, j) may differ from zero for −upper ≤ i − j ≤ lower. Storage is that of LAPACK: a tensor
/// [column][lower + upper + 1] whose position `upper + i − j` holds entry (i, j).
public struct BandedMatrix: Sendable, Equatable {
    /// Number of rows and columns.
    public let order: Int
    /// Number of diagonals below the main one.
    public let lower: Int
    /// Number of diagonals above the main one.
    public let upper: Int
    /// Entries by [column][upper + row − column].
    public internal(set) var entries: Tensor<Double>

    /// The zero matrix. Precondition: nothing negative.
    public init(order: Int, lower: Int, upper: Int) {
        precondition(order >= 0 && lower >= 0 && upper >= 0, "negative size of a banded matrix")
        self.order = order
        self.lower = lower
        self.upper = upper
        entries = Tensor(shape: [order, lower + upper + 1], repeating: 0)
    }

    /// The diagonal matrix with these entries.
    public init(diagonal: [Double]) {
        self.init(order: diagonal.count, lower: 0, upper: 0)
        entries = Tensor(shape: [diagonal.count, 1], elements: diagonal)
    }

    /// The band of a dense matrix [n][n] with the smallest widths that hold all its non-zero entries.
    public init(_ dense: Tensor<Double>) {
        let order = dense.shape[0]
        var (lower, upper) = (0, 0)
        for row in 0..<order {
            for column in 0..<order where dense[row, column] != 0 {
                lower = max(lower, row - column)
                upper = max(upper, column - row)
            }
        }
        self.init(order: order, lower: lower, upper: upper)
        for column in 0..<order {
            for row in rows(ofColumn: column) { self[row, column] = dense[row, column] }
        }
    }

    /// Entry (row, column); zero outside the band. Precondition when setting: inside the band.
    public subscript(_ row: Int, _ column: Int) -> Double {
        get {
            let position = upper + row - column
            return position >= 0 && position <= lower + upper ? entries[column, position] : 0
        }
        set {
            let position = upper + row - column
            precondition(position >= 0 && position <= lower + upper, "entry (\(row), \(column)) is outside the band")
            entries[column, position] = newValue
        }
    }

    /// The rows of a column that lie inside the band.
    public func rows(ofColumn column: Int) -> Range<Int> {
        max(0, column - upper)..<min(order, column + lower + 1)
    }

    /// The same matrix as a dense one [n][n].
    public var dense: Tensor<Double> {
        var result = Tensor(shape: [order, order], repeating: 0.0)
        for column in 0..<order {
            for row in rows(ofColumn: column) { result[row, column] = self[row, column] }
        }
        return result
    }

    /// Calls `body` with the entries [column][lower + upper + 1], for filling many at once.
    ///
    /// Positions outside the matrix (first and last columns) are never read.
    @inlinable public mutating func withUnsafeMutableEntries<Result>(
        _ body: (UnsafeMutableBufferPointer<Double>) -> Result
    ) -> Result {
        withEntries(body)
    }

    @usableFromInline mutating func withEntries<Result>(
        _ body: (UnsafeMutableBufferPointer<Double>) -> Result
    ) -> Result {
        entries.withUnsafeMutableBufferPointer(body)
    }
}
