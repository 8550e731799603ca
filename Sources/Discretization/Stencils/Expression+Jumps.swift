import Expressions
import Problems

extension Expression {
    /// The expression with parameters replaced by their values.
    func withValues(of parameters: [Parameter]) -> Expression {
        substituting { symbol in
            if case .parameter(let index) = symbol { .constant(parameters[index].value) } else { nil }
        }
    }

    /// Whether values may jump from place to place: choices, steps, and input fields, which are known at nodes only.
    var mayJump: Bool { hasJumps || contains { if case .input = $0 { true } else { false } } }
}

extension Equation {
    /// A coefficient of a second derivative that jumps, if there is one: the solution has a kink there.
    public var jumpingCoefficient: Expression? { jumpingCoefficients.first }

    /// All fluxes with jumps, and coefficients of second and higher derivatives that jump.
    public var jumpingCoefficients: [Expression] {
        let fluxes = (divergence?.terms ?? []).map(\.flux).filter(\.hasJumps)
        let highest = residual.jets.filter { $0.derivative.total >= 2 }
        return fluxes + highest.map { residual.derivative(by: .jet($0)) }.filter(\.hasJumps)
    }
}
