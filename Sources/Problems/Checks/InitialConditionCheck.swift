import Expressions

/// Counts initial conditions against the order in time.
struct InitialConditionCheck {
    let structure: ProblemStructure
    private let problem: Problem

    init(_ structure: ProblemStructure) {
        self.structure = structure
        problem = structure.problem
    }

    func diagnostics() -> [Diagnostic] {
        guard let time = problem.timeIndex, !problem.coordinates[time].isPeriodic else { return instantsWithoutTime() }
        let range = problem.coordinates[time]
        let isSystem = problem.spaceIndices.isEmpty
        var found: [Diagnostic] = []
        for condition in problem.conditions {
            guard case .instant(let instant) = condition.place else { continue }
            let isAllowed = isSystem ? instant >= range.lower && instant <= range.upper : abs(instant - range.lower) <= 1e-12 * range.length
            if !isAllowed { found.append(outside(instant, condition, range.name, range.lower, range.upper)) }
        }
        guard found.isEmpty else { return found }
        let counts = (0..<problem.componentCount).map(initialConditions)
        let orders = counts.indices.map { structure.order(of: $0, along: time) }
        let assignment = structure.assignment(along: time)
        let total = assignment.isComplete ? assignment.total : orders.reduce(0, +)
        return compare(counts, orders, total: total, time)
    }

    private func compare(_ counts: [Int], _ orders: [Int], total: Int, _ time: Int) -> [Diagnostic] {
        var found: [Diagnostic] = []
        // Boundary-value problems in time, and systems in which a constraint takes initial conditions away, are judged
        // by their total; otherwise each component on its own.
        let isStrict = orders.reduce(0, +) == total
        for component in counts.indices {
            if counts[component] > orders[component], !(problem.spaceIndices.isEmpty && counts.reduce(0, +) <= total) {
                found.append(surplus(component, orders[component], counts[component]))
            } else if isStrict, counts[component] < orders[component], !problem.spaceIndices.isEmpty || counts.reduce(0, +) < total {
                found.append(missing(component, orders[component], counts[component], time))
            }
        }
        if found.isEmpty, counts.reduce(0, +) < total,
            let component = counts.indices.first(where: { counts[$0] < orders[$0] })
        {
            found.append(missing(component, orders[component], counts[component], time))
        }
        return found
    }

    private func initialConditions(of component: Int) -> Int {
        problem.conditions.count { condition in
            guard case .instant = condition.place else { return false }
            return ProblemStructure.jets(of: condition.residual).max { left, right in
                left.derivative.total == right.derivative.total
                    ? left.component > right.component : left.derivative.total < right.derivative.total
            }?.component == component
        }
    }

    private func missing(_ component: Int, _ needed: Int, _ found: Int, _ time: Int) -> Diagnostic {
        let names = SymbolNames(problem)
        let derivative = names.text(.jet(Jet(component: component, derivative: MultiIndex.none.raised(along: time, by: needed))))
        let kind = PosingProblem.missingInitial(
            component: names.components[component], derivative: derivative, needed: needed, found: found, start: problem.startText)
        let existing = problem.conditions.first { condition in
            guard case .instant = condition.place else { return false }
            return ProblemStructure.jets(of: condition.residual).contains { $0.component == component }
        }
        return Diagnostic(
            .posing(kind),
            at: existing?.origin ?? problem.origins["conditions"] ?? problem.origin(ofComponent: component))
    }

    private func surplus(_ component: Int, _ needed: Int, _ found: Int) -> Diagnostic {
        let last = problem.conditions.last { condition in
            guard case .instant = condition.place else { return false }
            return ProblemStructure.jets(of: condition.residual).contains { $0.component == component }
        }
        let name = SymbolNames(problem).components[component]
        return Diagnostic(
            .posing(.surplusInitial(component: name, needed: needed, found: found, start: problem.startText)),
            at: last?.origin ?? last?.placeOrigin)
    }

    private func outside(_ instant: Double, _ condition: Condition, _ name: String, _ lower: Double, _ upper: Double) -> Diagnostic {
        let kind = PosingProblem.outsideDomain(
            place: "\(name) = \(NumberText.short(instant))", coordinate: name, lower: NumberText.short(lower),
            upper: NumberText.short(upper))
        return Diagnostic(.posing(kind), at: condition.placeOrigin ?? condition.origin)
    }

    private func instantsWithoutTime() -> [Diagnostic] { [] }
}
