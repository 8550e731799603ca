import Expressions

/// What can be wrong with formulas.
public enum ExpressionProblem: Hashable, Sendable {
    case dataUnreadable(path: String, reason: String)
}

extension ExpressionProblem {
    var code: String { "E226" }
    var words: DiagnosticKind.Words {
        switch self {
        case .dataUnreadable(let path, let reason): .init(what: "cannot read '\(path)': \(reason)", label: "named here")
        }
    }
}
