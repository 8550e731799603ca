import Ansatz
import FieldFiles
import Foundation
import Plots

/// What a run left behind, read back for pictures and pages.
struct RunContents {
    /// Path as given: a run folder, or an `.npz` file with the layout of `solution.npz`.
    let path: String
    let isFolder: Bool
    /// `run.json` and `result.json`; empty where missing.
    let manifest: [String: Any]
    let result: [String: Any]

    /// - Throws: `RunReader.Failure.missing`, `.notARun`
    init(path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw RunReader.Failure.missing(path) }
        self.path = path
        self.isFolder = isFolder.boolValue
        manifest = self.isFolder ? Self.document(path + "/run.json") : [:]
        result = self.isFolder ? Self.document(path + "/result.json") : [:]
        let hasFields = FileManager.default.fileExists(atPath: path + "/solution.npz")
        if self.isFolder, manifest.isEmpty, !hasFields { throw RunReader.Failure.notARun(path) }
    }

    private static func document(_ path: String) -> [String: Any] {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return (try? JSONSerialization.jsonObject(with: data) as? [String: Any]) ?? [:]
    }

    /// The text of a file in the folder, or nil.
    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The fields at all times.
    /// - Throws: `RunReader.Failure.noFields` for a run that wrote none, `FieldFileError`
    func series() throws -> FieldSeries {
        if isFolder, !FileManager.default.fileExists(atPath: path + "/solution.npz") {
            throw RunReader.Failure.noFields(path: path, status: status)
        }
        return FieldSeries(try RunReader.snapshots(at: path), label: label, region: region)
    }

    /// The region of the problem, from the resolved copy of its file; nil for a whole box, or where the copy cannot be read
    /// any more because a file that it names is gone.
    private var region: Shape? {
        isFolder ? problemFile()?.problem?.region : nil
    }

    /// The problem, from the resolved copy of its file; nil without a copy. Files that it names are looked for beside the original.
    func problemFile(overrides: [String] = []) -> ProblemFileResult? {
        guard let resolved = text("resolved.yaml") else { return nil }
        let inputs = manifest["inputs"] as? [[String: Any]] ?? []
        var folder = (inputs.first?["path"] as? String).map { FilePath($0).folder } ?? path
        if !folder.hasPrefix("/"), let start = manifest["folder"] as? String { folder = folder.isEmpty ? start : start + "/" + folder }
        return ProblemFile.read(
            text: resolved, fileName: folder + "/resolved.yaml", overrides: overrides, methods: SolverCatalogue.standard.schemas)
    }

    /// What the manifest says of how the run stands.
    var status: String {
        let status = manifest["status"] as? String ?? "unknown"
        return (manifest["error"] as? String).map { "\(status): \($0)" } ?? status
    }

    /// What to call the run beside others: its method, else its name.
    var label: String { method ?? FilePath(path).name }

    var method: String? { manifest["method"] as? String ?? result["method"] as? String }

    var history: ConvergenceHistory { ConvergenceHistory(lines: (isFolder ? text("metrics.jsonl") : nil) ?? "") }

    /// The title of the problem, from the resolved copy of its file; its name where that has none.
    var title: String {
        let lines = (isFolder ? text("resolved.yaml") : nil)?.split(separator: "\n") ?? []
        let written = lines.first { $0.hasPrefix("title:") }.map { Self.scalar($0.dropFirst("title:".count)) } ?? ""
        return written.isEmpty ? problem : written
    }

    /// Name of the problem.
    var problem: String { result["problem"] as? String ?? FilePath(path).name }

    /// The value of a one-line scalar, plain or in single quotes, before its comment.
    private static func scalar(_ text: Substring) -> String {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        guard trimmed.hasPrefix("'") else { return (trimmed.range(of: " #").map { String(trimmed[..<$0.lowerBound]) } ?? trimmed).trimmingCharacters(in: .whitespaces) }
        var result = "", isQuote = false
        for character in trimmed.dropFirst() {
            // Two quotes are one; one alone ends the value.
            if isQuote, character != "'" { break }
            if character == "'", !isQuote { isQuote = true } else {
                result.append(character)
                isQuote = false
            }
        }
        return result
    }

    /// Labels that tell runs apart: methods, or names of folders where methods are alike.
    static func distinctLabels(_ runs: [RunContents]) -> [String] {
        let labels = runs.map(\.label)
        if Set(labels).count == labels.count { return labels }
        let names = runs.map { FilePath($0.path).name }
        return Set(names).count == names.count ? names : runs.map(\.path)
    }
}
