/// Why bytes are no table of numbers.
public struct TableError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line that is wrong, from 1; nil if it is all of them.
    public var line: Int?
    /// A clause on what is wrong.
    public var reason: String

    public init(line: Int?, reason: String) {
        self.line = line
        self.reason = reason
    }

    public var description: String { line.map { "line \($0): \(reason)" } ?? reason }
}
