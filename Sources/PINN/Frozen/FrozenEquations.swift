import Expressions
import Problems
import Solving
import TimeIntegration

/// A problem along one space coordinate written as u_t = F(x, t, u) for every component, with linear conditions at the ends.
struct FrozenEquations: Sendable {
    /// A condition Σ coefficient · ∂^order of components = data(t) at one end of the range.
    struct SideCondition: Sendable {
        struct Term: Sendable {
            var component: Int
            var order: Int
            var coefficient: Double
        }

        var name: String
        var isUpper: Bool
        var terms: [Term]
        /// In the time alone; zero for homogeneous conditions.
        var data: Expression
    }

    let problem: Problem
    let form: EvolutionForm
    /// The space coordinate.
    let space: Int
    let time: Int
    /// F by component.
    let rightSides: [Expression]
    /// Terms of F that are a number times a derivative, by component, and the rest.
    let linear: [[LinearTerm]]
    let nonlinear: [Expression]
    /// Conditions at the ends.
    let sides: [SideCondition]
    /// Initial values by component.
    let initial: [Expression]
    /// Highest space derivative of each component, the same for a component and its rates.
    let orders: [Int]
    /// Output times, beginning and end included.
    let times: [Double]
    /// Names of components.
    let names: SymbolNames

    /// - Throws: `SolverError.unsupported`, naming the term that rules the method out.
    init(_ problem: Problem) throws(SolverError) {
        if let reason = Self.objection(problem) { throw .unsupported(term: "", because: reason, try: nil) }
        guard let time = problem.timeIndex else { throw .unsupported(term: "", because: "the problem has no time", try: "features") }
        guard problem.spaceIndices.count == 1 else {
            throw .unsupported(
                term: "", because: "it takes one space coordinate, and the problem has \(problem.spaceIndices.count)",
                try: problem.spaceIndices.isEmpty ? "runge-kutta" : "chebyshev")
        }
        self.problem = problem
        self.time = time
        space = problem.spaceIndices[0]
        do { form = try EvolutionForm(problem) } catch { throw .unsupported(term: error.term, because: error.reason, try: nil) }
        var names = SymbolNames(problem)
        names.components = form.components.map(\.name)
        self.names = names
        let rows = try Self.rows(form, names)
        rightSides = rows.map { $0.mass[0].coefficient.isOne ? $0.rightSide : $0.rightSide / $0.mass[0].coefficient }
        linear = rows.map { $0.mass[0].coefficient.isOne ? $0.linear : [] }
        nonlinear = zip(rows, rightSides).map { $0.mass[0].coefficient.isOne ? $0.nonlinear : $1 }
        sides = try Self.sides(problem, form, names, time: time)
        initial = form.initialValues.map { $0 ?? .zero }
        orders = Self.orders(form, rightSides, space: space)
        let range = form.timeRange
        times = [range.lowerBound] + problem.output.times.filter { $0 > range.lowerBound && $0 < range.upperBound } + [range.upperBound]
    }

    var coordinate: (lower: Double, upper: Double) { (problem.coordinates[space].lower, problem.coordinates[space].upper) }
    var isPeriodic: Bool { problem.coordinates[space].isPeriodic }
    var componentCount: Int { rightSides.count }

    private static func objection(_ problem: Problem) -> String? {
        if problem.energy != nil { return "the problem is an energy, not equations" }
        if !problem.isBox { return "the domain is not a box" }
        if !problem.functionals.isEmpty || !problem.gauges.isEmpty { return "the problem holds integrals or means" }
        if problem.isFamily || !problem.inputs.isEmpty { return "the problem holds input fields" }
        if problem.sites.count > 1 { return "the problem holds traces of unknowns" }
        return problem.inverseObjection
    }

    /// Equations by component: every one must hold the time derivative of one component of its own.
    private static func rows(_ form: EvolutionForm, _ names: SymbolNames) throws(SolverError) -> [EvolutionRow] {
        if let component = form.constrained.first {
            throw .unsupported(
                term: form.components[component].name, because: "it has no time derivative, and the method integrates all unknowns in time",
                try: "chebyshev")
        }
        var rows = [EvolutionRow?](repeating: nil, count: form.components.count)
        for row in form.equations {
            guard row.mass.count == 1, let mass = row.mass.first, mass.derivative == .none, rows[mass.component] == nil else {
                throw .unsupported(
                    term: row.rightSide.printed(names),
                    because: "'\(row.name)' must hold the time derivative of one unknown, and no other term with a time derivative",
                    try: "chebyshev")
            }
            rows[mass.component] = row
        }
        return rows.compactMap { $0 }
    }

    private static func sides(
        _ problem: Problem, _ form: EvolutionForm, _ names: SymbolNames, time: Int
    ) throws(SolverError) -> [SideCondition] {
        var result: [SideCondition] = []
        for boundary in form.boundary {
            guard case .side(let side) = boundary.place else { continue }
            let residual = boundary.row.rightSide.substituting {
                if case .normal = $0 { .constant(side.outwardSign) } else { nil }
            }.simplified()
            let refusal = SolverError.unsupported(
                term: residual.printed(names), because: "conditions must be linear, with constant coefficients and without time derivatives",
                try: "chebyshev")
            guard boundary.row.isAlgebraic, let split = residual.affineSplit(in: \.isJet),
                split.rest.symbols.allSatisfy({ $0 == .coordinate(time) || $0 == .coordinate(side.coordinate) })
            else { throw refusal }
            var terms: [SideCondition.Term] = []
            for (symbol, coefficient) in split.coefficients {
                guard case .jet(let jet) = symbol, let value = coefficient.constantValue else { throw refusal }
                terms.append(.init(component: jet.component, order: jet.derivative[side.coordinate], coefficient: value))
            }
            if terms.isEmpty { continue }
            terms.sort { ($0.component, $0.order) < ($1.component, $1.order) }
            let range = problem.coordinates[side.coordinate]
            let end = side.isUpper ? range.upper : range.lower
            let data = (-split.rest).substituting { $0 == .coordinate(side.coordinate) ? .constant(end) : nil }.simplified()
            result.append(SideCondition(name: boundary.row.name, isUpper: side.isUpper, terms: terms, data: data))
        }
        return result
    }

    /// A component and its rates share a basis, so that u_t = w holds without a projection.
    private static func orders(_ form: EvolutionForm, _ rightSides: [Expression], space: Int) -> [Int] {
        var byOrigin: [Int: Int] = [:]
        for side in rightSides {
            for case .jet(let jet) in side.symbols {
                let origin = form.components[jet.component].origin
                byOrigin[origin] = max(byOrigin[origin] ?? 0, jet.derivative[space])
            }
        }
        return form.components.map { byOrigin[$0.origin] ?? 0 }
    }
}
