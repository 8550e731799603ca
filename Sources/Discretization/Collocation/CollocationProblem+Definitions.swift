import Expressions
import Problems

extension CollocationProblem {
    /// The problem with defined components put into the other equations.
    ///
    /// A component without conditions that an equation gives explicitly (`w = -lap(psi)`) has no rows of its own along a
    /// side; left in the other equations, its highest coefficients would be free and conditions at corners redundant. The
    /// defining equation stays, so that the component is still found.
    public func substitutingDefinitions() -> CollocationProblem {
        var result = self
        for component in 0..<componentCount {
            guard let (equation, definition) = result.definition(of: component) else { continue }
            for other in result.equations.indices where other != equation {
                result.equations[other].residual = result.replacing(component, by: definition, in: result.equations[other].residual)
            }
        }
        return result
    }

    /// The equation that gives a component explicitly, and its value; nil if there is none or it is not to be replaced.
    private func definition(of component: Int) -> (equation: Int, value: Expression)? {
        let isConditioned = (conditions.map(\.residual) + functionals.map(\.integrand)).contains { expression in
            expression.jets.contains { $0.component == component }
        }
        let own = equations.flatMap(\.residual.jets).filter { $0.component == component }
        let isDifferentiated = own.contains { $0.derivative.total > 0 }
        guard !isConditioned, isDifferentiated, own.allSatisfy({ $0.site == 0 }) else { return nil }
        let value = Symbol.jet(Jet(component: component))
        for (index, equation) in equations.enumerated() {
            guard equation.residual.jets.filter({ $0.component == component }).map(Symbol.jet) == [value],
                let split = equation.residual.affineSplit(in: { $0 == value }),
                let factor = split.coefficients[value]?.constantValue, factor != 0
            else { continue }
            return (index, .constant(-1 / factor) * split.rest)
        }
        return nil
    }

    private func replacing(_ component: Int, by definition: Expression, in expression: Expression) -> Expression {
        expression.substituting { symbol in
            guard case .jet(let jet) = symbol, jet.component == component else { return nil }
            var value = definition
            for (coordinate, order) in jet.derivative.orders.enumerated() {
                for _ in 0..<order { value = value.totalDerivative(along: coordinate) }
            }
            return value
        }
    }
}
