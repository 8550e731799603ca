import Expressions
import Problems
import Solving
import TimeIntegration

/// Turns rows of the evolution form and steady equations into terms by column and space axis.
struct FourierLowering {
    let layout: (evolved: [Int], constrained: [Int])
    let axes: [Int]
    let names: SymbolNames

    func equation(_ row: EvolutionRow) throws -> FourierEquation {
        var nonlinear = row.nonlinear
        var linear = row.linear.map { term($0.component, $0.derivative, $0.coefficient) }
        var mass: [FourierTerm] = []
        if row.hasConstantMass {
            mass = row.mass.map { term($0.component, $0.derivative, $0.coefficient.constantValue ?? 0) }
        } else {
            // A variable coefficient of a plain time derivative is divided out; the rest then varies in space as a whole.
            guard row.mass.count == 1, row.mass[0].derivative == .none else {
                throw refusal(row.mass.map(\.coefficient).first { $0.constantValue == nil }!,
                              because: "a time derivative with a variable coefficient must stand alone in its equation")
            }
            mass = [term(row.mass[0].component, .none, 1)]
            nonlinear = row.rightSide / row.mass[0].coefficient
            linear = []
        }
        try check(nonlinear)
        return FourierEquation(name: row.name, mass: mass, linear: linear, nonlinear: nonlinear)
    }

    /// A steady equation 0 = linear + nonlinear, with parameters filled in.
    func constraint(_ equation: Equation, of problem: Problem) throws -> FourierEquation {
        let residual = equation.residual.substituting { symbol in
            guard case .parameter(let index) = symbol else { return nil }
            return .constant(problem.parameters[index].value)
        }
        let isJet: (Symbol) -> Bool = { if case .jet(let jet) = $0 { jet.site == 0 } else { false } }
        var linear: [FourierTerm] = []
        var rest: [Expression] = []
        for summand in residual.terms {
            let split = summand.affineSplit(in: isJet)
            let isConstant = split?.coefficients.values.allSatisfy { $0.constantValue != nil } ?? false
            guard let split, isConstant else {
                rest.append(summand)
                continue
            }
            for case (.jet(let jet), let coefficient) in split.coefficients.sorted(by: { "\($0.key)" < "\($1.key)" }) {
                linear.append(term(jet.component, jet.derivative, coefficient.constantValue!))
            }
            rest.append(split.rest)
        }
        let nonlinear = Expression.sum(rest)
        try check(nonlinear)
        return FourierEquation(name: equation.name, mass: [], linear: linear, nonlinear: nonlinear)
    }

    private func term(_ component: Int, _ derivative: MultiIndex, _ coefficient: Double) -> FourierTerm {
        let column = layout.evolved.firstIndex(of: component)
            ?? layout.evolved.count + layout.constrained.firstIndex(of: component)!
        return FourierTerm(column: column, orders: axes.map { derivative[$0] }, coefficient: coefficient)
    }

    /// Refuses what cannot be evaluated point by point on a periodic grid.
    private func check(_ expression: Expression) throws {
        for summand in expression.terms {
            for symbol in summand.symbols {
                switch symbol {
                case .jet(let jet) where jet.site != 0:
                    throw refusal(summand, because: "it takes an unknown at a fixed place")
                case .functional:
                    throw refusal(summand, because: "it holds an integral or mean over the domain")
                case .normal, .bound:
                    throw refusal(summand, because: "it has no value inside the domain")
                default: continue
                }
            }
        }
    }

    /// Means fixed by gauges such as mean(p) = 0.
    func means(_ gauges: [Gauge], _ functionals: [Functional], volume: Double) throws -> [Int: Double] {
        var means: [Int: Double] = [:]
        for gauge in gauges {
            let isFunctional: (Symbol) -> Bool = { if case .functional = $0 { true } else { false } }
            guard let split = gauge.residual.affineSplit(in: isFunctional), split.coefficients.count == 1,
                case (.functional(let index), let factor)? = split.coefficients.first,
                let coefficient = factor.constantValue, let rest = split.rest.constantValue,
                case .symbol(.jet(let jet)) = functionals[index].integrand.kind, jet.derivative == .none,
                let position = layout.constrained.firstIndex(of: jet.component)
            else {
                throw refusal(gauge.residual, because: "a gauge must give the mean or integral of one component without time derivative")
            }
            means[position] = -rest / coefficient / (functionals[index].isMean ? 1 : volume)
        }
        return means
    }

    private func refusal(_ expression: Expression, because reason: String) -> SolverError {
        .unsupported(term: expression.printed(names), because: reason, try: "chebyshev")
    }
}
