/// A file format for figures.
public enum FigureFormat: String, CaseIterable, Sendable {
    /// Pixels, two to a point.
    case png
    /// Lines and letters as shapes; colour maps as images inside.
    case svg
    case pdf

    /// The format of a file by its name's ending, or nil.
    public init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        self.init(rawValue: path[path.index(after: dot)...].lowercased())
    }
}
