import Ansatz
import Expressions

/// A topic with its facts, from the declarations that also parse.
struct Explanation {
    var title: String
    var lines: [String]

    var text: String { ([title] + lines.map { "  " + $0 }).joined(separator: "\n") }
    var json: JSONValue { ["topic": .text(title), "lines": .list(lines.map(JSONValue.text))] }

    /// Everything that can be asked for.
    static var topics: [String] {
        var names = ["problem"]
        names += KeySchema.problem.map { $0.name }
        names += SolverCatalogue.standard.methods.map { $0.name }
        names += DiagnosticCatalogue.all.map { $0.code }
        names += FunctionDescription.all.map { $0.name }
        return names
    }

    static func of(_ topic: String) -> Explanation? {
        code(topic) ?? whole(topic) ?? setting(topic) ?? method(topic) ?? key(topic) ?? function(topic)
    }

    private static func whole(_ topic: String) -> Explanation? {
        guard topic == "problem" else { return nil }
        return Explanation(title: "keys of a problem file", lines: KeySchema.problem.map { "\($0.name): \($0.meaning)" })
    }

    private static func code(_ topic: String) -> Explanation? {
        guard let found = DiagnosticCatalogue.explanation(of: topic) else { return nil }
        func indented(_ text: String) -> [String] { text.split(separator: "\n").map { "  " + $0 } }
        var lines = [found.meaning]
        if !found.wrong.isEmpty { lines += ["instead of"] + indented(found.wrong) + ["write"] + indented(found.right) }
        return Explanation(title: "\(found.code): \(found.title)", lines: lines)
    }

    private static func key(_ topic: String) -> Explanation? {
        guard let key = KeySchema.find(topic) else { return nil }
        var lines = [key.meaning, "value: \(key.value.words)"]
        lines.append(key.isRequired ? "required" : "left out: \(key.defaultText ?? "absent")")
        lines.append("example: \(key.example)")
        lines += key.children.map { "\($0.name): \($0.meaning)" }
        return Explanation(title: topic, lines: lines)
    }

    private static func method(_ topic: String) -> Explanation? {
        let name = topic.hasPrefix("solvers.") ? String(topic.dropFirst(8)) : topic
        guard let method = SolverCatalogue.standard.method(named: name) else {
            let isPlanned = SolverCatalogue.standard.missing.contains(name)
            return isPlanned ? Explanation(title: name, lines: ["A known method that is not in this build."]) : nil
        }
        return Explanation(
            title: name, lines: [method.summary, "source: \(method.citation)"] + method.schema.map { describe($0) })
    }

    private static func setting(_ topic: String) -> Explanation? {
        let parts = topic.split(separator: ".").map(String.init)
        guard parts.count >= 2, let method = SolverCatalogue.standard.method(named: parts[parts.count - 2]),
            let description = method.schema.first(where: { $0.name == parts[parts.count - 1] })
        else { return nil }
        return Explanation(title: topic, lines: [describe(description)])
    }

    private static func describe(_ setting: SettingDescription) -> String {
        let value = setting.kind.defaultValue.map { "default \($0)" } ?? "default: chosen by the method"
        let unit = setting.unit.map { ", unit \($0)" } ?? ""
        return "\(setting.name): \(setting.meaning) (\(setting.kind.requirement)\(unit); \(value))"
    }

    private static func function(_ topic: String) -> Explanation? {
        guard let function = FunctionDescription.named(topic) else { return nil }
        return Explanation(title: function.name, lines: [function.summary, "written: \(function.usage)"])
    }
}
