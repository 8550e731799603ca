import Expressions

/// Checks of a problem whose formulas all make sense: is there one solution, and can it be computed? All collected.
struct WellPosedness {
    let problem: Problem

    init(_ problem: Problem) {
        self.problem = problem
    }

    func diagnostics() -> [Diagnostic] {
        var found = domain()
        if found.isEmpty { found += finiteness() }
        guard problem.energy == nil, found.isEmpty else { return found }
        guard !problem.unknowns.contains(where: \.isEstimated) else {
            return WellPosedness(problem.freezingCoefficients()).diagnostics()
        }
        found = counts()
        guard found.isEmpty else { return found }
        let structure = ProblemStructure(problem)
        found += PeriodicAxisCheck(problem).diagnostics()
        found += problem.isBox ? SideConditionCheck(structure).diagnostics() : ShapeConditionCheck(structure).diagnostics()
        found += InitialConditionCheck(structure).diagnostics()
        found += EvolutionCheck(structure).diagnostics()
        found += EllipticityCheck(structure).diagnostics()
        let gauges = GaugeCheck(structure).diagnostics()
        guard !found.containsErrors else { return found + gauges }
        // Adding a gauge does not make data balance: both are said at once.
        if gauges.containsErrors { return found + gauges + CompatibilityCheck(structure).diagnostics() }
        found += gauges
        found += ShockCheck(structure).diagnostics()
        found += CompatibilityCheck(structure).diagnostics()
        found += CornerCheck(structure).diagnostics()
        return found
    }

    private func domain() -> [Diagnostic] {
        if problem.coordinates.isEmpty {
            return [Diagnostic(.posing(.steadyNeedsSpace), at: problem.origins["coordinates"])]
        }
        let ranges = problem.coordinates.filter { !($0.lower < $0.upper) || !$0.length.isFinite }.map { coordinate in
            let problemKind = PosingProblem.emptyDomain(
                coordinate: coordinate.name, lower: NumberText.short(coordinate.lower), upper: NumberText.short(coordinate.upper))
            return Diagnostic(.posing(problemKind), at: problem.origins["coordinates.\(coordinate.name)"])
        }
        return ranges.isEmpty ? RegionCheck(problem).diagnostics() : ranges
    }

    private func finiteness() -> [Diagnostic] {
        FiniteCheck(problem).diagnostics()
    }

    private func counts() -> [Diagnostic] {
        let names = SymbolNames(problem).components
        let structure = ProblemStructure(problem)
        var found = problem.equations.indices.filter { structure.jets[$0].isEmpty }.map { index in
            Diagnostic(
                .posing(.vacuousEquation(name: problem.equations[index].name)), at: problem.equations[index].origin)
        }
        for unknown in problem.unknowns {
            for component in unknown.components
            where !structure.jets.contains(where: { $0.contains { $0.component == component } }) {
                let place = problem.origins["unknowns.\(unknown.name)"]
                found.append(Diagnostic(.posing(.uncontrolled(component: names[component])), at: place))
            }
        }
        guard found.isEmpty, problem.equations.count != problem.componentCount else { return found }
        return [miscount(structure, names)]
    }

    private func miscount(_ structure: ProblemStructure, _ names: [String]) -> Diagnostic {
        let equations = problem.equations.count, components = problem.componentCount
        let size = max(equations, components)
        // Orders as weights prefer to leave out what is least determined.
        let weights = (0..<size).map { row in
            (0..<size).map { column -> Int in
                guard row < equations, column < components else { return 0 }
                let orders = problem.coordinates.indices.compactMap { structure.order(of: column, along: $0, in: row) }
                return orders.max().map { $0 + 1 } ?? Assignment.absent
            }
        }
        let assignment = Assignment(weights)
        if equations < components {
            let odd = (equations..<size).map { assignment.columns[$0] }.first { $0 < components }
            let owner = problem.unknowns.first { $0.components.contains(odd ?? -1) }?.name ?? ""
            let kind = PosingProblem.equationCount(equations: equations, components: components, odd: odd.map { names[$0] })
            return Diagnostic(.posing(kind), at: problem.origins["unknowns.\(owner)"] ?? problem.origins["unknowns"])
        }
        let odd = (components..<size).map { assignment.rows[$0] }.first { $0 < equations }
        let kind = PosingProblem.equationCount(
            equations: equations, components: components, odd: odd.map { problem.equations[$0].name })
        return Diagnostic(.posing(kind), at: odd.flatMap { problem.equations[$0].origin } ?? problem.origins["equations"])
    }
}
