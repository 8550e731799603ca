/// Writes a tree back as YAML: every value, defaults included, with a comment on its origin.
struct ResolvedWriter {
    let methods: [MethodSchema]
    private(set) var lines: [(text: String, comment: String)] = []

    init(methods: [MethodSchema]) {
        self.methods = methods
    }

    /// The text of `resolved.yaml`; it reads back as the same problem.
    mutating func write(_ root: RawNode) -> String {
        for schema in KeySchema.problem where !["extends", "remove"].contains(schema.name) {
            guard let entry = root.entry(schema.name) else {
                writeDefault(schema)
                continue
            }
            if schema.name == "solvers", let map = entry.value.map {
                lines.append(("solvers:", ""))
                for method in map { writeMethod(method) }
            } else {
                write(key: entry.key, entry.value, indent: 0)
            }
        }
        let width = min(60, (lines.map { $0.comment.isEmpty ? 0 : $0.text.count }.max() ?? 0) + 2)
        return lines.map { line in
            guard !line.comment.isEmpty else { return line.text }
            let gap = String(repeating: " ", count: max(2, width - line.text.count))
            return "\(line.text)\(gap)# \(line.comment)"
        }.joined(separator: "\n") + "\n"
    }

    private mutating func writeDefault(_ schema: KeySchema) {
        guard let value = schema.defaultText else { return }
        if schema.name == "format" {
            lines.append(("format: \(value)", "default"))
        } else {
            lines.append(("# \(schema.name): \(value)", "default"))
        }
    }

    private mutating func writeMethod(_ entry: RawEntry) {
        let defaults = (methods.first { $0.name == entry.key }?.settings ?? [])
            .filter { setting in setting.defaultText != nil && entry.value[setting.name] == nil }
        let given = entry.value.map ?? []
        guard !given.isEmpty || !defaults.isEmpty else {
            return lines.append(("  \(Self.quoted(entry.key)): {}", Self.comment(entry.keyOrigin)))
        }
        lines.append(("  \(Self.quoted(entry.key)):", ""))
        for setting in given { write(key: setting.key, setting.value, indent: 4) }
        for setting in defaults {
            let text = setting.defaultText ?? ""
            // A default that is described rather than a value would not read back.
            let isValue = !text.contains(" ") || text.hasPrefix("[")
            lines.append(("    \(isValue ? "" : "# ")\(setting.name): \(text)", "default"))
        }
    }

    private mutating func write(key: String, _ node: RawNode, indent: Int) {
        let margin = String(repeating: " ", count: indent)
        write(head: "\(margin)\(Self.quoted(key)):", node, indent: indent + 2)
    }

    private mutating func write(head: String, _ node: RawNode, indent: Int) {
        switch node.content {
        case .scalar(let text):
            lines.append(("\(head) \(Self.quoted(text))", Self.comment(node.origin)))
        case .list(let items) where items.allSatisfy({ $0.text != nil }):
            let texts = items.map { Self.quoted($0.text ?? "") }
            lines.append(("\(head) [\(texts.joined(separator: ", "))]", Self.comment(node.origin)))
        case .list(let items):
            lines.append((head, ""))
            let margin = String(repeating: " ", count: indent)
            for item in items { writeItem(item, margin: margin, indent: indent) }
        case .map(let entries):
            guard !entries.isEmpty else { return lines.append(("\(head) {}", Self.comment(node.origin))) }
            lines.append((head, ""))
            for entry in entries { write(key: entry.key, entry.value, indent: indent) }
        }
    }

    private mutating func writeItem(_ item: RawNode, margin: String, indent: Int) {
        guard let entries = item.map, let first = entries.first else {
            return write(head: margin + "-", item, indent: indent + 2)
        }
        write(head: "\(margin)- \(Self.quoted(first.key)):", first.value, indent: indent + 4)
        for entry in entries.dropFirst() { write(key: entry.key, entry.value, indent: indent + 2) }
    }

    private static func comment(_ origin: SourceOrigin) -> String {
        origin.file.hasPrefix("--") ? origin.file : "\(origin.file):\(origin.line)"
    }

    /// Plain where YAML allows it in every context, else in quotes.
    static func quoted(_ text: String) -> String {
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "\u{85}" || $0 == "\u{2028}" || $0 == "\u{2029}" }) {
            let escaped = text.unicodeScalars.map { scalar -> String in
                switch scalar {
                case "\"": return "\\\""
                case "\\": return "\\\\"
                case "\n": return "\\n"
                default:
                    let plain = scalar.value >= 0x20 && scalar.value != 0x85 && scalar.value < 0x2028
                    return plain ? String(scalar) : "\\u" + String(repeating: "0", count: 4 - hex(scalar).count) + hex(scalar)
                }
            }
            return "\"\(escaped.joined())\""
        }
        let special = text.isEmpty || text.hasPrefix("-") || text.hasPrefix("?") || text.hasPrefix(" ") || text.hasSuffix(" ")
            || text.contains { ":#{}[],&*!|>'\"%@`".contains($0) } || text == "~"
        let isNumber = Double(text) != nil
        return special && !isNumber ? "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'" : text
    }

    private static func hex(_ scalar: Unicode.Scalar) -> String { String(scalar.value, radix: 16) }
}
