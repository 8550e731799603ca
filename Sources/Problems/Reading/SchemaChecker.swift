/// Compares nodes with declarations: unknown and missing keys, wrong types, ranges, choices.
struct SchemaChecker {
    let methods: [MethodSchema]
    private(set) var diagnostics: [Diagnostic] = []

    init(methods: [MethodSchema]) {
        self.methods = methods
    }

    /// Checks a whole file.
    mutating func check(_ root: RawNode) {
        guard let entries = root.map else {
            return report(.notAMapKind, at: root.origin)
        }
        checkMap(entries, keys: KeySchema.problem, section: "", node: root)
    }

    private mutating func report(_ kind: DiagnosticKind, at origin: SourceOrigin?) {
        diagnostics.append(Diagnostic(kind, at: origin))
    }

    private mutating func report(_ problem: KeyProblem, at origin: SourceOrigin?) {
        report(.key(problem), at: origin)
    }

    mutating func checkMap(_ entries: [RawEntry], keys: [KeySchema], section: String, node: RawNode) {
        for entry in entries {
            guard let schema = keys.first(where: { $0.name == entry.key }) else {
                report(
                    .unknown(
                        key: entry.key, section: section, allowed: keys.map(\.name), splitByComma: Self.isSplit(entry, in: node)),
                    at: entry.keyOrigin)
                continue
            }
            let path = section.isEmpty ? entry.key : "\(section).\(entry.key)"
            guard !isMissing(entry) else { continue }
            check(entry.value, schema.value, path: path)
        }
        let present = Set(entries.map(\.key))
        // A misspelt key is reported as such, not also as a missing one.
        let meant = entries.filter { entry in !keys.contains { $0.name == entry.key } }
            .compactMap { Suggestion.nearest(to: $0.key, among: keys.map(\.name)) }
        for key in keys where key.isRequired && !present.contains(key.name) && !meant.contains(key.name) {
            report(.missing(key: key.name, section: section, example: key.example), at: node.origin)
        }
    }

    private mutating func isMissing(_ entry: RawEntry) -> Bool {
        guard entry.value.text == "" || entry.value.text == "~" || entry.value.text == "null", !entry.value.isQuoted else {
            return false
        }
        report(.valueMissing(key: entry.key), at: entry.keyOrigin)
        return true
    }

    /// `{y: if(a, 1, 2)}` has the keys `y`, `1` and `2)`.
    static func isSplit(_ entry: RawEntry, in node: RawNode) -> Bool {
        node.isFlow && (entry.value.text == "" && !entry.value.isQuoted || entry.key.contains { "()[]".contains($0) })
    }

    mutating func check(_ node: RawNode, _ value: KeySchema.Value, path: String) {
        switch value {
        case .anything: break
        case .text, .formula:
            if node.text == nil { wrongType(node, value, path) }
        case .flag: checkFlag(node, value, path)
        case .number, .integer: checkNumber(node, value, path)
        case .choice(let allowed): checkChoice(node, allowed, value, path)
        case .interval: checkInterval(node, path)
        case .list(let element):
            if node.map != nil, case .map = element {} else if node.map != nil { return wrongType(node, value, path) }
            for item in node.elements {
                if item.text == "", !item.isQuoted { report(.valueMissing(key: path), at: item.origin) }
                check(item, element, path: path)
            }
        case .map(let keys):
            guard let entries = node.map else { return wrongType(node, value, path) }
            checkMap(entries, keys: keys, section: path, node: node)
        case .named(let element, let noun): checkNamed(node, element, noun, value, path)
        case .oneOf(let alternatives): checkAlternatives(node, alternatives, value, path)
        case .methods: checkMethods(node, value, path)
        }
    }

    private mutating func wrongType(_ node: RawNode, _ value: KeySchema.Value, _ path: String) {
        let expected: String = if case .map = value { "a map of keys" } else { value.words }
        report(.wrongType(key: path, expected: expected, found: node.noun), at: node.origin)
    }

    private mutating func checkFlag(_ node: RawNode, _ value: KeySchema.Value, _ path: String) {
        guard let text = node.text else { return wrongType(node, value, path) }
        if text != "true", text != "false" { report(.flag(key: path, value: text), at: node.origin) }
    }

    private mutating func checkChoice(_ node: RawNode, _ allowed: [String], _ value: KeySchema.Value, _ path: String) {
        guard let text = node.text else { return wrongType(node, value, path) }
        if !allowed.contains(text) { report(.choice(key: path, value: text, allowed: allowed), at: node.origin) }
    }

    private mutating func checkNumber(_ node: RawNode, _ value: KeySchema.Value, _ path: String) {
        guard let text = node.text, let number = ConstantText.value(of: text) else { return wrongType(node, value, path) }
        switch value {
        case .number(let range) where !range.contains(number):
            report(.outOfRange(key: path, value: text, range: value.words), at: node.origin)
        case .integer(let range):
            guard let whole = Int(exactly: number) else { return wrongType(node, value, path) }
            if !range.contains(whole) { report(.outOfRange(key: path, value: text, range: value.words), at: node.origin) }
        default: break
        }
    }

    private mutating func checkInterval(_ node: RawNode, _ path: String) {
        guard let ends = node.list, ends.count == 2, ends.allSatisfy({ $0.text != nil }) else {
            return wrongType(node, .interval, path)
        }
    }

    private mutating func checkNamed(
        _ node: RawNode, _ element: KeySchema.Value, _ noun: String, _ value: KeySchema.Value, _ path: String
    ) {
        guard let entries = node.map else { return wrongType(node, value, path) }
        for entry in entries {
            if Self.isSplit(entry, in: node) {
                report(.unknown(key: entry.key, section: path, allowed: [], splitByComma: true), at: entry.keyOrigin)
                continue
            }
            if noun != "path", noun != "field", noun != "equation", let reason = NameRules.refusal(of: entry.key) {
                report(.badName(name: entry.key, reason: reason), at: entry.keyOrigin)
            }
            guard !isMissing(entry) else { continue }
            check(entry.value, element, path: "\(path).\(entry.key)")
        }
    }

    private mutating func checkAlternatives(
        _ node: RawNode, _ alternatives: [KeySchema.Value], _ value: KeySchema.Value, _ path: String
    ) {
        guard let fitting = alternatives.first(where: { $0.fits(node) }) else { return wrongType(node, value, path) }
        check(node, fitting, path: path)
    }

    private mutating func checkMethods(_ node: RawNode, _ value: KeySchema.Value, _ path: String) {
        if node.text != nil { return checkMethodNames(node.elements) }
        if let list = node.list { return checkMethodNames(list) }
        for entry in node.map ?? [] {
            if methods.isEmpty { continue }
            guard let method = methods.first(where: { $0.name == entry.key }) else {
                report(.unknownMethod(name: entry.key, known: methods.map(\.name)), at: entry.keyOrigin)
                continue
            }
            let isBare = entry.value.text == "" && !entry.value.isQuoted
            guard !isBare, method.isAvailable, !method.settings.isEmpty else { continue }
            let expect = KeySchema.problem.filter { $0.name == "expect" }
            check(entry.value, .map(method.settings + expect), path: "\(path).\(entry.key)")
        }
    }

    private mutating func checkMethodNames(_ nodes: [RawNode]) {
        for node in nodes {
            let name = node.text ?? ""
            if name != "auto", !methods.isEmpty, !methods.contains(where: { $0.name == name }) {
                report(.unknownMethod(name: name, known: methods.map(\.name)), at: node.origin)
            }
        }
    }
}

extension DiagnosticKind {
    fileprivate static let notAMapKind = DiagnosticKind.yaml(.notAMap)
}

extension KeySchema.Value {
    /// Whether a node has the outer form of this value.
    func fits(_ node: RawNode) -> Bool {
        switch self {
        case .text, .flag, .number, .integer, .choice, .formula: node.text != nil
        case .interval: node.list != nil
        case .list(let element): node.list != nil || element.fits(node)
        case .map, .named: node.map != nil
        case .oneOf(let values): values.contains { $0.fits(node) }
        case .methods, .anything: true
        }
    }
}
