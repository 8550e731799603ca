import NumericsCore

/// One small square matrix for every Fourier mode, stored by entry, so that applying it is a few passes over the modes.
public struct ModeMatrices: Sendable {
    /// The values of one matrix entry over all modes; real where all of them are.
    public enum Values: Sendable {
        case real([Double])
        case complex([Complex<Double>])
    }

    /// A structurally non-zero entry.
    public struct Entry: Sendable {
        public var row: Int
        public var column: Int
        public var values: Values

        public init(row: Int, column: Int, values: Values) {
            self.row = row
            self.column = column
            self.values = values
        }
    }

    /// Rows and columns of each matrix.
    public let size: Int
    public let modeCount: Int
    /// Sorted by row; within a row by column.
    public private(set) var entries: [Entry]

    public init(size: Int, modeCount: Int, entries: [Entry]) {
        self.size = size
        self.modeCount = modeCount
        self.entries = entries.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    }

    /// From complex values by (row, column), [mode] each; entries that vanish in every mode are dropped.
    public init(size: Int, modeCount: Int, columns: [(row: Int, column: Int, values: [Complex<Double>])]) {
        let isReal = columns.allSatisfy { $0.values.allSatisfy { $0.imaginary == 0 } }
        let entries = columns.compactMap { column -> Entry? in
            if column.values.allSatisfy({ $0 == Complex(0, 0) }) { return nil }
            let values: Values = isReal ? .real(column.values.map(\.real)) : .complex(column.values)
            return Entry(row: column.row, column: column.column, values: values)
        }
        self.init(size: size, modeCount: modeCount, entries: entries)
    }

    /// True if no mode is coupled with another component of itself.
    public var isDiagonal: Bool { entries.allSatisfy { $0.row == $0.column } }

    /// True if every entry is real.
    public var isReal: Bool {
        entries.allSatisfy { if case .real = $0.values { true } else { false } }
    }

    /// Value of an entry at a mode.
    public func value(_ entry: Entry, mode: Int) -> Complex<Double> {
        switch entry.values {
        case .real(let values): Complex(values[mode], 0)
        case .complex(let values): values[mode]
        }
    }

    /// The full matrix of one mode, row-major.
    public func matrix(mode: Int) -> [Complex<Double>] {
        var matrix = Array(repeating: Complex<Double>(0, 0), count: size * size)
        for entry in entries { matrix[entry.row * size + entry.column] = value(entry, mode: mode) }
        return matrix
    }

    /// Positions that functions of these matrices can fill: the diagonal and everything reachable through entries.
    var closure: [(row: Int, column: Int)] {
        var reaches = Array(repeating: Array(repeating: false, count: size), count: size)
        for index in 0..<size { reaches[index][index] = true }
        for entry in entries { reaches[entry.row][entry.column] = true }
        for middle in 0..<size {
            for row in 0..<size where reaches[row][middle] {
                for column in 0..<size where reaches[middle][column] { reaches[row][column] = true }
            }
        }
        return (0..<size).flatMap { row in (0..<size).filter { reaches[row][$0] }.map { (row, $0) } }
    }
}
