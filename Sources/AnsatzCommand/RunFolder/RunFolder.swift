import FieldFiles
import Fields
import Foundation

/// The folder a run leaves behind and the paths inside it.
struct RunFolder: Sendable {
    let path: String

    /// How a folder that already holds something is treated.
    enum Existing: Sendable {
        case refuse, replace, resume
    }

    var manifest: String { path + "/run.json" }
    var problemCopy: String { path + "/problem.yaml" }
    var resolvedProblem: String { path + "/resolved.yaml" }
    var log: String { path + "/log.txt" }
    var metrics: String { path + "/metrics.jsonl" }
    var result: String { path + "/result.json" }
    var checkpoints: String { path + "/checkpoints" }

    /// The default place: `outputs/<problem>/<time>-<method>` below the current folder.
    static func defaultPath(problem: String, method: String, now: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "yyyyMMdd-HHmmss"
        let base = "outputs/\(problem)/\(format.string(from: now))-\(method)"
        var candidate = base
        var count = 2
        while FileManager.default.fileExists(atPath: candidate) {
            candidate = "\(base)-\(count)"
            count += 1
        }
        return candidate
    }

    /// Makes or opens the folder.
    /// - Throws: `RunFolderError`
    init(path: String, existing: Existing) throws {
        self.path = path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            guard isFolder.boolValue else { throw RunFolderError.notAFolder(path) }
            let contents = try Self.translating(path) { try FileManager.default.contentsOfDirectory(atPath: path) }
            if !contents.isEmpty {
                switch existing {
                case .refuse: throw RunFolderError.notEmpty(path)
                case .replace: try Self.removeRun(at: path, contents)
                case .resume: break
                }
            }
        } else if existing == .resume {
            throw RunFolderError.nothingToResume(path)
        }
        try Self.translating(path) {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
    }

    /// Removes what an earlier run wrote. A folder that is not a run folder is never emptied.
    private static func removeRun(at path: String, _ contents: [String]) throws {
        guard contents.contains("run.json") else { throw RunFolderError.notARun(path) }
        try translating(path) {
            for name in contents where ownNames.contains(name) {
                try FileManager.default.removeItem(atPath: path + "/" + name)
            }
        }
    }

    private static let ownNames: Set<String> = [
        "run.json", "problem.yaml", "resolved.yaml", "log.txt", "metrics.jsonl", "result.json", "solution.pvd", "solution.csv",
        "solution.npz", "fields", "paraview.py", "checkpoints", "probes.csv", "plots", "report.html",
    ]

    /// Points the link `latest` beside the run at it.
    func link() {
        let link = FilePath(path).sibling("latest")
        if (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) != nil {
            try? FileManager.default.removeItem(atPath: link)
        }
        try? FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: FilePath(path).name)
    }

    /// Writes a file whole: temporary name, synced, renamed, so that a crash leaves the old one or the new one.
    func write(_ text: String, to file: String) throws {
        try AtomicWriting.write(text, to: file)
    }

    static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as RunFolderError {
            throw error
        } catch {
            throw RunFolderError.failed(path, reason: (error as NSError).localizedDescription)
        }
    }
}

/// Why a run folder cannot be used.
enum RunFolderError: Error, Equatable {
    case notAFolder(String)
    case notEmpty(String)
    case notARun(String)
    case nothingToResume(String)
    case failed(String, reason: String)
}
