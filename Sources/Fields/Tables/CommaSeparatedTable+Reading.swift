import Foundation

extension CommaSeparatedTable {
    /// Reads a table of finite numbers below a header line, separated by commas (RFC 4180 without line breaks in cells). Blank lines, and lines that
    /// begin with `#`, are passed over; blanks around cells, quotes, a byte order mark and `\r\n` are fine.
    /// - Throws: `TableError` for the first line that is wrong, or without a header.
    public init(decoding bytes: [UInt8]) throws(TableError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw TableError(line: nil, reason: "it is not text in UTF-8") }
        let lines = Self.lines(bytes)
        guard let header = lines.first else {
            throw TableError(line: nil, reason: "it is empty; a header that names the columns is needed")
        }
        let names = try Self.names(header.text, line: header.number)
        var values = [[Double]](repeating: [], count: names.count)
        for line in lines.dropFirst() {
            let cells = Self.cells(line.text)
            guard cells.count == names.count else {
                throw TableError(line: line.number, reason: "\(cells.count) values under \(names.count) columns")
            }
            for (column, cell) in cells.enumerated() {
                guard let value = Double(cell), value.isFinite else {
                    let reason = "'\(cell.prefix(40))' in the column '\(names[column])' is not a finite number"
                    throw TableError(line: line.number, reason: reason)
                }
                values[column].append(value)
            }
        }
        self.init(zip(names, values).map { Column($0, $1) })
    }

    private static func names(_ header: Substring.UTF8View, line: Int) throws(TableError) -> [String] {
        let names = cells(header)
        func refusal(_ reason: String) -> TableError { TableError(line: line, reason: reason) }
        if names.allSatisfy({ Double($0) != nil }) {
            throw refusal("the header must name the columns, such as x,y; numbers follow from line \(line + 1)")
        }
        if let gap = names.firstIndex(of: "") { throw refusal("column \(gap + 1) has no name") }
        if names.count == 1, let separator = [";", "\t", " "].first(where: names[0].contains) {
            throw refusal("columns are separated by commas, not by '\(separator == "\t" ? "\\t" : separator)'")
        }
        if let twice = names.enumerated().first(where: { names[..<$0.offset].contains($0.element) }) {
            throw refusal("the column '\(twice.element)' stands there twice")
        }
        return names
    }

    /// Lines that hold cells, without their ends, with their numbers from 1.
    private static func lines(_ bytes: [UInt8]) -> [(number: Int, text: Substring.UTF8View)] {
        var text = Substring(String(decoding: bytes, as: UTF8.self)).utf8
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        return text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let first = line.first(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }), first != UInt8(ascii: "#")
            else { return nil }
            return (index + 1, line)
        }
    }

    /// The cells of a line, trimmed; a quoted cell may hold commas and doubled quotes.
    private static func cells(_ line: Substring.UTF8View) -> [String] {
        var cells: [[UInt8]] = [[]]
        var isQuoted = false
        for byte in line {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: ","), !isQuoted { cells.append([]) } else { cells[cells.count - 1].append(byte) }
        }
        return cells.map { bytes in
            let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespaces)
            guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
            return text.dropFirst().dropLast().split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
        }
    }
}
