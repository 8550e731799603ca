import Expressions

/// Tries every formula out: a NaN or infinity inside the domain is a mistake in the file, not in the solver.
struct FiniteCheck {
    let problem: Problem

    init(_ problem: Problem) {
        self.problem = problem
    }

    func diagnostics() -> [Diagnostic] {
        let samples = SamplePoints(problem: problem)
        let interior = samples.points()
        var found: [Diagnostic] = []
        for equation in problem.equations {
            found += check(equation.residual, interior, samples, equation.origin)
        }
        for condition in problem.conditions {
            found += check(condition.residual, points(condition, samples), samples, condition.origin)
        }
        for (component, exact) in problem.exact.sorted(by: { $0.key < $1.key }) {
            let name = problem.unknowns.first { $0.components.contains(component) }?.name ?? ""
            found += check(exact, interior, samples, problem.origins["exact.\(name)"])
        }
        return found
    }

    private func points(_ condition: Condition, _ samples: SamplePoints) -> [[Double]] {
        var fixed: [Int: Double] = [:]
        var fractions = SamplePoints.inner
        switch condition.place {
        case .instant(let instant):
            if let time = problem.timeIndex { fixed[time] = instant }
            // Initial data are evaluated on grids that hold the ends.
            fractions = SamplePoints.withEnds
        case .side(let side):
            let range = problem.coordinates[side.coordinate]
            fixed[side.coordinate] = side.isUpper ? range.upper : range.lower
        case .part: return boundaryPoints(condition)
        }
        let all = samples.points(fractions, fixed: fixed)
        guard let extent = condition.extent else { return all }
        return all.filter { samples.holds(extent, at: $0) ?? true }
    }

    /// Points of the place's part of the boundary, at the start.
    private func boundaryPoints(_ condition: Condition) -> [[Double]] {
        guard let samples = problem.boundarySamples(spacing: problem.boundarySpacing(points: 32)) else { return [] }
        var places = BoundaryPlaces(problem)
        guard let index = places.index(of: condition) else { return [] }
        let flags = places.membership(of: samples.points, normals: samples.normals)[index]
        return flags.indices.filter { flags[$0] }.map { sample in
            var point = problem.coordinates.map(\.lower)
            for (axis, coordinate) in problem.spaceIndices.enumerated() { point[coordinate] = samples.points[sample, axis] }
            return point
        }
    }

    private func check(
        _ expression: Expression, _ points: [[Double]], _ samples: SamplePoints, _ origin: SourceOrigin?
    ) -> [Diagnostic] {
        for part in Self.knownParts(expression) {
            for point in points {
                guard let value = samples.value(part, at: point), !value.isFinite else { continue }
                let kind = ExpressionProblem.notFinite(
                    value: NumberText.short(value), formula: part.printed(SymbolNames(problem)), point: samples.text(point))
                return [Diagnostic(.expression(kind), at: origin)]
            }
        }
        return []
    }

    /// The largest parts of an expression that hold no unknowns.
    private static func knownParts(_ expression: Expression) -> [Expression] {
        let isUnknown: (Symbol) -> Bool = {
            switch $0 {
            case .coordinate, .parameter: false
            default: true
            }
        }
        if !expression.contains(where: isUnknown) { return expression.constantValue.map(\.isFinite) == true ? [] : [expression] }
        switch expression.kind {
        case .constant, .symbol: return []
        case .sum(let parts), .product(let parts), .call(_, let parts): return parts.flatMap(knownParts)
        case .power(let base, let exponent): return knownParts(base) + knownParts(exponent)
        // A branch is evaluated only where its condition holds, which depends on the unknowns here.
        case .choice(let condition, _, _): return condition.operands.flatMap(knownParts)
        }
    }
}
