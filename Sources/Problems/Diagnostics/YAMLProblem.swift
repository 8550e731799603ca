/// What can be wrong before the first key is looked at.
public enum YAMLProblem: Hashable, Sendable {
    /// Features of YAML that problem files do without.
    public enum Feature: String, Hashable, Sendable {
        case anchor, alias, merge, tag
    }

    case syntax(String)
    case tab
    case duplicateKey(String)
    case forbidden(Feature)
    case secondDocument
    case tooLarge(String)
    case notText(String)
    case unreadable(path: String, reason: String)
    case empty
    case notAMap
    case extendsCycle([String])
    case keyIsNotText
    case override(String)
}

extension YAMLProblem {
    var code: String {
        switch self {
        case .syntax: "E001"
        case .tab: "E002"
        case .duplicateKey: "E003"
        case .forbidden: "E004"
        case .secondDocument: "E005"
        case .tooLarge: "E006"
        case .notText: "E007"
        case .unreadable: "E008"
        case .empty: "E009"
        case .notAMap: "E010"
        case .extendsCycle: "E011"
        case .keyIsNotText: "E012"
        case .override: "E013"
        }
    }

    var words: DiagnosticKind.Words {
        switch self {
        case .syntax(let problem):
            .init(
                what: "this is not YAML: \(problem)", label: "the reader stopped here",
                help: "quote text that starts with one of - * & [ { ! % @ | > # or holds ': ' or ' #'")
        case .tab:
            .init(
                what: "a tab in the indentation", label: "YAML indents with spaces only",
                help: "replace each tab by two spaces")
        case .duplicateKey(let key):
            .init(
                what: "key '\(key)' appears twice", label: "second occurrence", related: ["first occurrence"],
                help: "keep one of them")
        case .forbidden(let feature):
            .init(
                what: "\(feature.noun) is not used in problem files", label: feature.reason,
                help: feature.help)
        case .secondDocument:
            .init(
                what: "a second document begins", label: "one file holds one problem",
                help: "move it to a file of its own")
        case .tooLarge(let what):
            .init(what: "the file is larger than a problem file can be: \(what)", label: "reading stopped here")
        case .notText(let what):
            .init(what: "the file is not text: \(what)", label: "", help: "save it as UTF-8")
        case .unreadable, .empty, .notAMap, .extendsCycle, .keyIsNotText, .override:
            fileWords
        }
    }

    private var fileWords: DiagnosticKind.Words {
        switch self {
        case .unreadable(let path, let reason):
            .init(what: "cannot read '\(path)': \(reason)", label: "named here")
        case .empty:
            .init(what: "the file is empty", help: "start from 'ansatz new poisson-1d'")
        case .notAMap:
            .init(
                what: "a problem file is a map of keys", label: "this is not 'key: value'",
                help: "start with 'coordinates:', see 'ansatz explain problem'")
        case .extendsCycle(let chain):
            .init(
                what: "files extend each other in a circle: \(chain.joined(separator: " -> "))",
                label: "leads back to a file that is being read", help: "remove one 'extends:'")
        case .keyIsNotText:
            .init(what: "a key must be plain text", label: "this is a list or a map")
        case .override(let text):
            .init(
                what: "cannot understand '--set \(text)'", label: "expected key.path=value",
                help: "for example --set parameters.nu=0.02")
        default:
            .init(what: "")
        }
    }
}

extension YAMLProblem.Feature {
    fileprivate var noun: String {
        switch self {
        case .anchor: "an anchor (&name)"
        case .alias: "an alias (*name)"
        case .merge: "a merge key (<<)"
        case .tag: "a tag (!name)"
        }
    }

    fileprivate var reason: String {
        switch self {
        case .anchor, .alias: "values are written where they are used"
        case .merge: "'<<' is not a key"
        case .tag: "values are read as they are written"
        }
    }

    fileprivate var help: String {
        switch self {
        case .anchor, .alias: "write the value out, name it under 'parameters:', or quote a formula that starts like this"
        case .merge: "use 'extends: other.yaml'"
        case .tag: "remove it, or quote the text"
        }
    }
}
