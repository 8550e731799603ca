import Foundation
import NumericsCore

/// The checkpoints of a run: `checkpoint_<step>.safetensors`, of which the newest two are kept.
public struct CheckpointFolder: Sendable {
    public let path: String
    /// Number of files kept.
    public var kept = 2

    public init(path: String) {
        self.path = path
    }

    /// Writes a checkpoint, then removes those older than the newest `kept`.
    /// - Returns: path of the file written.
    @discardableResult
    public func save(_ file: CheckpointFile, step: Int) throws(FieldFileError) -> String {
        try AtomicWriting.createFolder(path)
        let digits = String(step)
        let name = "checkpoint_" + String(repeating: "0", count: max(0, 9 - digits.count)) + digits + ".safetensors"
        let target = (path as NSString).appendingPathComponent(name)
        try file.write(to: target)
        for old in files.dropLast(kept) where old != target { unlink(old) }
        return target
    }

    /// Paths of the checkpoints, oldest first.
    public var files: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasPrefix("checkpoint_") && $0.hasSuffix(".safetensors") }.sorted()
            .map { (path as NSString).appendingPathComponent($0) }
    }

    /// The newest checkpoint that is whole, and those that had to be passed over. Nil if there is none at all;
    /// throws the newest file's error if every one is damaged.
    public func newest() throws(FieldFileError) -> (file: CheckpointFile, path: String, damaged: [FieldFileError])? {
        var damaged: [FieldFileError] = []
        for candidate in files.reversed() {
            do {
                return (try CheckpointFile(path: candidate), candidate, damaged)
            } catch {
                damaged.append(error)
            }
        }
        if let first = damaged.first { throw first }
        return nil
    }
}
