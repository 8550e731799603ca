import Foundation

extension CommaSeparatedTable {
    /// Reads a file; see `init(decoding:path:)`.
    public init(path: String) throws(FieldFileError) {
        let source = try FileSource(path: path)
        try self.init(decoding: source.bytes(from: 0, count: source.count), path: path)
    }

    /// Reads a table of finite numbers below a header line. Blanks around cells, quotes, a byte order mark, `\r\n` and blank lines at
    /// the end are fine.
    /// - Parameter path: the name in messages.
    /// - Throws: `.malformedLine` for the first line that is none; `.malformed` without a header.
    public init(decoding bytes: [UInt8], path: String = "memory") throws(FieldFileError) {
        let lines = Self.lines(bytes)
        guard let header = lines.first else { throw .malformed(path: path, reason: "it is empty; a header that names the columns is needed") }
        let names = try Self.names(header, path: path)
        var values = [[Double]](repeating: [], count: names.count)
        for (index, line) in lines.enumerated().dropFirst() {
            let cells = Self.cells(line)
            guard cells.count == names.count else {
                let reason = line.isEmpty ? "the line is empty" : "\(cells.count) values under \(names.count) columns"
                throw .malformedLine(path: path, line: index + 1, reason: reason)
            }
            for (column, cell) in cells.enumerated() {
                guard let value = Double(cell), value.isFinite else {
                    let reason = "'\(cell.prefix(40))' in the column '\(names[column])' is not a finite number"
                    throw .malformedLine(path: path, line: index + 1, reason: reason)
                }
                values[column].append(value)
            }
        }
        self.init(zip(names, values).map { Column($0, $1) })
    }

    private static func names(_ header: Substring.UTF8View, path: String) throws(FieldFileError) -> [String] {
        let names = cells(header)
        func refusal(_ reason: String) -> FieldFileError { .malformedLine(path: path, line: 1, reason: reason) }
        if names.allSatisfy({ Double($0) != nil }) {
            throw refusal("the header must name the columns, such as x,y; numbers follow from line 2")
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

    /// Lines without their ends; blank ones behind the last are left out.
    private static func lines(_ bytes: [UInt8]) -> [Substring.UTF8View] {
        var text = Substring(String(decoding: bytes, as: UTF8.self)).utf8
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for index in lines.indices where lines[index].last == UInt8(ascii: "\r") { lines[index].removeLast() }
        while let last = lines.last, last.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { lines.removeLast() }
        return lines
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
