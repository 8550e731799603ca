/// Splits a file path at its last separator.
///
/// Foundation's `deletingLastPathComponent` of a one-letter relative path ends the process on Linux (Swift 6.3), so paths are
/// split here.
public struct FilePath: Hashable, Sendable {
    /// Everything before the last component, without the separator: empty for a name alone, `/` for the root's children.
    public let folder: String
    /// The last component.
    public let name: String

    public init(_ path: String) {
        var text = Substring(path)
        while text.count > 1, text.hasSuffix("/") { text.removeLast() }
        guard let separator = text.lastIndex(of: "/"), text.count > 1 else {
            folder = ""
            name = String(text)
            return
        }
        folder = separator == text.startIndex ? "/" : String(text[..<separator])
        name = String(text[text.index(after: separator)...])
    }

    /// A file of this name in the same folder.
    public func sibling(_ name: String) -> String {
        folder.isEmpty ? name : folder == "/" ? "/" + name : folder + "/" + name
    }
}
