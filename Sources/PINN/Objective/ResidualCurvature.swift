import Expressions
import NumericsCore
import Problems

/// The second derivative of residuals along a curve: d²/ds² r(j(s), p(s)) from jets j, j', j'' and the rates p', p'' of parameters and integrals.
struct ResidualCurvature: Sendable {
    /// The residual's own inputs first, then rates of its jets, second rates of its jets, rates and second rates of its parameters, the same of its functionals.
    let program: BatchProgram

    /// - Parameter siteCount: number of sites of the problem: jets at sites beyond stand for rates.
    init(_ residual: CompiledResidual, siteCount: Int) {
        let symbols = residual.inputRows.symbols
        let first = residual.jets.map { Self.rate(of: $0, order: 1, siteCount) }
        let second = residual.jets.map { Self.rate(of: $0, order: 2, siteCount) }
        let variables = residual.jets.map(Symbol.jet) + residual.parameters.map(Symbol.parameter) + residual.functionals.map(Symbol.functional)
        let parameters = (1...2).map { order in residual.parameters.map { Self.rate(of: 2 * $0, order: order) } }
        let functionals = (1...2).map { order in residual.functionals.map { Self.rate(of: 2 * $0 + 1, order: order) } }
        let rates = first + parameters[0] + functionals[0]
        let expressions = residual.residuals.map { expression -> Expression in
            let slope = Self.along(expression, variables, rates)
            let bend = Self.along(slope, variables, rates)
            return bend + Self.along(expression, variables, second + parameters[1] + functionals[1])
        }
        program = BatchProgram(expressions, inputs: symbols + first + second + parameters[0] + parameters[1] + functionals[0] + functionals[1])
    }

    private static func rate(of jet: Jet, order: Int, _ siteCount: Int) -> Symbol {
        .jet(Jet(component: jet.component, derivative: jet.derivative, site: jet.site + order * siteCount))
    }

    /// Symbols below zero occur in no residual.
    private static func rate(of number: Int, order: Int) -> Symbol { .bound(-2 * number - order) }

    /// Σ ∂/∂variable · rate.
    private static func along(_ expression: Expression, _ variables: [Symbol], _ rates: [Symbol]) -> Expression {
        let present = expression.symbols
        return .sum(zip(variables, rates).filter { present.contains($0.0) }.map { expression.derivative(by: $0) * .symbol($1) })
    }
}
