import Foundation
import Problems

/// Files of wrong problems and the exact text that each must produce.
enum Golden {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")

    static var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// Methods as a build would pass them in.
    static let methods = [
        MethodSchema("chebyshev", settings: [
            KeySchema("tolerance", .number(1e-14...1), "Relative error aimed at.", default: "1e-8", example: "tolerance: 1e-8"),
            KeySchema("degree", .integer(2...1024), "Degree of an element.", default: "16", example: "degree: 16"),
        ]),
        MethodSchema("fourier", settings: [
            KeySchema("tolerance", .number(1e-14...1), "Relative error aimed at.", default: "1e-8", example: "tolerance: 1e-8")
        ]),
    ]

    /// Reads a golden file; lines `#set path=value` at its start are overrides.
    static func read(_ name: String) -> ProblemFileResult {
        let path = folder.appendingPathComponent(name + ".yaml").path
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let overrides = text.split(separator: "\n").prefix { $0.hasPrefix("#set ") }.map { String($0.dropFirst(5)) }
        return ProblemFile.read(path: path, overrides: overrides, methods: methods)
    }

    /// What the renderer says, with folder names removed.
    static func text(_ result: ProblemFileResult) -> String {
        DiagnosticRenderer(sources: result.sources).render(result.diagnostics)
            .replacingOccurrences(of: folder.path + "/", with: "")
    }
}
