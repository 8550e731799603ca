import Foundation

/// Finds the problem files that come with the tool.
enum ProblemLibrary {
    /// Folder with the files: `problems` below the current folder, beside or above the program, or in `share/ansatz`.
    static func folder() -> String? {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var candidates = ["problems"]
        if let override = ProcessInfo.processInfo.environment["ANSATZ_PROBLEMS"] { candidates.insert(override, at: 0) }
        var folder = program.deletingLastPathComponent()
        candidates.append(folder.appendingPathComponent("../share/ansatz/problems").standardized.path)
        for _ in 0..<5 {
            candidates.append(folder.appendingPathComponent("problems").path)
            folder.deleteLastPathComponent()
        }
        return candidates.first { !files(in: $0).isEmpty }
    }

    /// Names of the problem files in a folder, without extension, sorted.
    static func files(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// Path of a problem by name, or nil.
    static func path(of name: String) -> String? {
        guard let folder = folder(), files(in: folder).contains(name) else { return nil }
        return "\(folder)/\(name).yaml"
    }
}
