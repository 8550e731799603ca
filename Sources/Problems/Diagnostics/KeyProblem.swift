/// What can be wrong with keys and plain values.
public enum KeyProblem: Hashable, Sendable {
    case unknown(key: String, section: String, allowed: [String], splitByComma: Bool)
    case missing(key: String, section: String, example: String)
    case valueMissing(key: String)
    case wrongType(key: String, expected: String, found: String)
    case flag(key: String, value: String)
    case outOfRange(key: String, value: String, range: String)
    case choice(key: String, value: String, allowed: [String])
    case unknownPath(path: String, suggestion: String?, allowed: [String])
    case unknownMethod(name: String, known: [String])
    case badName(name: String, reason: String)
    case removesNothing(name: String, present: [String])
    case exclusive(first: String, second: String)
    case format(String)
    case notDeclared(name: String, what: String, declared: [String])
    case declaredTwice(name: String, first: String, second: String)
}

extension KeyProblem {
    var code: String {
        switch self {
        case .unknown: "E101"
        case .missing: "E102"
        case .valueMissing: "E103"
        case .wrongType: "E104"
        case .flag: "E105"
        case .outOfRange: "E106"
        case .choice: "E107"
        case .unknownPath: "E108"
        case .unknownMethod: "E109"
        case .badName: "E110"
        case .removesNothing: "E111"
        case .exclusive: "E112"
        case .format: "E113"
        case .notDeclared: "E114"
        case .declaredTwice: "E115"
        }
    }

    var words: DiagnosticKind.Words {
        switch self {
        case .unknown(let key, let section, let allowed, let splitByComma):
            unknownKeyWords(key, section, allowed, splitByComma)
        case .missing(let key, let section, let example):
            .init(
                what: "missing required key '\(key)'" + (section.isEmpty ? "" : " in '\(section)'"),
                label: section.isEmpty ? "every problem needs '\(key)'" : "'\(key)' belongs in here",
                help: "for example '\(example)'")
        case .valueMissing(let key):
            .init(
                what: "value missing after '\(key)'", label: "nothing follows the colon",
                help: "write a value, or remove the key")
        case .wrongType(let key, let expected, let found):
            .init(what: "'\(key)' must be \(expected)", label: "this is \(found)")
        case .flag(let key, let value):
            .init(
                what: "'\(key)' must be true or false", label: "'\(value)' is plain text here",
                help: "write '\(Self.means(value) ? "true" : "false")'")
        case .outOfRange(let key, let value, let range):
            .init(what: "'\(key)' is out of range", label: "\(value) is not \(range)")
        case .choice(let key, let value, let allowed):
            .init(
                what: "'\(key)' cannot be '\(value)'", label: Self.didYouMean(value, allowed) ?? "not one of the values",
                notes: ["allowed here: \(Suggestion.list(allowed))"])
        default:
            nameWords
        }
    }

    private var nameWords: DiagnosticKind.Words {
        switch self {
        case .unknownPath(let path, let suggestion, let allowed):
            .init(
                what: "unknown path '\(path)'", label: suggestion.map { "did you mean '\($0)'?" } ?? "nothing has this name",
                notes: allowed.isEmpty ? [] : ["known here: \(Suggestion.list(allowed))"])
        case .unknownMethod(let name, let known):
            .init(
                what: "unknown method '\(name)'", label: Self.didYouMean(name, known) ?? "no method has this name",
                notes: ["known methods: \(Suggestion.list(known))      (ansatz list solvers)"])
        case .badName(let name, let reason):
            .init(what: "'\(name)' cannot be a name", label: reason)
        case .removesNothing(let name, let present):
            .init(
                what: "'remove' names '\(name)', which the base file does not have",
                label: Self.didYouMean(name, present) ?? "no such section",
                notes: ["sections of the base: \(Suggestion.list(present))"])
        case .exclusive(let first, let second):
            .init(
                what: "'\(first)' and '\(second)' exclude each other", label: "second of the two",
                related: ["first of the two"], help: "keep one of them")
        case .format(let value):
            .init(
                what: "format '\(value)' is not known", label: "this program reads format 1",
                help: "write 'format: 1', or use a newer ansatz")
        case .notDeclared(let name, let what, let declared):
            .init(
                what: "no \(what) is called '\(name)'",
                label: Self.didYouMean(name, declared) ?? "not declared",
                notes: declared.isEmpty ? [] : ["declared: \(Suggestion.list(declared))"])
        case .declaredTwice(let name, let first, let second):
            .init(
                what: first == second
                    ? "\(first) '\(name)' is declared twice"
                    : "'\(name)' is both \(Self.withArticle(first)) and \(Self.withArticle(second))",
                label: "\(second) declared here",
                related: ["\(first) declared here"], help: "rename one of them")
        default:
            .init(what: "")
        }
    }

    private func unknownKeyWords(
        _ key: String, _ section: String, _ allowed: [String], _ splitByComma: Bool
    ) -> DiagnosticKind.Words {
        let suggestion = Self.didYouMean(key, allowed)
        let topic = section.isEmpty ? "problem" : section
        let list = allowed.isEmpty || splitByComma ? [] : ["allowed here: \(Suggestion.list(allowed))      (ansatz explain \(topic))"]
        return .init(
            what: "unknown key '\(key)'" + (section.isEmpty ? "" : " in '\(section)'"),
            label: suggestion ?? (splitByComma ? "a comma inside { } starts a new key" : "not a key of this section"),
            notes: list, help: splitByComma ? "quote formulas with commas, or use block style" : nil)
    }

    static func didYouMean(_ name: String, _ names: [String]) -> String? {
        Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
    }

    private static func withArticle(_ noun: String) -> String {
        (noun.first.map("aeiou".contains) ?? false ? "an " : "a ") + noun
    }

    private static func means(_ value: String) -> Bool {
        ["yes", "y", "on", "1", "True", "TRUE"].contains(value)
    }
}
