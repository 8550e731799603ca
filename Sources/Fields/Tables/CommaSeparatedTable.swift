/// A table of numbers with a header line, written and read as CSV.
///
/// Numbers are written in the shortest form that reads back to the same bits, with `.` whatever the locale.
public struct CommaSeparatedTable: Sendable {
    public struct Column: Sendable {
        public var name: String
        public var values: [Double]

        public init(_ name: String, _ values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    public var columns: [Column]

    /// Precondition: columns of equal length.
    public init(_ columns: [Column]) {
        precondition(columns.allSatisfy { $0.values.count == columns[0].values.count }, "columns of unequal length")
        self.columns = columns
    }

    /// The values of a column; nil if there is none of the name.
    public subscript(name: String) -> [Double]? { columns.first { $0.name == name }?.values }

    /// The bytes of the file.
    public var encoded: [UInt8] {
        var bytes = Array((columns.map { Self.quoted($0.name) }.joined(separator: ",") + "\n").utf8)
        for row in 0..<(columns.first?.values.count ?? 0) {
            for (index, column) in columns.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(contentsOf: column.values[row].description.utf8)
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// A name as RFC 4180 wants it: quoted when it holds a comma, a quote or a line break.
    static func quoted(_ name: String) -> String {
        guard name.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return name }
        return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
