import FieldFiles
import Foundation
import NumericsCore

/// The checkpoints of a run, each stamped with the method and the problem it belongs to.
struct CheckpointStore: Sendable {
    let method: String
    let problemHash: String
    private let folder: CheckpointFolder

    private static let methodKey = "method"
    private static let hashKey = "problem"

    init(folder: String, method: String, problemHash: String) {
        self.folder = CheckpointFolder(path: folder)
        self.method = method
        self.problemHash = problemHash
    }

    /// Writes a checkpoint; the newest two are kept.
    func save(_ checkpoint: Checkpoint, step: Int) throws {
        let stamp = [Self.methodKey: method, Self.hashKey: problemHash, "version": Version.text]
        try folder.save(CheckpointFile(checkpoint, annotations: stamp), step: step)
    }

    /// The newest checkpoint that is whole, nil if there is none; damaged ones are passed over.
    /// - Throws: `CheckpointError` when it belongs to another problem or method, `FieldFileError` when all are damaged.
    func newest() throws -> Checkpoint? {
        guard let found = try folder.newest() else { return nil }
        let stamp = found.file.annotations
        guard stamp[Self.methodKey] == method else { throw CheckpointError.otherMethod(stamp[Self.methodKey] ?? "unknown") }
        guard stamp[Self.hashKey] == problemHash else { throw CheckpointError.otherProblem(changed: []) }
        return found.file.checkpoint
    }

    /// Removes all checkpoints: a finished run needs none.
    func clear() {
        try? FileManager.default.removeItem(atPath: folder.path)
    }
}

/// Why a checkpoint cannot be continued.
enum CheckpointError: Error, Equatable {
    case otherMethod(String)
    /// Lines of the two resolved problems that differ.
    case otherProblem(changed: [String])
    case none(folder: String)
}
