import Expressions
import Fields
import NumericsCore
import Problems

/// The boundary of a shape on a lattice with its conditions, compiled.
struct RegionProgram: Sendable {
    let region: StencilRegion
    /// Values at places: one output for each condition of the problem that gives values.
    let values: StencilProgram
    /// Flux out through walls and its derivatives by the unknown and its slopes, for each condition that gives slopes.
    let fluxes: StencilProgram
    /// Output of each condition of the problem, in `values`, or block of outputs in `fluxes`.
    let outputs: [Int: Int]
    /// How the slope at a node next to the boundary follows from its neighbours and the boundary [axis][node], -1 where it is
    /// the central difference; empty if no slopes are needed.
    let ruleOf: [[Int]]
    let rules: [SlopeRule]

    /// A slope as a sum over neighbours along the axis and places on the boundary.
    struct SlopeRule: Sendable {
        var steps: [(step: Int, weight: Double)]
        var places: [(place: Int, weight: Double)]
    }

    init(_ problem: Problem, shape: Shape, form: EllipticForm, lattice: Lattice, needsSlopes: Bool) throws(DiscretizationError) {
        var conditions: [Int: RegionCondition] = [:]
        for (index, condition) in problem.conditions.enumerated() {
            if case .instant = condition.place { continue }
            conditions[index] = try RegionCondition(condition, form: form, parameters: problem.parameters)
        }
        let givesValue = problem.conditions.indices.map { conditions[$0]?.givesValue ?? true }
        let rates = problem.conditions.indices.map { index in conditions[index].flatMap { Self.rate(of: $0) } }
        var cutter = RegionCutter(problem, shape: shape, lattice: lattice, givesValue: givesValue, rates: rates)
        region = try cutter.region()
        var given: [Expression] = [], flowing: [Expression] = []
        var outputs: [Int: Int] = [:]
        let used = Set(region.places.map(\.condition))
        for index in used.sorted() {
            switch conditions[index] {
            case .value(let value)?:
                outputs[index] = given.count
                given.append(value)
            case .slope(let slope)?:
                outputs[index] = flowing.count / (2 + lattice.dimension)
                let flux = try Self.flux(slope, form)
                flowing += [flux, flux.derivative(by: EllipticForm.value)] + form.spaceIndices.indices.map { flux.derivative(by: form.slope($0)) }
            case nil: break
            }
        }
        self.outputs = outputs
        hasConstantMatrix = flowing.allSatisfy { $0.hasConstantRates(time: form.timeIndex) }
        isAffine = flowing.allSatisfy { flux in
            flux.symbols.filter(\.isJet).allSatisfy { !flux.derivative(by: $0).contains(where: \.isJet) }
        }
        values = StencilProgram(given, source: form.source)
        fluxes = StencilProgram(flowing, source: form.source)
        let takesSlopes = needsSlopes || flowing.contains { flux in form.spaceIndices.indices.contains { axis in flux.contains { $0 == form.slope(axis) } } }
        (ruleOf, rules) = takesSlopes ? Self.rules(region, lattice) : ([], [])
    }

    /// Whether the derivatives of the fluxes by the unknown hold neither it nor time.
    let hasConstantMatrix: Bool
    /// Whether fluxes are affine in the unknown.
    let isAffine: Bool

    /// The flux along the normal, when the slope along it is given; the unknown on the boundary is continued from the node.
    private static func flux(_ slope: Expression, _ form: EllipticForm) throws(DiscretizationError) -> Expression {
        let conductances = form.terms.map { $0.coefficient * $0.flux.derivative(by: form.slope($0.axis)) }
        let isMixed = form.terms.contains { term in
            form.spaceIndices.indices.contains { axis in axis != term.axis && term.flux.contains { $0 == form.slope(axis) } }
        }
        guard !isMixed, conductances.allSatisfy({ $0 == conductances[0] }) else {
            throw .unsupported(
                term: "a coefficient that differs from axis to axis", because: "with a condition on the slope on a boundary across the axes")
        }
        let beside = form.spaceIndices.indices.map { .symbol(SecondPlace.tangent($0)) * Expression.symbol(form.slope($0)) }
        let outward = Self.outward(slope, start: .sum([.symbol(EllipticForm.value)] + beside))
        // Slopes that the outward one holds are those at the node, along the boundary.
        return .sum(form.terms.map { term in
            let normal = Expression.symbol(.normal(form.spaceIndices[term.axis]))
            return term.coefficient * normal * term.flux.substituting { $0 == form.slope(term.axis) ? outward * normal : nil }
        })
    }

    /// The slope along the normal, with the unknown continued to the boundary along it from a start beside the node.
    ///
    /// A slope a + b u is solved for with the unknown on the boundary, u = start + distance · slope, so that affine fields are
    /// exact. Where b is so large that the factor 1 - b · distance would lose its sign, the boundary is taken to be at the start;
    /// nodes outside have no balance there, see `RegionCutter`.
    private static func outward(_ slope: Expression, start: Expression) -> Expression {
        guard slope.contains(where: { $0 == EllipticForm.value }) else { return slope }
        let distance = Expression.symbol(SecondPlace.distance)
        func at(_ value: Expression) -> Expression { slope.substituting { $0 == EllipticForm.value ? value : nil } }
        guard let rate = rate(of: .slope(slope)) else { return at(start + distance * at(start)) }
        let factor = 1 - rate * distance
        return at(start) * .choice(.compare(factor, .greater, .constant(RegionCutter.leastFactor)), 1 / factor, 1)
    }

    /// b of a slope a + b u; nil where the slope does not depend on u, or not in this way.
    private static func rate(of condition: RegionCondition) -> Expression? {
        guard case .slope(let slope) = condition, let split = slope.affineSplit(in: { $0 == EllipticForm.value }),
            let rate = split.coefficients[EllipticForm.value], !rate.contains(where: \.isJet)
        else { return nil }
        return rate
    }

    private static func rules(_ region: StencilRegion, _ lattice: Lattice) -> ([[Int]], [SlopeRule]) {
        var ruleOf = [[Int]](repeating: [Int](repeating: -1, count: lattice.count), count: lattice.dimension)
        var rules: [SlopeRule] = []
        for axis in 0..<lattice.dimension {
            var arms: [Int: [Int: StencilRegion.Cut]] = [:]
            for cut in region.cuts where cut.axis == axis { arms[cut.node, default: [:]][cut.step] = cut }
            for node in 0..<lattice.count where region.isFree(node) {
                if let rule = rule(node, axis, arms[node] ?? [:], region, lattice) {
                    ruleOf[axis][node] = rules.count
                    rules.append(rule)
                }
            }
        }
        return (ruleOf, rules)
    }

    /// The difference of the ends of both arms over their lengths; of the end and the node where there is one arm only.
    ///
    /// The parabola through both ends and the node would be of second order, but on a short arm it gives convection a part of the
    /// diagonal of size velocity / arm with the wrong sign on one side of the flow, which no diffusion outweighs once
    /// velocity · spacing exceeds it. An error of the first order at cut nodes alone is one of higher order in the answer.
    private static func rule(
        _ node: Int, _ axis: Int, _ cuts: [Int: StencilRegion.Cut], _ region: StencilRegion, _ lattice: Lattice
    ) -> SlopeRule? {
        let given = Set(region.given.map(\.node))
        func isOpen(_ step: Int) -> Bool {
            guard let other = lattice.neighbour(node, (0..<lattice.dimension).map { $0 == axis ? step : 0 }) else { return false }
            return region.isFree(other) || given.contains(other)
        }
        let open = [isOpen(-1), isOpen(1)], spacing = lattice.spacing[axis]
        if open == [true, true] { return nil }
        // At a side of the box the conditions of the side give the slope.
        let index = lattice.indices(of: node)[axis]
        if !lattice.isPeriodic[axis] && (index == 0 || index == lattice.shape[axis] - 1) && cuts.isEmpty { return nil }
        let lengths = [-1, 1].map { cuts[$0]?.length ?? (open[($0 + 1) / 2] ? spacing : 0) }
        var rule = SlopeRule(steps: [], places: [])
        func add(_ step: Int, _ weight: Double) {
            if let cut = cuts[step] { rule.places.append((cut.place, weight)) } else { rule.steps.append((step, weight)) }
        }
        let (back, ahead) = (lengths[0], lengths[1])
        if back > 0 && ahead > 0 {
            add(1, 1 / (back + ahead))
            add(-1, -1 / (back + ahead))
        } else if back > 0 || ahead > 0 {
            let step = ahead > 0 ? 1 : -1, length = max(back, ahead)
            add(step, Double(step) / length)
            rule.steps.append((0, -Double(step) / length))
        }
        return rule
    }
}
