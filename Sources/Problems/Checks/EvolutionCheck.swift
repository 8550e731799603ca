import Expressions

/// The sign of the highest even derivative: backward diffusion amplifies short waves without bound.
struct EvolutionCheck {
    let structure: ProblemStructure
    private let problem: Problem

    init(_ structure: ProblemStructure) {
        self.structure = structure
        problem = structure.problem
    }

    func diagnostics() -> [Diagnostic] {
        guard let time = problem.timeIndex, !problem.spaceIndices.isEmpty else { return [] }
        return (0..<problem.componentCount).flatMap { component -> [Diagnostic] in
            guard let equation = structure.equation(of: component),
                let rate = structure.order(of: component, along: time, in: equation), rate > 0, rate <= 2
            else { return [] }
            let found = problem.spaceIndices.compactMap { check(component, equation, axis: $0, time: time, rate: rate) }
            return Array(found.prefix(1))
        }
    }

    private func check(_ component: Int, _ equation: Int, axis: Int, time: Int, rate: Int) -> Diagnostic? {
        let residual = problem.equations[equation].residual
        let pure = structure.jets[equation].filter { jet in
            jet.component == component && jet.derivative[axis] == jet.derivative.total && jet.derivative.total > 0
        }
        guard let order = pure.map({ $0.derivative[axis] }).filter({ $0 % 2 == 0 }).max() else { return nil }
        // Another component of the same order couples the symbols; the sign of one entry then decides nothing.
        let isCoupled = structure.jets[equation].contains { $0.component != component && $0.derivative[axis] >= order }
        let hasMixed = structure.jets[equation].contains { $0.component == component && $0.derivative[time] > 0 && $0.derivative[axis] > 0 }
        guard !isCoupled, !hasMixed else { return nil }
        let top = Jet(component: component, derivative: MultiIndex.none.raised(along: axis, by: order))
        let change = Jet(component: component, derivative: MultiIndex.none.raised(along: time, by: rate))
        return probe(residual.derivative(by: .jet(top)), residual.derivative(by: .jet(change)), top, order)
    }

    /// u_t = -(b/a) d^2k u damps where (-1)^k b/a >= 0.
    private func probe(_ b: Expression, _ a: Expression, _ top: Jet, _ order: Int) -> Diagnostic? {
        let samples = SamplePoints(problem: problem)
        let sign: Double = (order / 2) % 2 == 0 ? 1 : -1
        for point in samples.points() {
            guard let upper = samples.value(b, at: point), let lower = samples.value(a, at: point), lower != 0 else { return nil }
            let coefficient = -upper / lower
            guard sign * -coefficient < 0 else { continue }
            let names = SymbolNames(problem)
            let kind = PosingProblem.backwardDiffusion(
                component: names.components[top.component], derivative: names.text(.jet(top)), value: coefficient,
                point: samples.text(point))
            let equation = structure.equation(of: top.component)
            return Diagnostic(.posing(kind), at: equation.flatMap { problem.equations[$0].origin })
        }
        return nil
    }
}
