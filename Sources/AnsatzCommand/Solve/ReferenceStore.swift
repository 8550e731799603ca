import Ansatz
import FieldFiles
import Foundation

/// Keeps solved references in the user's cache folder, by problem hash and method, so that each is solved once.
struct ReferenceStore {
    let problem: Problem
    let method: String
    let hash: String

    private var folder: String {
        let environment = ProcessInfo.processInfo.environment
        if let own = environment["ANSATZ_CACHE"] { return own + "/references" }
        let home = environment["XDG_CACHE_HOME"] ?? NSHomeDirectory() + "/.cache"
        return home + "/ansatz/references"
    }

    private var base: String { "\(folder)/\(hash.prefix(32))-\(method)" }

    /// The stored reference and its own error estimate by unknown; nil when there is none that can be read.
    func load() -> (snapshots: [Snapshot], errors: [String: Double])? {
        guard let snapshots = try? SnapshotArchive.read(path: base + ".npz"), !snapshots.isEmpty,
            let data = FileManager.default.contents(atPath: base + ".json"),
            let errors = try? JSONDecoder().decode([String: Double].self, from: data)
        else { return nil }
        return (snapshots, errors)
    }

    /// Stores a reference. A cache that cannot be written costs time later, nothing else.
    func save(_ snapshots: [Snapshot], errors: [String: Double]) {
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard let data = try? JSONEncoder().encode(errors.filter { $0.value.isFinite }) else { return }
        do {
            try SnapshotArchive.write(snapshots, to: base + ".npz")
            try data.write(to: URL(fileURLWithPath: base + ".json"), options: .atomic)
        } catch {
            try? FileManager.default.removeItem(atPath: base + ".npz")
        }
    }
}
