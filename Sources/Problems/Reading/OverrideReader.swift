/// Applies `key.path=value` to a tree, by the same declarations as the file.
struct OverrideReader {
    let methods: [MethodSchema]

    /// What an override was refused for.
    struct Refusal: Error {
        var diagnostics: [Diagnostic]
    }

    /// - Parameters:
    ///   - text: the argument, `solvers.pinn.points=500`.
    ///   - name: its name in messages, `--set #2`.
    func apply(_ text: String, name: String, to root: RawNode) -> Result<RawNode, Refusal> {
        let scalars = Array(text.unicodeScalars)
        let whole = SourceOrigin(file: name, line: 1, column: 1, length: max(1, scalars.count))
        guard let equals = scalars.firstIndex(of: "="), equals > 0 else {
            return .failure(Refusal(diagnostics: [Diagnostic(.yaml(.override(text)), at: whole)]))
        }
        let path = String(String.UnicodeScalarView(scalars[..<equals])).trimmingBlanks
        let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let keyOrigin = SourceOrigin(file: name, line: 1, column: 1, length: equals)
        guard keys.count <= 16, keys.allSatisfy({ !$0.isEmpty }) else {
            return .failure(Refusal(diagnostics: [Diagnostic(.yaml(.override(text)), at: whole)]))
        }
        return value(of: scalars, after: equals, name: name, path: path, keyOrigin: keyOrigin).flatMap { value in
            let step = Step(root: root, path: path, origin: keyOrigin, value: value)
            do {
                return .success(try set(root, keys[...], .map(KeySchema.problem), done: [], step))
            } catch let refusal as Refusal {
                return .failure(refusal)
            } catch {
                return .failure(Refusal(diagnostics: []))
            }
        }
    }

    private struct Step {
        var root: RawNode
        var path: String
        var origin: SourceOrigin
        var value: RawNode
    }

    /// Blanks in place of the path keep the columns of the value right.
    private func value(
        of scalars: [Unicode.Scalar], after equals: Int, name: String, path: String, keyOrigin: SourceOrigin
    ) -> Result<RawNode, Refusal> {
        let tail = String(String.UnicodeScalarView(scalars[(equals + 1)...]))
        guard !tail.trimmingBlanks.isEmpty else {
            return .failure(Refusal(diagnostics: [Diagnostic(.key(.valueMissing(key: path)), at: keyOrigin)]))
        }
        let padded = String(repeating: " ", count: equals + 1) + tail
        return YAMLReader(file: name, text: padded).read().mapError { Refusal(diagnostics: $0.diagnostics) }
    }

    private func set(
        _ node: RawNode?, _ keys: ArraySlice<String>, _ schema: KeySchema.Value, done: [String], _ step: Step
    ) throws -> RawNode {
        guard let key = keys.first else { return step.value }
        let allowed = try self.allowed(node, schema, done, step)
        let container = Self.promoted(node, for: schema)
        if let allowed, !allowed.names.contains(key) {
            throw refusal(done, key, keys.dropFirst(), allowed.names, step)
        }
        var entries = container?.map ?? []
        let index = entries.firstIndex { $0.key == key }
        let child = try set(
            index.map { entries[$0].value }, keys.dropFirst(), allowed?.value(key) ?? .anything, done: done + [key], step)
        if let index {
            entries[index].value = child
        } else {
            entries.append(RawEntry(key: key, keyOrigin: step.origin, value: child))
        }
        var result = container ?? RawNode(content: .map([]), origin: step.origin, hasExactOffsets: false)
        result.content = .map(entries)
        return result
    }

    private struct Allowed {
        var names: [String]
        var value: (String) -> KeySchema.Value
    }

    /// The keys that may follow; nil if any may.
    private func allowed(
        _ node: RawNode?, _ schema: KeySchema.Value, _ done: [String], _ step: Step
    ) throws -> Allowed? {
        switch schema {
        case .map(let keys):
            return Allowed(names: keys.map(\.name)) { name in keys.first { $0.name == name }?.value ?? .anything }
        case .named(let value, _):
            return Allowed(names: (node?.map ?? []).map(\.key)) { _ in value }
        case .methods:
            let listed = (node?.map ?? []).map(\.key)
            return Allowed(names: methods.map(\.name) + listed) { name in
                guard let method = methods.first(where: { $0.name == name }), method.isAvailable, !method.settings.isEmpty
                else { return .anything }
                return .map(method.settings + KeySchema.problem.filter { $0.name == "expect" })
            }
        case .oneOf(let alternatives):
            let maps = alternatives.filter { if case .map = $0 { true } else if case .named = $0 { true } else { false } }
            guard let first = maps.first else { throw refusal(done, nil, [], [], step) }
            return try allowed(node, first, done, step)
        case .anything:
            return nil
        default:
            throw refusal(done, nil, [], [], step)
        }
    }

    /// `[a, b]` as `{from: a, to: b}` and `value` as `{value: value}`, so that one part of it can be set.
    private static func promoted(_ node: RawNode?, for schema: KeySchema.Value) -> RawNode? {
        guard let node, node.map == nil else { return node }
        let names = schema.keys.map(\.name)
        var result = node
        func entry(_ key: String, _ value: RawNode) -> RawEntry { RawEntry(key: key, keyOrigin: value.origin, value: value) }
        if let ends = node.list, ends.count == 2, names.contains("from") {
            result.content = .map([entry("from", ends[0]), entry("to", ends[1])])
        } else if node.text != nil, names.contains("value") {
            result.content = .map([entry("value", node)])
        } else {
            result.content = .map([])
        }
        return result
    }

    private func refusal(
        _ done: [String], _ key: String?, _ rest: ArraySlice<String>, _ names: [String], _ step: Step
    ) -> Refusal {
        var suggestion: String?
        if let key, let near = Suggestion.nearest(to: key, among: names) {
            suggestion = (done + [near] + rest).joined(separator: ".")
        }
        suggestion = suggestion ?? elsewhere(step)
        let problem = KeyProblem.unknownPath(path: step.path, suggestion: suggestion, allowed: suggestion == nil ? names : [])
        return Refusal(diagnostics: [Diagnostic(.key(problem), at: step.origin)])
    }

    /// A path that ends in the same name: `nu` for `parameters.nu`.
    private func elsewhere(_ step: Step) -> String? {
        let known = step.root.paths() + methodPaths(step.root)
        let last = step.path.split(separator: ".").last.map(String.init) ?? step.path
        return known.first { $0.hasSuffix("." + last) } ?? Suggestion.nearest(to: step.path, among: known)
    }

    private func methodPaths(_ root: RawNode) -> [String] {
        (root["solvers"]?.map ?? []).flatMap { entry in
            (methods.first { $0.name == entry.key }?.settings ?? []).map { "solvers.\(entry.key).\($0.name)" }
        }
    }
}

extension String {
    var trimmingBlanks: String {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
        return String(drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed())
    }
}
