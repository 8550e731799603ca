import Expressions
import NumericsCore
import Problems
import Solving

/// Evaluates frames anywhere in the box, with derivatives in time as far as the equations give them.
struct FrozenEvaluator: StorableEvaluator {
    let equations: FrozenEquations
    let frames: [FrozenFrame]
    /// Basis and coefficients at the times that were solved for.
    let stored: StoredTrial?

    var isMeshless: Bool { true }

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        let rows = try jets.flatMap { jet in
            let source = try source(of: jet)
            return try frames[snapshot].values(
                of: source.component, orders: equations.orders(jet.derivative), isRate: source.isRate, at: points, equations: equations)
        }
        return Tensor(shape: [jets.count, points.shape[0]], elements: rows)
    }

    /// The component of the first-order form that a derivative in time is, or whose rate it is.
    private func source(of jet: Jet) throws -> (component: Int, isRate: Bool) {
        let order = jet.derivative[equations.time]
        let components = equations.form.components
        func component(_ timeOrder: Int) -> Int? {
            components.firstIndex { $0.origin == jet.component && $0.timeOrder == timeOrder }
        }
        if let own = component(order) { return (own, false) }
        if order > 0, let below = component(order - 1) { return (below, true) }
        throw SolverError.unsupported(
            term: Expression(.symbol(.jet(jet))).printed(SymbolNames(equations.problem)),
            because: "the equations give no derivative of this order in time", try: nil)
    }
}
