import Expressions
import Problems
import TrialFunctions

/// Singular functions of the problem with coefficients that have been found: u = v + K(x, t), and the equations for v.
///
/// u_t = F(u) becomes v_t = F(v + K) - K_t, so that whatever K holds, a corner or a layer, v need not.
struct KnownPart: Sendable {
    /// Of each singular function in each of the problem's components [function][component].
    let coefficients: [[Double]]
    /// K by component; zero where there are no singular functions.
    let offsets: [Expression]
    /// F(v + K) - K_t by component.
    let rightSides: [Expression]
    /// The same without the terms that are linear in v with constant coefficients.
    let nonlinear: [Expression]
    /// Conditions for v.
    let sides: [FrozenEquations.SideCondition]
    /// The first instant at which formulas are evaluated: singular functions may have no value at the very first, and this is
    /// later by less than matters.
    let earliest: Double

    /// - Parameter coefficients: of each of the problem's singular functions in each of its components [function][component].
    init(_ equations: FrozenEquations, coefficients: [[Double]]) {
        self.coefficients = coefficients
        let (time, range) = (equations.time, equations.form.timeRange)
        let functions = Self.functions(equations.problem)
        let known = equations.form.components.map { component -> Expression in
            let sum = Expression.sum(zip(functions, coefficients).map { .constant($1[component.origin]) * $0 })
            return (0..<component.timeOrder).reduce(sum) { rate, _ in rate.derivative(by: .coordinate(time)) }.simplified()
        }
        offsets = known
        let isEmpty = known.allSatisfy(\.isZero)
        earliest = isEmpty ? range.lowerBound : equations.problem.earliestInstant ?? range.lowerBound
        guard !isEmpty else {
            (rightSides, nonlinear, sides) = (equations.rightSides, equations.nonlinear, equations.sides)
            return
        }
        func shifted(_ side: Expression) -> Expression {
            side.substituting { symbol in
                guard case .jet(let jet) = symbol else { return nil }
                return .symbol(symbol) + known[jet.component].derivative(jet.derivative)
            }
        }
        let rates = known.map { $0.derivative(by: .coordinate(time)) }
        rightSides = zip(equations.rightSides, rates).map { shifted($0) - $1 }
        nonlinear = equations.nonlinear.indices.map { component in
            let linear = equations.linear[component].map { .constant($0.coefficient) * known[$0.component].derivative($0.derivative) }
            return shifted(equations.nonlinear[component]) + Expression.sum(linear) - rates[component]
        }
        sides = equations.sides.map { Self.shifted($0, known, equations) }
    }

    private static func shifted(
        _ condition: FrozenEquations.SideCondition, _ known: [Expression], _ equations: FrozenEquations
    ) -> FrozenEquations.SideCondition {
        let end = condition.isUpper ? equations.range.upper : equations.range.lower
        var condition = condition
        for term in condition.terms {
            let derivative = known[term.component].derivative(MultiIndex.none.raised(along: equations.space, by: term.order))
            let value = derivative.substituting { $0 == .coordinate(equations.space) ? .constant(end) : nil }
            condition.data = condition.data - .constant(term.coefficient) * value
        }
        return condition
    }

    /// The singular functions with parameters filled in.
    static func functions(_ problem: Problem) -> [Expression] {
        problem.enrichment.map { function in
            function.substituting {
                if case .parameter(let index) = $0 { .constant(problem.parameters[index].value) } else { nil }
            }
        }
    }
}

extension KnownPart {
    /// What was found, for the notes of a solution.
    func notes(_ equations: FrozenEquations) -> [String] {
        guard !equations.problem.enrichment.isEmpty else { return [] }
        return equations.problem.enrichment.indices.map { index in
            let own = coefficients[index].map { "\(Float($0))" }.joined(separator: ", ")
            return "coefficient of singular function \(index + 1), from the initial data: \(own)"
        }
    }
}
