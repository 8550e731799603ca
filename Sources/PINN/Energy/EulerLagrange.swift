import Expressions
import Problems

/// The equations that a stationary point of an energy satisfies inside: Σ_α (-1)^|α| D^α ∂e/∂u_α = 0, one for each component.
package enum EulerLagrange {
    package static func residuals(of energy: Expression, in problem: Problem) -> [Expression] {
        let jets = energy.symbols.compactMap { if case .jet(let jet) = $0 { jet } else { nil } }
            .sorted { ($0.component, $0.derivative.orders.description) < ($1.component, $1.derivative.orders.description) }
        return (0..<problem.componentCount).map { component in
            .sum(jets.filter { $0.component == component }.map { jet in
                var term = energy.derivative(by: .jet(jet))
                for coordinate in problem.coordinates.indices {
                    for _ in 0..<jet.derivative[coordinate] { term = -term.totalDerivative(along: coordinate) }
                }
                return term
            }).simplified()
        }
    }
}
