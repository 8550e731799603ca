/// Everything that can be wrong with a problem, by stage. Each group words itself in one file.
public enum DiagnosticKind: Hashable, Sendable {
    /// E0: the file is not YAML we can take.
    case yaml(YAMLProblem)
    /// E1: keys and plain values.
    case key(KeyProblem)
    /// E2: formulas.
    case expression(ExpressionProblem)
    /// E3: well-posedness.
    case posing(PosingProblem)
    /// E4: the chosen method cannot take the problem.
    case backEnd(BackEndProblem)

    /// The words of a diagnostic.
    struct Words {
        /// One sentence without a full stop.
        var what: String
        /// Beside the caret: why.
        var label = ""
        /// At the related places, in order.
        var related: [String] = []
        var notes: [String] = []
        /// Replacement text or the next thing to do.
        var help: String?
    }

    var words: Words {
        switch self {
        case .yaml(let problem): problem.words
        case .key(let problem): problem.words
        case .expression(let problem): problem.words
        case .posing(let problem): problem.words
        case .backEnd(let problem): problem.words
        }
    }

    /// Stable identifier: `E` or `W` and three digits.
    public var code: String {
        switch self {
        case .yaml(let problem): problem.code
        case .key(let problem): problem.code
        case .expression(let problem): problem.code
        case .posing(let problem): problem.code
        case .backEnd(let problem): problem.code
        }
    }

    /// 65 rejected, 66 unreadable input, 69 back end not built in.
    public var exitCode: Int32 {
        switch self {
        case .yaml(.unreadable), .expression(.dataUnreadable): 66
        case .backEnd(.notBuilt): 69
        default: 65
        }
    }
}
