import Fields

extension CommaSeparatedTable {
    /// Reads a file; see `init(decoding:)` for what is taken.
    public init(path: String) throws(FieldFileError) {
        let source = try FileSource(path: path)
        try self.init(decoding: source.bytes(from: 0, count: source.count), path: path)
    }

    /// Reads bytes.
    /// - Parameter path: the name in messages.
    /// - Throws: `.malformedLine` for the first line that is wrong; `.malformed` if there is no table at all.
    public init(decoding bytes: [UInt8], path: String) throws(FieldFileError) {
        do throws(TableError) {
            try self.init(decoding: bytes)
        } catch {
            guard let line = error.line else { throw .malformed(path: path, reason: error.reason) }
            throw .malformedLine(path: path, line: line, reason: error.reason)
        }
    }

    /// Writes the table atomically.
    public func write(to path: String) throws(FieldFileError) {
        try AtomicWriting.write(encoded, to: path)
    }
}
