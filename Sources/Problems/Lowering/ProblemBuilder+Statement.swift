import Expressions

extension ProblemBuilder {
    mutating func readEquations() {
        if let first = root.entry("energy"), let second = root.entry("equations") {
            hasUnreadFormula = true
            report(.key(.exclusive(first: "energy", second: "equations")), at: second.keyOrigin, related: [first.keyOrigin])
        }
        if let energy = root["energy"] {
            if let value = expression(energy, in: scope) { problem.energy = scalar(value, "an energy density", in: energy) }
            return
        }
        guard let node = root["equations"] else {
            let kind = KeyProblem.missing(key: "equations", section: "", example: "equations: ['-lap(u) = 1']")
            let isMisspelt = keyErrors.contains {
                if case .key(.unknown(let key, "", _, _)) = $0.kind { Suggestion.nearest(to: key, among: ["equations", "energy"]) != nil } else { false }
            }
            if !isMisspelt { report(.key(kind), at: root.origin) }
            return
        }
        if let entries = node.map {
            for entry in limited(entries, to: Limit.equations, key: "equations", at: node) {
                addEquation(entry.value, name: entry.key)
            }
        } else {
            let items = limited(node.elements, to: Limit.equations, key: "equations", at: node)
            for (index, item) in items.enumerated() { addEquation(item, name: items.count == 1 ? "equation" : "equation \(index + 1)") }
        }
    }

    private mutating func addEquation(_ node: RawNode, name: String) {
        context = name == "equation" ? "the equation" : name.hasPrefix("equation ") ? name : "equation '\(name)'"
        defer { context = nil }
        guard let residual = equation(node, in: scope) else { return }
        for (index, component) in residual.components.enumerated() {
            let suffix = residual.components.count == 1 ? "" : "." + componentName(index)
            problem.equations.append(
                Equation(
                    name: name + suffix, residual: component, divergence: residual.divergences[index], origin: node.origin))
        }
    }

    func componentName(_ index: Int) -> String {
        let space = problem.spaceIndices.map { problem.coordinates[$0].name }
        return index < space.count ? space[index] : "\(index)"
    }

    mutating func scalar(_ value: TypedExpression, _ operation: String, in node: RawNode) -> Expression? {
        if let scalar = value.scalar { return scalar }
        let kind = FormulaError.Kind.wrongRank(
            operation: operation, expected: "a scalar", found: value.shape.description, suggestion: nil)
        report(FormulaError(kind, value.span), in: node)
        return nil
    }

    mutating func readConditions() {
        guard let section = root["conditions"] else { return }
        for node in limited(section.elements, to: Limit.conditions, key: "conditions", at: section) {
            guard node.map != nil else { continue }
            if let gauge = node["gauge"] {
                addGauge(gauge)
                guard node["at"] != nil || node["require"] != nil else { continue }
            }
            guard let at = node["at"], let require = node["require"] else {
                let key = node["at"] == nil ? "at" : "require"
                let example = key == "at" ? "at: x = 0" : "require: u = 0"
                if !keyErrors.contains(where: { $0.origin.map { node.covers($0) } ?? false }) {
                    report(.key(.missing(key: key, section: "conditions", example: example)), at: node.origin)
                }
                continue
            }
            addConditions(at, require)
        }
    }

    private mutating func addConditions(_ at: RawNode, _ require: RawNode) {
        let requirements = limited(require.elements, to: Limit.listed, key: "conditions.require", at: require)
        for placeNode in limited(at.elements, to: Limit.listed, key: "conditions.at", at: at) {
            let places = places(placeNode)
            for place in places {
                for item in requirements where item.text != nil {
                    addCondition(item, place, placeNode)
                }
            }
            // Formulas at a place that makes no sense are still worth checking once.
            if places.isEmpty { for item in requirements { _ = syntaxOnly(item) } }
        }
    }

    private mutating func syntaxOnly(_ node: RawNode) -> Bool {
        guard let text = node.text else { return false }
        do throws(FormulaError) {
            let tree = try FormulaParser.parse(equation: text)
            use(tree.left)
            use(tree.right)
            return true
        } catch {
            report(error, in: node)
            return false
        }
    }

    private mutating func addCondition(_ node: RawNode, _ place: ConditionPlace, _ placeNode: RawNode) {
        var inner = scope
        inner.place = place.formulaPlace
        guard let residual = equation(node, in: inner) else { return }
        if residual.components.allSatisfy({ !$0.contains { if case .jet = $0 { true } else if case .functional = $0 { true } else { false } } }) {
            return report(.posing(.conditionWithoutUnknown), at: node.origin)
        }
        for (index, component) in residual.components.enumerated() {
            let suffix = residual.components.count == 1 ? "" : ", " + componentName(index)
            problem.conditions.append(
                Condition(
                    name: place.name + suffix, place: place.place, extent: place.extent, residual: component,
                    origin: node.origin, placeOrigin: placeNode.origin))
        }
    }

    private mutating func addGauge(_ node: RawNode) {
        guard let residual = equation(node, in: scope) else { return }
        let holdsFunctional = residual.components.contains { $0.contains { if case .functional = $0 { true } else { false } } }
        guard holdsFunctional else {
            return report(.expression(.gaugeWithoutFunctional), at: node.origin)
        }
        for component in residual.components {
            problem.gauges.append(Gauge(name: node.text ?? "gauge", residual: component, origin: node.origin))
        }
    }
}

extension RawNode {
    /// True if a place lies inside this node's first line.
    func covers(_ place: SourceOrigin) -> Bool {
        place.file == origin.file && (map ?? []).contains { $0.keyOrigin == place || $0.value.origin == place }
    }
}
