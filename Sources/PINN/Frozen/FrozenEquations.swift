import Expressions
import Fields
import Problems
import Solving
import TimeIntegration

/// A problem in a box written as u_t = F(x, t, u) for every component, with linear conditions on the sides.
struct FrozenEquations: Sendable {
    /// A condition Σ coefficient · ∂^order of components = data at one end of the range of a coordinate.
    struct SideCondition: Sendable {
        struct Term: Sendable {
            var component: Int
            var order: Int
            var coefficient: Double
        }

        var name: String
        /// Position among the space coordinates.
        var axis = 0
        var isUpper: Bool
        var terms: [Term]
        /// In the time and the other coordinates; zero for homogeneous conditions.
        var data: Expression
    }

    let problem: Problem
    let form: EvolutionForm
    /// The space coordinates.
    let spaces: [Int]
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
    /// Highest derivative along each space coordinate of each component, [axis][component]; the same for a component and its rates.
    let orders: [[Int]]
    /// Places of the equations' and initial data that the basis must hold.
    var peaks: [DataPeak] = []
    /// Output times, beginning and end included.
    let times: [Double]
    /// Names of components.
    let names: SymbolNames

    /// - Throws: `SolverError.unsupported`, naming the term that rules the method out.
    init(_ problem: Problem) throws(SolverError) {
        if let reason = Self.objection(problem) { throw .unsupported(term: "", because: reason, try: nil) }
        guard let time = problem.timeIndex else { throw .unsupported(term: "", because: "the problem has no time", try: "features") }
        guard (1...3).contains(problem.spaceIndices.count) else {
            throw .unsupported(
                term: "", because: "it takes one to three space coordinates, and the problem has \(problem.spaceIndices.count)",
                try: problem.spaceIndices.isEmpty ? "runge-kutta" : "pinn")
        }
        guard problem.enrichment.isEmpty || problem.spaceIndices.count == 1 else {
            throw .unsupported(term: "enrich", because: "singular functions are taken along one space coordinate", try: nil)
        }
        if let reason = problem.jumpObjection() { throw .unsupported(term: "", because: reason, try: "multigrid") }
        self.problem = problem
        self.time = time
        spaces = problem.spaceIndices
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
        let (system, right) = (form, rightSides)
        orders = problem.spaceIndices.map { Self.orders(system, right, space: $0) }
        let range = form.timeRange
        times = [range.lowerBound] + problem.output.times.filter { $0 > range.lowerBound && $0 < range.upperBound } + [range.upperBound]
    }

    var coordinates: [Coordinate] { spaces.map { problem.coordinates[$0] } }
    var isPeriodic: Bool { coordinates.allSatisfy(\.isPeriodic) }
    var componentCount: Int { rightSides.count }

    /// Highest derivative in equations and conditions.
    var highestOrder: Int { max(orders.flatMap { $0 }.max() ?? 0, sides.flatMap(\.terms).map(\.order).max() ?? 0) }

    /// Orders along the space coordinates of a derivative.
    func orders(_ derivative: MultiIndex) -> [Int] { spaces.map { derivative[$0] } }

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
                term: residual.printed(names), because: "conditions must be linear, with constant coefficients and derivatives across the side only",
                try: "chebyshev")
            guard boundary.row.isAlgebraic, let split = residual.affineSplit(in: \.isJet),
                split.rest.symbols.allSatisfy(\.isCoordinate)
            else { throw refusal }
            var terms: [SideCondition.Term] = []
            for (symbol, coefficient) in split.coefficients {
                guard case .jet(let jet) = symbol, let value = coefficient.constantValue else { throw refusal }
                let order = jet.derivative[side.coordinate]
            guard jet.derivative.total == order else { throw refusal }
            terms.append(.init(component: jet.component, order: order, coefficient: value))
            }
            if terms.isEmpty { continue }
            guard problem.spaceIndices.count == 1 || Set(terms.map(\.component)).count == 1 else {
                throw .unsupported(
                    term: residual.printed(names), because: "in several dimensions a condition must hold one unknown only", try: "chebyshev")
            }
            terms.sort { ($0.component, $0.order) < ($1.component, $1.order) }
            let range = problem.coordinates[side.coordinate]
            let end = side.isUpper ? range.upper : range.lower
            let data = (-split.rest).substituting { $0 == .coordinate(side.coordinate) ? .constant(end) : nil }.simplified()
            let axis = problem.spaceIndices.firstIndex(of: side.coordinate) ?? 0
            result.append(SideCondition(name: boundary.row.name, axis: axis, isUpper: side.isUpper, terms: terms, data: data))
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

extension Symbol {
    var isCoordinate: Bool { if case .coordinate = self { true } else { false } }
}

extension FrozenEquations {
    /// The space coordinate of a problem along one.
    var space: Int { spaces[0] }
    /// Its range.
    var range: (lower: Double, upper: Double) { (problem.coordinates[space].lower, problem.coordinates[space].upper) }
}
