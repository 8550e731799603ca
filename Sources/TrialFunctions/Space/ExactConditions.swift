import Expressions
import Problems

/// Finds which conditions of a problem can be met by construction, and the forms of the components that meet them.
///
/// Conditions u = g on sides of a box and at the first instant (there also u_t = h) are met by transfinite interpolation
/// (Gordon and Hall 1973), coordinate by coordinate, time last: each step adds the blended defect of the offset so far. Conditions that
/// contradict those before them, as where initial and boundary data disagree in a corner, are left to the least squares.
/// Values on whole smooth pieces of the boundary of a shape are met by products of functions that vanish on the pieces.
public struct ExactConditions: Sendable {
    /// One for each component.
    public private(set) var forms: [ComponentForm]
    /// Singular functions that leave the conditions met.
    public private(set) var enrichment: Enrichment
    /// Indices of the conditions that the forms meet.
    public private(set) var met: Set<Int>

    /// Rate, in units of the time range, at which the initial data fade from the offset: what is left of them at late times only
    /// has to be undone by the trial function.
    static let fadingRate = 3.0

    public init(_ problem: Problem) {
        let initial = Set(problem.conditions.indices.filter {
            if case .instant = problem.conditions[$0].place { true } else { false }
        })
        // What the data are is not known before the parameters in them are.
        var excluded = Set(problem.conditions.indices.filter { index in
            problem.conditions[index].residual.contains { problem.isEstimated($0) }
        })
        // Singular functions have values of their own on the boundary of a shape, which no product of the pieces takes away.
        let boundary = problem.enrichment.isEmpty ? BoundaryData(problem) : nil
        var attempt = Self.build(problem, boundary, excluding: excluded)
        while let contradicted = Self.lastViolated(attempt.forms, attempt.met, problem, boundary) {
            // Boundary data hold at all times, initial data at one: where they disagree in a corner the latter give way.
            let still = Self.build(problem, boundary, excluding: excluded.union(initial))
            let isInitial = Self.lastViolated(still.forms, still.met, problem, boundary) == nil
            if isInitial { excluded.formUnion(initial) } else { excluded.insert(contradicted) }
            attempt = Self.build(problem, boundary, excluding: excluded)
        }
        forms = attempt.forms
        met = attempt.met
        let data = ConditionData(problem, excluding: excluded)
        let taken = problem.enrichment.map { function in Self.build(problem, boundary, data.taken(by: function), excluding: excluded).forms }
        enrichment = Enrichment((0..<problem.componentCount).map { component in
            zip(problem.enrichment, taken).map { $0 - $1[component].offset }
        })
    }

    private static func build(
        _ problem: Problem, _ boundary: BoundaryData?, excluding: Set<Int>
    ) -> (forms: [ComponentForm], met: Set<Int>) {
        build(problem, boundary, ConditionData(problem, excluding: excluding), excluding: excluding)
    }

    private static func build(
        _ problem: Problem, _ boundary: BoundaryData?, _ data: ConditionData, excluding: Set<Int>
    ) -> (forms: [ComponentForm], met: Set<Int>) {
        var met = Set<Int>()
        let forms = (0..<problem.componentCount).map { component in
            var form = ComponentForm()
            if let boundary { met.formUnion(surround(&form, boundary, boundary.groups(component, excluding: excluding))) }
            for coordinate in problem.spaceIndices {
                met.formUnion(blend(&form, component, coordinate, data, problem))
            }
            if let time = problem.timeIndex { met.formUnion(start(&form, component, time, data, problem)) }
            return form
        }
        return (forms, met)
    }

    /// Interpolates between the two ends of a coordinate.
    private static func blend(
        _ form: inout ComponentForm, _ component: Int, _ coordinate: Int, _ data: ConditionData, _ problem: Problem
    ) -> [Int] {
        let range = problem.coordinates[coordinate]
        let fraction = (.coordinate(coordinate) - .constant(range.lower)) / .constant(range.length)
        let lower = data.side(component, coordinate, isUpper: false)
        let upper = data.side(component, coordinate, isUpper: true)
        let old = form.offset
        func defect(_ condition: ConditionData.Value, at end: Double) -> Expression {
            condition.value - old.fixing(coordinate, at: end)
        }
        if let lower { form.offset = form.offset + (upper == nil ? 1 : 1 - fraction) * defect(lower, at: range.lower) }
        if let upper { form.offset = form.offset + (lower == nil ? 1 : fraction) * defect(upper, at: range.upper) }
        if lower != nil { form.factor = form.factor * fraction }
        // Four times the product is one in the middle.
        if upper != nil { form.factor = form.factor * (lower == nil ? 1 : 4) * (1 - fraction) }
        return [lower, upper].compactMap { $0?.condition }
    }

    /// Interpolates between the pieces of the boundary of a shape; where two that meet have different values, the larger ones
    /// in number are met.
    private static func surround(_ form: inout ComponentForm, _ boundary: BoundaryData, _ groups: [BoundaryData.Group]) -> Set<Int> {
        guard let largest = groups.max(by: { $0.pieces.count < $1.pieces.count }) else { return [] }
        let all = boundary.joined(groups)
        let used = all == nil ? [largest] : groups
        form.offset = all ?? largest.value
        form.factor = .product(used.map(boundary.factor))
        return used.reduce(into: []) { $0.formUnion($1.conditions) }
    }

    /// Meets the initial conditions.
    private static func start(
        _ form: inout ComponentForm, _ component: Int, _ time: Int, _ data: ConditionData, _ problem: Problem
    ) -> [Int] {
        guard let value = data.initialValue(component) else { return [] }
        let range = problem.coordinates[time]
        let elapsed = .coordinate(time) - .constant(range.lower)
        let scaled = .constant(fadingRate / range.length) * elapsed
        let fading = Expression.call(.exp, [-scaled])
        let old = form.offset
        let defect = value.value - old.fixing(time, at: data.start)
        guard let velocity = data.initialVelocity(component) else {
            form.offset = old + fading * defect
            form.factor = form.factor * (1 - fading)
            return [value.condition]
        }
        let oldVelocity = old.derivative(by: .coordinate(time)).fixing(time, at: data.start)
        form.offset = old + (1 + scaled) * fading * defect + elapsed * fading * (velocity.value - oldVelocity)
        form.factor = form.factor * (1 - fading) * (1 - fading)
        return [value.condition, velocity.condition]
    }
}

extension Expression {
    /// The expression with a coordinate held at a value.
    func fixing(_ coordinate: Int, at value: Double) -> Expression {
        substituting { $0 == .coordinate(coordinate) ? .constant(value) : nil }
    }
}
