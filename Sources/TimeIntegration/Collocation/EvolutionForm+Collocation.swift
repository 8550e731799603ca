import Discretization
import Expressions
import Problems

extension EvolutionForm {
    /// The first-order system as residuals M u_t - F, for collocation in space.
    ///
    /// A mass coefficient may vary in space. One that varies with time or the unknowns is divided out, which is possible
    /// where it is the only one of its equation.
    /// - Throws: `EvolutionError.variableMass`.
    public func collocationProblem(_ problem: Problem) throws(EvolutionError) -> CollocationProblem {
        var result = CollocationProblem(problem)
        result.componentCount = components.count
        result.names.components = components.map(\.name)
        result.parameters = problem.parameters.map(\.value)
        result.gauges = gauges
        result.functionals = functionals
        var residuals: [Equation] = []
        for row in equations {
            residuals.append(Equation(name: row.name, residual: try residual(row, result.names), origin: row.sourceOrigin))
        }
        result.equations = residuals
        let differentiated = result.orders.map { $0.contains { $0 > 0 } }
        var conditions: [Condition] = []
        for side in boundary {
            // A rate needs conditions of its own only where it is differentiated in space.
            if side.timeDerivative > 0, !isNeeded(side, differentiated) { continue }
            conditions.append(Condition(
                name: side.row.name, place: side.place, extent: side.extent,
                residual: try residual(side.row, result.names), origin: side.row.sourceOrigin))
        }
        result.conditions = conditions
        return result
    }

    private func isNeeded(_ side: EvolutionBoundaryRow, _ differentiated: [Bool]) -> Bool {
        side.row.rightSide.symbols.contains {
            guard case .jet(let jet) = $0, components[jet.component].timeOrder == side.timeDerivative else { return false }
            return differentiated[jet.component]
        }
    }

    /// sum of mass terms - right side.
    private func residual(_ row: EvolutionRow, _ names: SymbolNames) throws(EvolutionError) -> Expression {
        var sum = -row.rightSide
        for term in row.mass {
            let rate = Expression.symbol(.jet(Jet(
                component: term.component, derivative: term.derivative.raised(along: timeIndex))))
            if term.coefficient.symbols.allSatisfy(isFixedInTime) {
                sum = sum + term.coefficient * rate
            } else if row.mass.count == 1 {
                return rate - row.rightSide / term.coefficient
            } else {
                throw .variableMass(place: row.name, term: (term.coefficient * rate).printed(names))
            }
        }
        return sum
    }

    private func isFixedInTime(_ symbol: Symbol) -> Bool {
        switch symbol {
        case .jet, .functional: false
        case .coordinate(let index): index != timeIndex
        default: true
        }
    }
}
