/// A real matrix stored by rows, non-zero entries only (compressed sparse rows).
///
/// The entries of row i stand at positions `rowStarts[i] ..< rowStarts[i + 1]` of `columns` and `values`, columns rising.
public struct SparseMatrix: Sendable, Equatable {
    /// One entry to be added to a matrix.
    public struct Triplet: Sendable {
        public var row: Int
        public var column: Int
        public var value: Double

        public init(_ row: Int, _ column: Int, _ value: Double) {
            self.row = row
            self.column = column
            self.value = value
        }
    }

    /// Number of rows.
    public let rowCount: Int
    /// Number of columns.
    public let columnCount: Int
    /// Where each row begins, [row + 1]; the last number is the count of all entries.
    public let rowStarts: [Int]
    /// The column of each entry.
    public let columns: [Int]
    /// The value of each entry; may be changed as long as the pattern stays.
    public var values: [Double]

    /// Makes a matrix from entries in any order; entries for the same place are added up in the order given.
    ///
    /// Precondition: every place lies inside the matrix.
    public init(rows: Int, columns: Int, triplets: some Collection<Triplet>) {
        precondition(
            triplets.allSatisfy { (0..<rows).contains($0.row) && (0..<columns).contains($0.column) },
            "an entry lies outside the matrix")
        // Two stable counting sorts, first by column, then by row.
        let byColumn = SparseMatrix.sorted(Array(triplets), keys: columns) { $0.column }
        let byRow = SparseMatrix.sorted(byColumn, keys: rows) { $0.row }
        var starts = [Int](repeating: 0, count: rows + 1)
        var places: [Int] = []
        var sums: [Double] = []
        var lastRow = -1
        for entry in byRow {
            if entry.row == lastRow && places.last == entry.column {
                sums[sums.count - 1] += entry.value
            } else {
                places.append(entry.column)
                sums.append(entry.value)
                starts[entry.row + 1] += 1
            }
            lastRow = entry.row
        }
        for row in 0..<rows { starts[row + 1] += starts[row] }
        self.init(rowCount: rows, columnCount: columns, rowStarts: starts, columns: places, values: sums)
    }

    init(rowCount: Int, columnCount: Int, rowStarts: [Int], columns: [Int], values: [Double]) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.rowStarts = rowStarts
        self.columns = columns
        self.values = values
    }

    /// Number of stored entries.
    public var entryCount: Int { values.count }

    /// Entry (row, column), zero where none is stored.
    public subscript(_ row: Int, _ column: Int) -> Double {
        let range = rowStarts[row]..<rowStarts[row + 1]
        return range.first { columns[$0] == column }.map { values[$0] } ?? 0
    }

    /// The same matrix as a dense one [row][column].
    public var dense: Tensor<Double> {
        var result = Tensor(shape: [rowCount, columnCount], repeating: 0.0)
        for row in 0..<rowCount {
            for position in rowStarts[row]..<rowStarts[row + 1] { result[row, columns[position]] = values[position] }
        }
        return result
    }

    private static func sorted(_ entries: [Triplet], keys: Int, _ key: (Triplet) -> Int) -> [Triplet] {
        var starts = [Int](repeating: 0, count: keys + 1)
        for entry in entries { starts[key(entry) + 1] += 1 }
        for index in 0..<keys { starts[index + 1] += starts[index] }
        var result = entries
        for entry in entries {
            result[starts[key(entry)]] = entry
            starts[key(entry)] += 1
        }
        return result
    }
}
