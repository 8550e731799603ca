import Expressions

/// Initial data solved for the component they are given for.
struct InitialData {
    let problem: Problem

    init(_ problem: Problem) {
        self.problem = problem
    }

    /// u(x, 0) as an expression of the coordinates; nil if it is not given as such.
    func expression(of component: Int) -> Expression? {
        let symbol = Symbol.jet(Jet(component: component))
        for condition in problem.conditions {
            guard case .instant = condition.place, condition.extent == nil else { continue }
            let jets = ProblemStructure.jets(of: condition.residual)
            guard jets == [Jet(component: component)] else { continue }
            let slope = condition.residual.derivative(by: symbol)
            guard let factor = slope.constantValue, factor != 0 else { continue }
            let rest = condition.residual.substituting { $0 == symbol ? 0 : nil }
            return rest * Expression.constant(-1 / factor)
        }
        return nil
    }
}
