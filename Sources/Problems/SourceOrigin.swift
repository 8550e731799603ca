import Expressions

/// Where in the user's text a value came from; the carrier of every caret.
public struct SourceOrigin: Hashable, Sendable {
    /// File path, `--set #2`, or `<swift>` for problems built in code.
    public var file: String
    /// 1-based line and column of the first scalar of the value.
    public var line: Int
    public var column: Int
    /// Number of scalars under the caret; 0 marks a place rather than a range.
    public var length: Int

    public init(file: String, line: Int, column: Int, length: Int) {
        self.file = file
        self.line = line
        self.column = column
        self.length = length
    }
}
