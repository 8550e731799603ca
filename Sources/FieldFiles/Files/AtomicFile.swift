import Fields
import Foundation
import Synchronization

/// A file that appears under its name complete or not at all.
///
/// Bytes go to `<path>.tmp`; `commit` flushes and renames. Without a commit the temporary file is removed.
final class AtomicFile {
    let path: String
    private let temporaryPath: String
    private var descriptor: Int32

    init(path: String) throws(FieldFileError) {
        self.path = path
        temporaryPath = path + ".tmp"
        descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw .system(.create, path: path, code: errno) }
    }

    /// Appends bytes.
    func write(_ bytes: [UInt8]) throws(FieldFileError) {
        var done = 0
        while done < bytes.count {
            // One call writes at most 2 GiB on Linux and fails above that on macOS.
            let length = min(bytes.count - done, 1 << 30)
            let written = bytes.withUnsafeBytes { raw in
                Foundation.write(descriptor, raw.baseAddress.map { $0 + done }, length)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw .system(.write, path: path, code: errno)
            }
            done += written
        }
    }

    /// Puts the file in place, after flushing it to the disk unless `isFlushed` is false.
    func commit(isFlushed: Bool = true) throws(FieldFileError) {
        if isFlushed && fsync(descriptor) != 0 { throw .system(.synchronize, path: path, code: errno) }
        let status = close(descriptor)
        descriptor = -1
        if status != 0 { throw remove(.write) }
        if rename(temporaryPath, path) != 0 { throw remove(.rename) }
        if isFlushed { Self.flushFolder(of: path) }
    }

    /// The new name itself survives a power failure only once its folder is flushed; not every file system can.
    private static func flushFolder(of path: String) {
        let folder = FilePath(path).folder
        let handle = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
        if handle >= 0 {
            fsync(handle)
            close(handle)
        }
    }

    /// Flushes files that were put in place without it.
    ///
    /// In threads: each flush mostly waits for the disk, which serves many together in the time of a few.
    static func flush(_ paths: [String]) throws(FieldFileError) {
        let codes = Mutex([Int: Int32]())
        DispatchQueue.concurrentPerform(iterations: paths.count) { index in
            let handle = open(paths[index], O_RDONLY | O_CLOEXEC)
            if handle < 0 || fsync(handle) != 0 {
                let code = errno
                codes.withLock { $0[index] = code }
            }
            if handle >= 0 { close(handle) }
        }
        let failure = codes.withLock { $0.min { $0.key < $1.key } }
        if let failure { throw .system(.synchronize, path: paths[failure.key], code: failure.value) }
        let folders = Dictionary(grouping: paths) { FilePath($0).folder }
        for files in folders.values { flushFolder(of: files[0]) }
    }

    private func remove(_ operation: FieldFileError.Operation) -> FieldFileError {
        let code = errno
        unlink(temporaryPath)
        return .system(operation, path: path, code: code)
    }

    deinit {
        if descriptor >= 0 {
            close(descriptor)
            unlink(temporaryPath)
        }
    }

    /// Writes a file from pieces in order.
    static func write(_ pieces: [[UInt8]], to path: String, isFlushed: Bool = true) throws(FieldFileError) {
        let file = try AtomicFile(path: path)
        for piece in pieces { try file.write(piece) }
        try file.commit(isFlushed: isFlushed)
    }
}
