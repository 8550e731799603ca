/// Why a chosen method cannot take a well-posed problem.
public enum BackEndProblem: Hashable, Sendable {
    case unsupported(method: String, term: String, because: String, alternative: String?)
    case notBuilt(method: String)
    case none(reasons: [String])
}

extension BackEndProblem {
    var code: String {
        switch self {
        case .unsupported: "E401"
        case .notBuilt: "E402"
        case .none: "E403"
        }
    }

    var words: DiagnosticKind.Words {
        switch self {
        case .unsupported(let method, let term, let because, let alternative):
            .init(
                what: "\(method) cannot take \(term)", label: because,
                help: alternative.map { "try --method \($0)" })
        case .notBuilt(let method):
            .init(
                what: "method '\(method)' is not in this build", label: "known, but not built in",
                help: "'ansatz list solvers' names those that are")
        case .none(let reasons):
            .init(what: "no method of this build takes the problem", notes: reasons)
        }
    }
}
