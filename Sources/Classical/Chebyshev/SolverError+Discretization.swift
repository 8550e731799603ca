import Discretization
import Solving

extension SolverError {
    /// The same failure in the terms of solvers.
    init(_ error: DiscretizationError) {
        switch error {
        case .unsupported(let term, let reason): self = .unsupported(term: term, because: reason, try: nil)
        case .singular(let what): self = .singular(what: what)
        case .notFinite(let place):
            self = .diverged(field: "", location: place, step: 0, likelyKnob: "the formulas of the problem")
        }
    }
}

extension DiscretizationError {
    /// One sentence.
    var reason: String {
        switch self {
        case .unsupported(let term, let reason): "\(term): \(reason)"
        case .singular(let what): "singular: \(what)"
        case .notFinite(let place): "not finite: \(place)"
        }
    }
}
