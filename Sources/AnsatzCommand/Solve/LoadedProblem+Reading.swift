import Ansatz
import Expressions
import Foundation

extension LoadedProblem {
    /// A file that was read, accepted or not.
    struct Attempt {
        var loaded: LoadedProblem?
        var result: ProblemFileResult
    }

    /// Reads and checks a file; `-` reads standard input.
    static func attempt(path: String, overrides: [String]) -> Attempt {
        let methods = SolverCatalogue.standard.schemas
        var text = ""
        let result: ProblemFileResult
        if path == "-" {
            text = String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
            result = ProblemFile.read(text: text, fileName: "stdin.yaml", overrides: overrides, methods: methods)
        } else {
            result = ProblemFile.read(path: path, overrides: overrides, methods: methods)
            text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        guard let problem = result.problem else { return Attempt(loaded: nil, result: result) }
        var settings: [String: Settings] = [:]
        for request in problem.solvers {
            guard let method = SolverCatalogue.standard.method(named: request.method),
                case .settings(let read) = request.settings(schema: method.schema, constant: constant)
            else { continue }
            settings[request.method] = read
        }
        // Overrides are sources of messages too, but not files.
        let bases = result.sources.filter { $0.key != path && !$0.key.hasPrefix("--set") && path != "-" }
        let loaded = LoadedProblem(
            problem: problem, path: path, bases: bases, text: text, resolvedText: result.resolvedText, overrides: overrides,
            settingsOfMethods: settings, identity: result.resolvedText)
        return Attempt(loaded: loaded, result: result)
    }

    /// The value of a formula without names other than constants.
    private static func constant(_ text: String) -> Double? { ConstantText.value(of: text) }
}

extension Terminal {
    /// Shows diagnostics the way people read them.
    func show(_ result: ProblemFileResult) {
        guard !result.diagnostics.isEmpty else { return }
        let renderer = DiagnosticRenderer(
            sources: result.sources, width: isInteractive ? width : nil, usesColor: usesColour)
        write(renderer.render(result.diagnostics))
    }
}
