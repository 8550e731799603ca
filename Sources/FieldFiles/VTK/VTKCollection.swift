import Foundation

/// The list of a time series (`.pvd`): a file per time, paths relative to the list.
public struct VTKCollection: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public var time: Double
        /// Relative to the `.pvd`.
        public var file: String

        public init(time: Double, file: String) {
            self.time = time
            self.file = file
        }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    /// The text of the file.
    public var encoded: String {
        var text = "<?xml version=\"1.0\"?>\n<VTKFile type=\"Collection\" version=\"0.1\">\n  <Collection>\n"
        for entry in entries {
            let file = XMLText.escaped(entry.file)
            text += "    <DataSet timestep=\"\(entry.time)\" part=\"0\" file=\"\(file)\"/>\n"
        }
        return text + "  </Collection>\n</VTKFile>\n"
    }

    /// Writes the list atomically, so that a killed run stays viewable.
    public func write(to path: String) throws(FieldFileError) {
        try write(to: path, isFlushed: true)
    }

    func write(to path: String, isFlushed: Bool) throws(FieldFileError) {
        try AtomicFile.write([Array(encoded.utf8)], to: path, isFlushed: isFlushed)
    }
}
