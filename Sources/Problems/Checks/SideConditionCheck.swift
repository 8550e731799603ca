import Expressions

/// Counts conditions at both ends of every coordinate against the order of the equations.
struct SideConditionCheck {
    let structure: ProblemStructure
    private let problem: Problem
    private let names: SymbolNames

    init(_ structure: ProblemStructure) {
        self.structure = structure
        problem = structure.problem
        names = SymbolNames(problem)
    }

    func diagnostics() -> [Diagnostic] {
        problem.spaceIndices.filter { !problem.coordinates[$0].isPeriodic }.flatMap { axis in
            structure.blocks(along: axis).flatMap { check($0, axis) }
        }
    }

    /// How many conditions each end may have.
    private struct Need {
        var lower: ClosedRange<Int>
        var upper: ClosedRange<Int>
        var total: Int
    }

    private func check(_ block: ProblemStructure.Block, _ axis: Int) -> [Diagnostic] {
        let need = need(block, axis)
        let ends = [false, true].map { BoundarySide(coordinate: axis, isUpper: $0) }
        let counts = ends.map { count($0, block) }
        let ranges = [need.lower, need.upper]
        var found: [Diagnostic] = []
        for (index, end) in ends.enumerated() {
            found += judge(counts[index], ranges[index], end, block, other: counts[1 - index])
        }
        guard found.isEmpty else { return found }
        let (low, high) = (counts[0].most + counts[1].most, counts[0].least + counts[1].least)
        if low < need.total { return [missing(counts[0].most == 0 ? ends[0] : ends[1], block, need: need.total - low, counts[1])] }
        if high > need.total { return [surplus(ends[counts[0].least > 0 ? 1 : 0], block, need: need.total - counts[0].least, found: counts[1].least)] }
        return []
    }

    private func need(_ block: ProblemStructure.Block, _ axis: Int) -> Need {
        let order = block.order
        let anywhere = Need(lower: 0...order, upper: 0...order, total: order)
        let isScalar = block.components.count == 1
        // In a steady problem in one coordinate both conditions may stand at one end.
        if problem.coordinates.count == 1 { return anywhere }
        let highest = block.components.map { structure.order(of: $0, along: axis) }.max() ?? 0
        if isScalar, order % 2 == 1, let sign = directionSign(block.components[0], axis, order) {
            // Characteristics enter at the lower end for u_t + c u_x with c > 0; u_t + a u_xxx with a > 0 lets one
            // condition stand at the lower end and two at the upper.
            let more = order / 2 + 1, fewer = order / 2
            let lowerIsLarger = order % 4 == 1 ? sign > 0 : sign < 0
            let (lower, upper) = lowerIsLarger ? (more, fewer) : (fewer, more)
            return Need(lower: lower...lower, upper: upper...upper, total: order)
        }
        if order % 2 == 1 || highest < 2 { return anywhere }
        return Need(lower: order / 2...order / 2, upper: order / 2...order / 2, total: order)
    }

    /// Sign of the highest coefficient against that of the time derivative, if it is the same everywhere.
    private func directionSign(_ component: Int, _ axis: Int, _ order: Int) -> Double? {
        guard let time = problem.timeIndex, let equation = structure.equation(of: component) else { return nil }
        let residual = problem.equations[equation].residual
        let samples = SamplePoints(problem: problem)
        let top = residual.derivative(by: .jet(Jet(component: component, derivative: MultiIndex.none.raised(along: axis, by: order))))
        let rate = residual.derivative(by: .jet(Jet(component: component, derivative: MultiIndex.none.raised(along: time))))
        var signs = Set<Double>()
        for point in samples.points() {
            guard let a = samples.value(top, at: point), let b = samples.value(rate, at: point), b != 0, a != 0 else { return nil }
            signs.insert((a / b).sign == .plus ? 1 : -1)
        }
        return signs.count == 1 ? signs.first : nil
    }

    // MARK: Counting

    private struct Count {
        /// Fewest and most conditions at any sampled point of the side.
        var least: Int
        var most: Int
        var leastPoint: [Double]
        var mostPoint: [Double]
        var conditions: [Condition]
        var hasExtents: Bool
    }

    private func count(_ side: BoundarySide, _ block: ProblemStructure.Block) -> Count {
        let here = problem.conditions.filter { condition in
            condition.place == .side(side) && owner(condition).map(block.components.contains) == true
        }
        let samples = SamplePoints(problem: problem)
        let coordinate = problem.coordinates[side.coordinate]
        let value = side.isUpper ? coordinate.upper : coordinate.lower
        let fractions = here.contains { $0.extent != nil } ? (0..<41).map { (Double($0) + 0.5) / 41 } : [0.5]
        var fixed = [side.coordinate: value]
        if let time = problem.timeIndex { fixed[time] = problem.coordinates[time].lower }
        var result = Count(
            least: .max, most: 0, leastPoint: [], mostPoint: [], conditions: here, hasExtents: fractions.count > 1)
        for point in samples.points(fractions, fixed: fixed) {
            let number = here.count { condition in
                condition.extent.map { samples.holds($0, at: point) ?? true } ?? true
            }
            if number < result.least { (result.least, result.leastPoint) = (number, point) }
            if number > result.most { (result.most, result.mostPoint) = (number, point) }
        }
        return result
    }

    /// The component a condition is counted for: the one it differentiates most.
    private func owner(_ condition: Condition) -> Int? {
        ProblemStructure.jets(of: condition.residual).sorted { $0.component < $1.component }
            .max { $0.derivative.total < $1.derivative.total }?.component
    }

    // MARK: Verdicts

    private func judge(
        _ count: Count, _ range: ClosedRange<Int>, _ side: BoundarySide, _ block: ProblemStructure.Block, other: Count
    ) -> [Diagnostic] {
        let end = problem.text(side)
        let component = names.components[leading(block, side, count)]
        if count.hasExtents, count.least < range.lowerBound, count.most >= range.lowerBound {
            let point = place(count.leastPoint, without: side)
            return [
                Diagnostic(
                    .posing(.gap(component: component, end: end, point: point)),
                    at: count.conditions.first.flatMap { $0.placeOrigin ?? $0.origin })
            ]
        }
        if count.least < range.lowerBound { return [missing(side, block, need: range.lowerBound, other, found: count)] }
        guard count.most > range.upperBound else { return [] }
        if count.hasExtents, count.least <= range.upperBound, range.upperBound > 0 { return [overlap(count, side, component)] }
        return [surplus(side, block, need: range.upperBound, found: count.most)]
    }

    private func overlap(_ count: Count, _ side: BoundarySide, _ component: String) -> Diagnostic {
        let samples = SamplePoints(problem: problem)
        let both = count.conditions.filter { condition in
            condition.extent.map { samples.holds($0, at: count.mostPoint) ?? true } ?? true
        }
        let kind = PosingProblem.overlap(
            component: component, end: problem.text(side), point: place(count.mostPoint, without: side),
            first: both.first?.name ?? "", second: both.last?.name ?? "")
        let related = both.first.flatMap { $0.placeOrigin ?? $0.origin }
        return Diagnostic(
            .posing(kind), at: both.last.flatMap { $0.placeOrigin ?? $0.origin }, related: [related].compactMap { $0 })
    }

    private func missing(
        _ side: BoundarySide, _ block: ProblemStructure.Block, need: Int, _ other: Count, found: Count? = nil
    ) -> Diagnostic {
        let component = leading(block, side, found)
        let order = structure.order(of: component, along: side.coordinate)
        let opposite = BoundarySide(coordinate: side.coordinate, isUpper: !side.isUpper)
        let partner = other.conditions.first { owner($0) == component }
        let coordinate = problem.coordinates[side.coordinate].name
        let isPair = order == 2 && partner != nil
        let kind = PosingProblem.missingCondition(
            component: names.components[component], end: problem.text(side), derivative: text(component, side.coordinate, order),
            needed: block.components.count == 1 ? need : max(1, order / 2), found: found?.least ?? 0, coordinate: coordinate, otherEnd: isPair ? problem.text(opposite) : nil,
            line: problem.origins["coordinates.\(coordinate)"]?.line)
        let place = isPair ? partner.flatMap { $0.placeOrigin ?? $0.origin } : nil
        return Diagnostic(.posing(kind), at: place ?? problem.origins["conditions"] ?? problem.origin(ofComponent: component))
    }

    private func surplus(_ side: BoundarySide, _ block: ProblemStructure.Block, need: Int, found: Int) -> Diagnostic {
        let last = problem.conditions.last { $0.place == .side(side) && owner($0).map(block.components.contains) == true }
        let component = last.flatMap(owner) ?? block.components[0]
        let order = structure.order(of: component, along: side.coordinate)
        let kind = PosingProblem.surplusCondition(
            component: names.components[component], end: problem.text(side),
            derivative: order > 0 ? text(component, side.coordinate, order) : nil, needed: max(0, need), found: found,
            coordinate: problem.coordinates[side.coordinate].name)
        return Diagnostic(.posing(kind), at: last?.placeOrigin ?? last?.origin)
    }

    /// The component of a block that a message names: the one of highest order with the fewest conditions here.
    private func leading(_ block: ProblemStructure.Block, _ side: BoundarySide, _ count: Count?) -> Int {
        block.components.max { left, right in
            func key(_ component: Int) -> [Int] {
                let own = count?.conditions.count { owner($0) == component } ?? 0
                return [structure.order(of: component, along: side.coordinate), -own, -component]
            }
            return key(left).lexicographicallyPrecedes(key(right))
        } ?? block.components[0]
    }

    private func text(_ component: Int, _ axis: Int, _ order: Int) -> String {
        names.text(.jet(Jet(component: component, derivative: MultiIndex.none.raised(along: axis, by: order))))
    }

    private func place(_ point: [Double], without side: BoundarySide) -> String {
        let rest = problem.spaceIndices.filter { $0 != side.coordinate }
        return rest.map { "\(problem.coordinates[$0].name) = \(NumberText.short(point[$0]))" }.joined(separator: ", ")
    }
}
