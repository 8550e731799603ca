import Expressions

extension Problem {
    /// The problem with its coefficients held at one and taken off the unknowns: conditions are counted as if they were known.
    func freezingCoefficients() -> Problem {
        let free = Set(unknowns.filter(\.isEstimated).flatMap(\.components))
        var frozen = self
        frozen.unknowns = []
        var places: [Int: Int] = [:]
        for unknown in unknowns where !unknown.isEstimated {
            for component in unknown.components { places[component] = places.count }
            frozen.unknowns.append(
                Unknown(
                    name: unknown.name, isVector: unknown.isVector,
                    components: places.count - unknown.components.count..<places.count))
        }
        func fixed(_ expression: Expression) -> Expression {
            expression.substituting { symbol in
                guard case .jet(let jet) = symbol else { return nil }
                guard let place = places[jet.component] else { return .constant(jet.derivative == .none ? 1 : 0) }
                return .symbol(.jet(Jet(component: place, derivative: jet.derivative, site: jet.site)))
            }.simplified()
        }
        frozen.equations = equations.map { equation in
            var equation = equation
            equation.residual = fixed(equation.residual)
            equation.divergence = nil
            return equation
        }
        frozen.conditions = conditions.compactMap { condition in
            var condition = condition
            let components = Set(ProblemStructure.jets(of: condition.residual).map(\.component))
            condition.residual = fixed(condition.residual)
            return !components.isEmpty && components.isSubset(of: free) ? nil : condition
        }
        for index in functionals.indices { frozen.functionals[index].integrand = fixed(functionals[index].integrand) }
        for index in gauges.indices { frozen.gauges[index].residual = fixed(gauges[index].residual) }
        frozen.exact = Dictionary(uniqueKeysWithValues: exact.compactMap { key, value in places[key].map { ($0, value) } })
        return frozen
    }
}
