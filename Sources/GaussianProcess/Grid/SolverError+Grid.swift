import Discretization
import Solving

extension SolverError {
    /// A failure of the grid's equations in the terms of solvers.
    init(_ error: DiscretizationError) {
        switch error {
        case .unsupported(let term, let reason): self = .unsupported(term: term, because: reason, try: "way: dense")
        case .singular(let what): self = .singular(what: what)
        case .notFinite(let place):
            self = .diverged(field: "", location: place, step: 0, likelyKnob: "the formulas of the problem")
        }
    }
}
