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

    /// Where the runs of a problem are kept: `outputs/<problem>`.
    static func defaultParent(problem: String) -> String { "outputs/\(problem)" }

    /// The default place: `outputs/<problem>/<time>-<method>` below the current folder. It is made at once, so that no run
    /// that starts in the same second takes it too.
    static func defaultPath(problem: String, method: String, now: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "yyyyMMdd-HHmmss"
        let base = "\(defaultParent(problem: problem))/\(format.string(from: now))-\(method)"
        var candidate = base
        var count = 2
        try? FileManager.default.createDirectory(atPath: defaultParent(problem: problem), withIntermediateDirectories: true)
        // Other failures of mkdir are told where the folder is opened.
        while mkdir(candidate, 0o777) != 0, errno == EEXIST {
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
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw RunFolderError.cannotMake(path, reason: Self.obstacle(to: path) ?? error.localizedDescription)
        }
    }

    /// The file on the way to a folder, if that is what stands in its way.
    private static func obstacle(to path: String) -> String? {
        var place = path
        while let slash = place.lastIndex(of: "/"), slash > place.startIndex {
            place = String(place[..<slash])
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) {
                return isFolder.boolValue ? nil : "'\(place)' is not a folder"
            }
        }
        return nil
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
        StoredRun.weightsName,
    ]

    /// Removes the folder again if nothing was written into it.
    func removeIfEmpty() { _ = rmdir(path) }

    /// Points the link `latest` beside the run at it. Beside a folder elsewhere, of the user's choice, nothing is touched.
    func link(problem: String) {
        guard FilePath(path).folder == Self.defaultParent(problem: problem) else { return }
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
    case cannotMake(String, reason: String)
    case failed(String, reason: String)
}
