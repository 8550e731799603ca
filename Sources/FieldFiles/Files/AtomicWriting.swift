import Fields
import Foundation

/// Files written completely or not at all.
public enum AtomicWriting {
    /// Writes bytes to `<path>.tmp`, flushes them to the disk and renames.
    public static func write(_ bytes: [UInt8], to path: String) throws(FieldFileError) {
        try AtomicFile.write([bytes], to: path)
    }

    /// Writes text as UTF-8; see `write(_:to:)`.
    public static func write(_ text: String, to path: String) throws(FieldFileError) {
        try write(Array(text.utf8), to: path)
    }

    /// Makes a folder and those above it; one that exists already is fine.
    public static func createFolder(_ path: String) throws(FieldFileError) {
        if path.isEmpty || mkdir(path, 0o755) == 0 { return }
        let code = errno
        if code == ENOENT {
            let parent = FilePath(path).folder
            guard !parent.isEmpty, parent != path else { throw .system(.createFolder, path: path, code: code) }
            try createFolder(parent)
            if mkdir(path, 0o755) == 0 { return }
            throw .system(.createFolder, path: path, code: errno)
        }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if !(exists && isFolder.boolValue) { throw .system(.createFolder, path: path, code: code) }
    }
}
