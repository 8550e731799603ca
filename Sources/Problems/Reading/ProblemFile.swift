import Fields
import Foundation

/// What came of reading a problem file.
public struct ProblemFileResult: Sendable {
    /// The problem; nil if anything is wrong with it.
    public var problem: Problem?
    /// Errors and warnings, sorted by position.
    public var diagnostics: [Diagnostic]
    /// The text of `resolved.yaml`: every value, defaults and overrides, with a comment on its origin. Empty if the file
    /// could not be read as YAML.
    public var resolvedText: String
    /// Text by file name, for `DiagnosticRenderer`.
    public var sources: [String: String]

    /// 0, or the exit code that the gravest error asks for.
    public var exitCode: Int32 {
        let codes = diagnostics.filter { $0.severity == .error }.map(\.exitCode)
        return codes.contains(66) ? 66 : codes.first ?? 0
    }
}

/// The way from a problem file to a `Problem`.
public enum ProblemFile {
    /// Reads a file.
    /// - Parameters:
    ///   - overrides: `key.path=value`, applied in order; messages call them `--set #1`, `--set #2`.
    ///   - methods: methods and their settings. Empty accepts any method and any setting.
    public static func read(path: String, overrides: [String] = [], methods: [MethodSchema] = []) -> ProblemFileResult {
        var loader = SourceLoader()
        let root = loader.load(path: path)
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        return Reading(name: name, methods: methods).finish(root, loader: loader, overrides: overrides)
    }

    /// Reads text, for standard input and tests. `fileName` stands in messages; `extends` is relative to its folder.
    public static func read(
        text: String, fileName: String = "problem.yaml", overrides: [String] = [], methods: [MethodSchema] = []
    ) -> ProblemFileResult {
        var loader = SourceLoader()
        let root = loader.load(text: text, name: fileName)
        let name = URL(fileURLWithPath: fileName).deletingPathExtension().lastPathComponent
        return Reading(name: name, methods: methods).finish(root, loader: loader, overrides: overrides)
    }

    private struct Reading {
        var name: String
        var methods: [MethodSchema]
        static let longestList = 100

        func finish(_ root: RawNode?, loader: SourceLoader, overrides: [String]) -> ProblemFileResult {
            var loader = loader
            var diagnostics = loader.diagnostics
            var tree = root
            let known = methods + MethodSchema.planned.filter { planned in !methods.contains { $0.name == planned.name } }
            for (index, override) in overrides.enumerated() {
                let label = "--set #\(index + 1)"
                loader.add(source: override, name: label)
                guard let current = tree else { continue }
                switch OverrideReader(methods: known).apply(override, name: label, to: current) {
                case .success(let changed): tree = changed
                case .failure(let refusal): diagnostics += refusal.diagnostics
                }
            }
            var result = ProblemFileResult(problem: nil, diagnostics: [], resolvedText: "", sources: loader.sources)
            if let tree {
                var checker = SchemaChecker(methods: methods.isEmpty ? [] : known)
                checker.check(tree)
                diagnostics += checker.diagnostics
                let folder = loader.files.first.map { FilePath($0).folder } ?? ""
                var builder = ProblemBuilder(name: name, root: tree, methods: known, folder: folder, keyErrors: diagnostics)
                let problem = builder.build()
                diagnostics += builder.diagnostics
                result.problem = diagnostics.containsErrors ? nil : problem
                var writer = ResolvedWriter(methods: known)
                result.resolvedText = writer.write(tree)
            }
            // Nobody mends more than this at once, and hostile text can cause very many.
            result.diagnostics = Array(diagnostics.sortedByPosition(files: loader.files).prefix(Self.longestList))
            return result
        }
    }
}
