/// A table of numbers with a header line of column names, separated by commas (RFC 4180 without line breaks in fields). Lines that start with # and
/// empty ones are passed over.
struct NumberTable {
    struct Failure: Error {
        /// A clause on what is wrong, with the line.
        var reason: String
    }

    let names: [String]
    /// [column][row]
    let columns: [[Double]]

    init(decoding bytes: [UInt8]) throws(Failure) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(reason: "it is not text in UTF-8") }
        var names: [String]?
        var columns: [[Double]] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let trimmed = line.drop { $0.isWhitespace }
            guard let first = trimmed.first, first != "#" else { continue }
            let fields = trimmed.split(separator: ",", omittingEmptySubsequences: false).map(Self.plain)
            guard let known = names else {
                names = fields
                columns = Array(repeating: [], count: fields.count)
                continue
            }
            guard fields.count == known.count else {
                throw Failure(reason: "line \(index + 1) has \(fields.count) values for \(known.count) columns")
            }
            for (column, field) in fields.enumerated() {
                guard let value = Double(field), value.isFinite else {
                    throw Failure(reason: "line \(index + 1) holds '\(field.prefix(40))', which is no finite number")
                }
                columns[column].append(value)
            }
        }
        guard let names, let rows = columns.first, !rows.isEmpty else { throw Failure(reason: "it holds no numbers") }
        self.names = names
        self.columns = columns
    }

    /// A field without the blanks and quotes around it.
    private static func plain(_ field: Substring) -> String {
        var field = field.drop { $0.isWhitespace }
        while field.last?.isWhitespace == true { field.removeLast() }
        if field.count >= 2, field.first == "\"", field.last == "\"" { field = field.dropFirst().dropLast() }
        return String(field)
    }

    /// The values of a column; nil if there is none of the name.
    func column(_ name: String) -> [Double]? { names.firstIndex(of: name).map { columns[$0] } }
}
