import Expressions

/// Components that only their derivatives determine need a gauge; others must not have one.
struct GaugeCheck {
    let structure: ProblemStructure
    private let problem: Problem

    init(_ structure: ProblemStructure) {
        self.structure = structure
        problem = structure.problem
    }

    func diagnostics() -> [Diagnostic] {
        let names = SymbolNames(problem).components
        return (0..<problem.componentCount).compactMap { component in
            let gauge = gauges(of: component).first
            let fixedBy = fixedBy(component)
            if let gauge, let fixedBy {
                return Diagnostic(
                    .posing(.surplusGauge(component: names[component], fixedBy: fixedBy)), at: gauge.origin)
            }
            guard gauge == nil, fixedBy == nil else { return nil }
            return Diagnostic(.posing(.noGauge(component: names[component])), at: problem.origin(ofComponent: component))
        }
    }

    func gauges(of component: Int) -> [Gauge] {
        problem.gauges.filter { gauge in
            gauge.residual.symbols.contains { symbol in
                switch symbol {
                case .jet(let jet): return jet.component == component
                case .functional(let index):
                    return ProblemStructure.jets(of: problem.functionals[index].integrand).contains { $0.component == component }
                default: return false
                }
            }
        }
    }

    /// What determines the level of a component, in words; nil if a constant may be added to it.
    func fixedBy(_ component: Int) -> String? {
        func holds(_ expression: Expression) -> Bool {
            ProblemStructure.jets(of: expression).contains { $0.component == component && $0.derivative == .none }
                || expression.symbols.contains { symbol in
                    guard case .functional(let index) = symbol, index < problem.functionals.count else { return false }
                    return ProblemStructure.jets(of: problem.functionals[index].integrand)
                        .contains { $0.component == component && $0.derivative == .none }
                }
        }
        if let time = problem.timeIndex, structure.order(of: component, along: time) > 0 { return "its initial condition" }
        if let condition = problem.conditions.first(where: { holds($0.residual) }) { return "the condition at \(condition.name)" }
        let equation = problem.equations.first { holds($0.residual) && !isShiftInvariant($0.residual, component) }
        return equation.map { "equation '\($0.name)'" }
    }

    /// True if adding a constant changes nothing although the component occurs, as in `lap(u - 0*u)`.
    private func isShiftInvariant(_ residual: Expression, _ component: Int) -> Bool {
        residual.derivative(by: .jet(Jet(component: component))).simplified().isZero
    }
}
