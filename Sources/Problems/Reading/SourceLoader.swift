import Fields
import Foundation

/// Reads a file and everything it extends, and remembers every text for the carets.
struct SourceLoader {
    /// Text by file name as it appears in messages.
    private(set) var sources: [String: String] = [:]
    /// File names in the order read: the user's own first.
    private(set) var files: [String] = []
    private(set) var diagnostics: [Diagnostic] = []

    /// More than anyone needs, few enough to read at once.
    static let longestChain = 16

    /// - Parameter mentioned: where another file named this one.
    mutating func load(path: String, mentioned: SourceOrigin? = nil, chain: [String] = []) -> RawNode? {
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        guard !chain.contains(absolute), chain.count < Self.longestChain else {
            let names = (chain + [absolute]).map { URL(fileURLWithPath: $0).lastPathComponent }
            diagnostics.append(Diagnostic(.yaml(.extendsCycle(names)), at: mentioned))
            return nil
        }
        switch Self.text(path: path) {
        case .failure(let failure):
            diagnostics.append(Diagnostic(failure.kind, at: mentioned))
            return nil
        case .success(let text):
            return load(text: text, name: path, chain: chain + [absolute])
        }
    }

    /// Reads text that is already here; `extends` is relative to the folder of `name`.
    mutating func load(text: String, name: String, chain: [String] = []) -> RawNode? {
        sources[name] = text
        files.append(name)
        switch YAMLReader(file: name, text: text).read() {
        case .failure(let error):
            diagnostics += error.diagnostics
            return nil
        case .success(let node):
            guard node.map != nil else {
                diagnostics.append(Diagnostic(.yaml(.notAMap), at: node.origin))
                return nil
            }
            return extend(node, name: name, chain: chain)
        }
    }

    mutating func add(source text: String, name: String) {
        sources[name] = text
        files.append(name)
    }

    private mutating func extend(_ node: RawNode, name: String, chain: [String]) -> RawNode? {
        guard let entry = node.entry("extends"), let base = entry.value.text, !base.isEmpty else { return node }
        let folder = FilePath(name).folder
        let path = base.hasPrefix("/") || folder.isEmpty ? base : folder + "/" + base
        guard var below = load(path: path, mentioned: entry.value.origin, chain: chain) else { return nil }
        for item in node["remove"]?.elements ?? [] {
            guard let section = item.text else { continue }
            let present = below.map?.map(\.key) ?? []
            if !below.remove(path: section.split(separator: ".").map(String.init)) {
                diagnostics.append(Diagnostic(.key(.removesNothing(name: section, present: present)), at: item.origin))
            }
        }
        return below.overlaid(by: node)
    }

    struct Failure: Error {
        var kind: DiagnosticKind
    }

    /// The text of a file, or why it cannot be had.
    static func text(path: String) -> Result<String, Failure> {
        switch FileBytes.read(path: path, limit: YAMLLimits.bytes) {
        case .failure(let failure):
            return .failure(Failure(kind: .yaml(.unreadable(path: path, reason: failure.reason))))
        case .success(let bytes):
            guard let text = String(bytes: bytes, encoding: .utf8) else {
                return .failure(Failure(kind: .yaml(.notText("'\(path)' is not valid UTF-8"))))
            }
            return .success(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
        }
    }
}
