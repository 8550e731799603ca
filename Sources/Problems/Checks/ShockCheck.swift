import Expressions

/// Nonlinear first-order equations in time steepen until no smooth solution exists.
struct ShockCheck {
    let structure: ProblemStructure
    private let problem: Problem

    init(_ structure: ProblemStructure) {
        self.structure = structure
        problem = structure.problem
    }

    func diagnostics() -> [Diagnostic] {
        guard let time = problem.timeIndex, !problem.spaceIndices.isEmpty else { return [] }
        return problem.equations.indices.compactMap { check($0, time) }
    }

    private func check(_ equation: Int, _ time: Int) -> Diagnostic? {
        let jets = structure.jets[equation]
        let evolving = jets.filter { $0.derivative[time] == 1 && $0.derivative.total == 1 }
        let space = jets.filter { $0.derivative.total == 1 && $0.derivative[time] == 0 }
        guard !evolving.isEmpty, !space.isEmpty, jets.allSatisfy({ $0.derivative.total <= 1 }) else { return nil }
        let residual = problem.equations[equation].residual
        // Transport by another field (vorticity by its stream function) does not steepen the field by itself.
        let owners = Set(evolving.map(\.component))
        let steepens = space.contains { jet in
            guard owners.contains(jet.component) else { return false }
            let speed = residual.derivative(by: .jet(jet))
            return ProblemStructure.jets(of: speed).contains { owners.contains($0.component) }
        }
        guard steepens, let component = evolving.first?.component else { return nil }
        return verdict(equation, component, time)
    }

    private func verdict(_ equation: Int, _ component: Int, _ time: Int) -> Diagnostic? {
        let range = problem.coordinates[time]
        let name = SymbolNames(problem).components[component]
        let origin = problem.equations[equation].origin
        let possible = Diagnostic(.posing(.shockPossible(component: name, end: range.upper)), at: origin)
        guard let slope = steepestSlope(equation, component, time) else { return possible }
        guard slope < 0 else { return nil }
        let breaking = range.lower - 1 / slope
        guard breaking < range.upper else { return nil }
        return Diagnostic(.posing(.shock(component: name, breaking: breaking, end: range.upper)), at: origin)
    }

    /// Least slope of the initial characteristic speed, for u_t + c(u) u_x = 0 in one space coordinate; the
    /// characteristics first cross after -1/slope.
    private func steepestSlope(_ equation: Int, _ component: Int, _ time: Int) -> Double? {
        guard problem.componentCount == 1, problem.spaceIndices.count == 1 else { return nil }
        let axis = problem.spaceIndices[0]
        let residual = problem.equations[equation].residual
        let space = Symbol.jet(Jet(component: 0, derivative: MultiIndex.none.raised(along: axis)))
        let rate = Symbol.jet(Jet(component: 0, derivative: MultiIndex.none.raised(along: time)))
        let speed = residual.derivative(by: space) / residual.derivative(by: rate)
        let source = residual.substituting { $0 == space || $0 == rate ? 0 : nil }
        let allowed: Set<Symbol> = [.jet(Jet(component: 0))]
        guard source.simplified().isZero, speed.symbols.subtracting(allowed).isEmpty,
            let initial = InitialData(problem).expression(of: component)
        else { return nil }
        let start = speed.substituting { $0 == .jet(Jet(component: 0)) ? initial : nil }
        let slope = start.totalDerivative(along: axis)
        let samples = SamplePoints(problem: problem)
        let values = (0...400).compactMap { index -> Double? in
            let points = samples.points([Double(index) / 400], fixed: [time: problem.coordinates[time].lower])
            return samples.value(slope, at: points[0])
        }.filter(\.isFinite)
        return values.min()
    }
}
