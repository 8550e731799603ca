import Ansatz
import FieldFiles
import Foundation

/// `<data file>.partial/`: the journals of the shards of an unfinished data set.
struct PartialFolder {
    let path: String
    let shard: Shard

    init(output: String, shard: Shard) {
        path = output + ".partial"
        self.shard = shard
    }

    private static let suffix = ".journal"

    private static func name(_ number: Int, _ count: Int) -> String { "shard-\(number)-of-\(count)" + suffix }

    var journal: String { path + "/" + Self.name(shard.number, shard.count) }

    /// Journals in the folder, by name.
    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0.hasSuffix(Self.suffix) }.sorted()
    }

    var hasOwnJournal: Bool { FileManager.default.fileExists(atPath: journal) }

    /// Paths of the journals of the other shards.
    /// - Throws: `GenerateError.otherShards`.
    func otherJournals() throws -> [String] {
        let allowed = (1...shard.count).map { Self.name($0, shard.count) }
        if let odd = names.first(where: { !allowed.contains($0) }) { throw GenerateError.otherShards(path: path, found: odd) }
        return names.map { path + "/" + $0 }.filter { $0 != journal }
    }

    func make() throws { try AtomicWriting.createFolder(path) }

    /// Waits until no other process looks whether the data set is whole, or assembles it.
    /// - Parameter isStopped: asked while waiting.
    /// - Returns: the lock, held until it is closed; nil if stopped, or if another process has assembled the data set.
    func lock(unless isStopped: () -> Bool) -> FileHandle? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if isStopped() { return nil }
            usleep(50_000)
        }
        // The process that held it may have assembled the file and removed the journals.
        return hasOwnJournal ? handle : nil
    }

    /// Removes the own journal.
    func removeJournal() { try? FileManager.default.removeItem(atPath: journal) }

    /// Removes the journals, and the folder if nothing else is in it.
    func remove() {
        for name in names { try? FileManager.default.removeItem(atPath: path + "/" + name) }
        rmdir(path)
    }
}
