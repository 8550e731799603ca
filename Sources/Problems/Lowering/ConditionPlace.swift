import Expressions

/// A place as conditions name it, lowered.
struct ConditionPlace {
    var name: String
    var place: Condition.Place
    var extent: LogicalExpression?
    var formulaPlace: Scope.Place
}

extension ProblemBuilder {
    /// The places that one entry of `at:` means; empty after reporting why it means none.
    mutating func places(_ node: RawNode) -> [ConditionPlace] {
        guard let text = node.text else { return [] }
        let trimmed = text.trimmingBlanks
        if trimmed == "boundary" { return wholeBoundary }
        if problem.boundaryParts.contains(where: { $0.name == trimmed }) { return partPlaces(trimmed, node) }
        guard trimmed.contains("=") else {
            if areNamesReliable {
                let known = ["boundary"] + problem.boundaryParts.map(\.name) + problem.coordinates.map { "\($0.name) = …" }
                report(.expression(.unknownPlace(text: trimmed, known: known)), at: node.origin)
            }
            return []
        }
        return coordinatePlace(node)
    }

    private var wholeBoundary: [ConditionPlace] {
        if problem.shape != nil {
            return [ConditionPlace(name: "boundary", place: .part("boundary"), formulaPlace: .boundary)]
        }
        return sides.map(sidePlace)
    }

    var sides: [BoundarySide] {
        problem.spaceIndices.filter { !problem.coordinates[$0].isPeriodic }
            .flatMap { [BoundarySide(coordinate: $0, isUpper: false), BoundarySide(coordinate: $0, isUpper: true)] }
    }

    private func sidePlace(_ side: BoundarySide) -> ConditionPlace {
        ConditionPlace(
            name: problem.text(side), place: .side(side),
            formulaPlace: .side(coordinate: side.coordinate, isUpper: side.isUpper))
    }

    private mutating func coordinatePlace(_ node: RawNode) -> [ConditionPlace] {
        guard let text = node.text else { return [] }
        let equation: SyntaxEquation
        do throws(FormulaError) {
            equation = try FormulaParser.parse(equation: text)
        } catch {
            report(error, in: node)
            return []
        }
        use(equation.right)
        guard case .name(let name) = equation.left.kind, let index = scope.coordinates.firstIndex(of: name) else {
            if areNamesReliable {
                report(.expression(.unknownPlace(text: text, known: scope.coordinates.map { "\($0) = …" })), at: node.origin)
            }
            return []
        }
        guard let value = placeValue(equation.right, node), !brokenRanges.contains(index) else { return [] }
        return end(index, value, node)
    }

    private mutating func placeValue(_ tree: SyntaxNode, _ node: RawNode) -> Double? {
        do throws(FormulaErrors) {
            let value = try elaborator.expression(tree, in: knownScope)
            if let number = value.scalar?.constantValue { return number }
            report(.expression(.notConstant(what: "a place", found: "not a number")), at: node.origin(of: tree.span))
        } catch {
            for mistake in error.errors { report(mistake, in: node) }
        }
        return nil
    }

    private mutating func end(_ index: Int, _ value: Double, _ node: RawNode) -> [ConditionPlace] {
        let coordinate = problem.coordinates[index]
        if coordinate.isTime {
            let name = "t = \(NumberText.short(value))"
            return [ConditionPlace(name: name, place: .instant(value), formulaPlace: .instant)]
        }
        let slack = 1e-9 * abs(coordinate.length)
        if problem.shape != nil, value >= coordinate.lower - slack, value <= coordinate.upper + slack {
            return [linePlace(index, value, slack, node)]
        }
        for isUpper in [false, true] where abs(value - (isUpper ? coordinate.upper : coordinate.lower)) <= slack {
            return [sidePlace(BoundarySide(coordinate: index, isUpper: isUpper))]
        }
        let kind = PosingProblem.outsideDomain(
            place: "\(coordinate.name) = \(NumberText.short(value))", coordinate: coordinate.name,
            lower: NumberText.short(coordinate.lower), upper: NumberText.short(coordinate.upper))
        report(.posing(kind), at: node.origin)
        return []
    }

    /// On a shape `x = 0` is what lies on that line of the shape's boundary: a part that needs no declaration.
    private mutating func linePlace(_ index: Int, _ value: Double, _ slack: Double, _ node: RawNode) -> ConditionPlace {
        let name = "\(problem.coordinates[index].name) = \(NumberText.short(value))"
        if !problem.boundaryParts.contains(where: { $0.name == name }) {
            let kind = BoundaryPart.Kind.line(coordinate: index, value: value, slack: slack)
            problem.boundaryParts.append(BoundaryPart(name: name, kind: kind, origin: node.origin))
        }
        return ConditionPlace(name: name, place: .part(name), formulaPlace: .boundary)
    }

    // MARK: Parts

    private mutating func partPlaces(_ name: String, _ node: RawNode) -> [ConditionPlace] {
        if problem.shape != nil {
            return [ConditionPlace(name: name, place: .part(name), formulaPlace: .boundary)]
        }
        let region = region(ofPart: name)
        let samples = SamplePoints(problem: problem)
        // Off round numbers: a part that holds one point of a side where others end has nothing of it.
        let fractions = (0..<41).map { (Double($0) + 0.381966) / 41 }
        var result: [ConditionPlace] = []
        for side in sides {
            let coordinate = problem.coordinates[side.coordinate]
            let value = side.isUpper ? coordinate.upper : coordinate.lower
            let here = region.substituting { $0 == .coordinate(side.coordinate) ? .constant(value) : nil }
            let truth = samples.points(fractions, fixed: [side.coordinate: value]).map { samples.holds(here, at: $0) ?? false }
            guard truth.contains(true) else { continue }
            var place = sidePlace(side)
            if truth.contains(false) { place.extent = here }
            place.name = "\(name) (\(problem.text(side)))"
            result.append(place)
        }
        if result.isEmpty { report(.posing(.emptyPart(name: name)), at: node.origin) }
        return result
    }

    private func region(ofPart name: String) -> LogicalExpression {
        let part = problem.boundaryParts.first { $0.name == name }
        if case .region(let region) = part?.kind { return region }
        let others = problem.boundaryParts.compactMap { part -> LogicalExpression? in
            if case .region(let region) = part.kind { region } else { nil }
        }
        guard let first = others.first else { return .compare(0, .less, 1) }
        return .not(others.dropFirst().reduce(first) { .or($0, $1) })
    }

    mutating func readBoundaryParts() {
        readShape()
        for entry in root["boundary"]?.map?.prefix(Limit.listed) ?? [] {
            guard let kind = partKind(entry.value) else { continue }
            problem.boundaryParts.append(BoundaryPart(name: entry.key, kind: kind, origin: entry.keyOrigin))
        }
    }

    private mutating func partKind(_ node: RawNode) -> BoundaryPart.Kind? {
        if node.text == "rest" { return .rest }
        if let condition = node["where"] { return self.condition(condition, in: knownScope).map { .region($0) } }
        if let box = node["on"] { return boxRegion(box).map { .region($0) } }
        if node.map != nil, keyErrors.isEmpty {
            report(.key(.missing(key: "where", section: "boundary", example: "where: x < 0.5")), at: node.origin)
        }
        return nil
    }

    /// `box([0, 0], [0.5, 0])` as a condition on the coordinates; ends count as inside.
    private mutating func boxRegion(_ node: RawNode) -> LogicalExpression? {
        guard let tree = syntax(node, FormulaParser.parse(expression:)) else { return nil }
        guard case .call(let name, let arguments) = tree.kind, name.text == "box", arguments.count == 2,
            case .vector(let lower) = arguments[0].kind, case .vector(let upper) = arguments[1].kind,
            lower.count == problem.spaceIndices.count, upper.count == lower.count
        else {
            let example = "box([0, 0], [0.5, 0])"
            report(.key(.wrongType(key: "on", expected: "a box such as '\(example)'", found: node.noun)), at: node.origin)
            return nil
        }
        var region: LogicalExpression?
        for (position, axis) in problem.spaceIndices.enumerated() {
            guard let from = placeValue(lower[position], node), let to = placeValue(upper[position], node) else { return nil }
            let slack = 1e-9 * abs(problem.coordinates[axis].length)
            let above = LogicalExpression.compare(.coordinate(axis), .greaterOrEqual, .constant(from - slack))
            let below = LogicalExpression.compare(.coordinate(axis), .lessOrEqual, .constant(to + slack))
            let both = LogicalExpression.and(above, below)
            region = region.map { .and($0, both) } ?? both
        }
        return region
    }
}
