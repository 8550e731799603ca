import Expressions
import NumericsCore
import Problems

/// The flux of an equation through a face at right angles to a coordinate.
///
/// What the equation is the divergence of as it was written (`div(a*grad(u))` has the flux a u_x), else what its highest derivatives along the
/// normal are the derivative of: A u_xx has the flux A u_x, a mixed derivative A u_xy the flux A u_y / 2 on either face, and a first
/// derivative A(u) u_x the flux ∫ A du from 0 to u.
package struct NormalFlux {
    private let equation: Equation
    private let normal: Int

    /// - Parameter normal: the coordinate along the normal.
    package init(equation: Equation, normal: Int) {
        self.equation = equation
        self.normal = normal
    }

    package var expression: Expressions.Expression {
        guard let form = equation.divergence else { return ofHighest(equation.residual) }
        let written = form.terms.filter { $0.coordinate == normal }.map { $0.coefficient * $0.flux }
        return (.sum(written) + ofHighest(form.remainder)).simplified()
    }

    private func ofHighest(_ residual: Expressions.Expression) -> Expressions.Expression {
        let jets = residual.symbols.compactMap { if case .jet(let jet) = $0, jet.site == 0 { jet } else { nil } }
            .sorted { ($0.component, $0.derivative.orders.description) < ($1.component, $1.derivative.orders.description) }
        return .sum(jets.filter { isHighest($0, jets) }.map { jet in
            let lowered = Jet(component: jet.component, derivative: jet.derivative.lowered(along: normal))
            let isMixed = jet.derivative.total == 2 && jet.derivative[normal] == 1
            return (isMixed ? 0.5 : 1) * Self.integral(of: residual.derivative(by: .jet(jet)), over: .jet(lowered))
        })
    }

    private func isHighest(_ jet: Jet, _ all: [Jet]) -> Bool {
        guard jet.derivative[normal] > 0 else { return false }
        let own = all.filter { $0.component == jet.component }
        let along = own.map { $0.derivative[normal] }.max() ?? 0, total = own.map(\.derivative.total).max() ?? 0
        let isPure = jet.derivative[normal] == along && jet.derivative.total == along
        return isPure || (jet.derivative.total == total && total > 1)
    }

    /// ∫ A dw from 0 to w, by Gauss's rule of eight points where A depends on w: exact for polynomials.
    private static func integral(of coefficient: Expressions.Expression, over symbol: Symbol) -> Expressions.Expression {
        let w = Expressions.Expression.symbol(symbol)
        guard coefficient.symbols.contains(symbol) else { return coefficient * w }
        let rule = Quadrature.gaussLegendre(8).mapped(from: 0, to: 1)
        return w * .sum(zip(rule.points, rule.weights).map { point, weight in
            .constant(weight) * coefficient.substituting { $0 == symbol ? .constant(point) * w : nil }
        })
    }
}

extension MultiIndex {
    /// The index with the order along a coordinate lowered by one. Precondition: it is positive.
    func lowered(along coordinate: Int) -> MultiIndex {
        MultiIndex(orders.enumerated().map { $0.offset == coordinate ? $0.element - 1 : $0.element })
    }
}
