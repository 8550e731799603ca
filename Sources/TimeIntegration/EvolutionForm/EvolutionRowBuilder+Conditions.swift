import Expressions
import Problems

extension EvolutionRowBuilder {
    /// Conditions in space as rows, each followed by its time derivatives for added components.
    func boundaryRows(_ conditions: [Condition]) throws(EvolutionError) -> [EvolutionBoundaryRow] {
        var rows: [EvolutionBoundaryRow] = []
        for condition in conditions {
            if case .instant = condition.place { continue }
            rows.append(EvolutionBoundaryRow(
                place: condition.place, extent: condition.extent,
                row: try row(condition.residual, name: condition.name, origin: condition.origin), timeDerivative: 0))
            var derivative = condition.residual
            for order in 1..<(1 + differentiations(of: condition.residual)) {
                derivative = derivative.totalDerivative(along: timeIndex).simplified()
                let name = "d/dt^\(order) of \(condition.name)"
                rows.append(EvolutionBoundaryRow(
                    place: condition.place, extent: condition.extent,
                    row: try row(derivative, name: name, origin: condition.origin), timeDerivative: order))
            }
        }
        return rows
    }

    /// How often a condition can be differentiated in time before it holds a derivative that evolves.
    private func differentiations(of residual: Expression) -> Int {
        var spare = Int.max
        for case .jet(let jet) in residual.symbols where jet.site == 0 {
            spare = min(spare, max(reduction.timeOrders[jet.component] - 1, 0) - jet.derivative[timeIndex])
        }
        return spare == Int.max ? 0 : max(spare, 0)
    }

    /// Value of each component at the first instant, solved for from the initial conditions.
    func initialValues(_ conditions: [Condition]) throws(EvolutionError) -> [Expression?] {
        var values = [Expression?](repeating: nil, count: reduction.components.count)
        let first = problem.coordinates[timeIndex].lower
        for condition in conditions {
            guard case .instant(let instant) = condition.place else { continue }
            guard instant == first else {
                throw .notInitial(condition: condition.name, instant: instant, term: printed(condition.residual))
            }
            let (component, value) = try explicitValue(condition)
            values[component] = value.substituting {
                $0 == .coordinate(timeIndex) ? .constant(first) : nil
            }.simplified()
        }
        for index in values.indices where values[index] == nil && reduction.components[index].role == .evolved {
            throw .missingInitial(component: reduction.components[index].name)
        }
        return values
    }

    /// Solves `coefficient * u + rest = 0` for the only component it holds.
    private func explicitValue(_ condition: Condition) throws(EvolutionError) -> (component: Int, value: Expression) {
        let refusal = EvolutionError.initialNotExplicit(condition: condition.name, term: printed(condition.residual))
        let residual = prepared(condition.residual)
        let isJet: (Symbol) -> Bool = { if case .jet = $0 { true } else { false } }
        guard let split = residual.affineSplit(in: isJet) else { throw refusal }
        let present = split.coefficients.filter { $0.value.constantValue != 0 }
        guard present.count == 1, let entry = present.first, case .jet(let jet) = entry.key,
            jet.derivative == .none, jet.site == 0
        else { throw refusal }
        return (jet.component, -split.rest / entry.value)
    }

    func functionals(_ functionals: [Functional]) throws(EvolutionError) -> [Functional] {
        var result: [Functional] = []
        for functional in functionals {
            let integrand = prepared(functional.integrand)
            guard !integrand.symbols.contains(where: { $0.timeOrder(timeIndex) > 0 }) else {
                throw .timeDerivativeInFunctional(term: printed(functional.integrand))
            }
            result.append(Functional(integrand: integrand, isMean: functional.isMean))
        }
        return result
    }
}
