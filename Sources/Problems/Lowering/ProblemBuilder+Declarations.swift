import Expressions
import Fields

extension ProblemBuilder {
    mutating func readHeading() {
        problem.title = root["title"]?.text ?? name
        problem.citation = root["cite"]?.text
        if let format = root["format"], let text = format.text, text != "1" {
            report(.key(.format(text)), at: format.origin)
        }
        for key in ["equations", "conditions", "unknowns", "coordinates"] {
            if let entry = root.entry(key) { problem.origins[key] = entry.keyOrigin }
        }
    }

    /// Names only: ranges may use parameters, and parameters may use the coordinates.
    mutating func readCoordinates() {
        // More are reported below.
        for entry in root["coordinates"]?.map?.prefix(Self.mostSpaceCoordinates + 1) ?? [] {
            problem.coordinates.append(Coordinate(entry.key, from: 0, to: 1))
            problem.origins["coordinates.\(entry.key)"] = entry.keyOrigin
        }
        scope = Scope(coordinates: problem.coordinates.map(\.name), timeIndex: problem.timeIndex)
        let names = root["coordinates"]?.map?.map(\.key) ?? []
        if names.count(where: { $0 != "t" }) > Self.mostSpaceCoordinates, let entry = root.entry("coordinates") {
            let kind = KeyProblem.wrongType(
                key: "coordinates", expected: "at most \(PosingProblem.number(Self.mostSpaceCoordinates)) of space and one of time", found: "more than that")
            report(.key(kind), at: entry.keyOrigin)
        }
    }

    /// Collocation points are spread over more as well, but nobody could look at what comes of it.
    private static let mostSpaceCoordinates = 10

    mutating func readRanges() {
        for (index, entry) in (root["coordinates"]?.map?.prefix(Self.mostSpaceCoordinates + 1) ?? []).enumerated() {
            let ends: [RawNode]
            if let list = entry.value.list { ends = list } else { ends = [entry.value["from"], entry.value["to"]].compactMap { $0 } }
            brokenRanges.insert(index)
            guard ends.count == 2 else { continue }
            let what = "an end of '\(entry.key)'"
            guard let lower = number(ends[0], what: what), let upper = number(ends[1], what: what) else { continue }
            let isPeriodic = entry.value["periodic"]?.text == "true"
            problem.coordinates[index] = Coordinate(entry.key, from: lower, to: upper, isPeriodic: isPeriodic)
            problem.origins["coordinates.\(entry.key)"] = entry.value.origin
            guard lower < upper, (upper - lower).isFinite else {
                let kind = PosingProblem.emptyDomain(
                    coordinate: entry.key, lower: NumberText.short(lower), upper: NumberText.short(upper))
                report(.posing(kind), at: entry.value.origin)
                continue
            }
            brokenRanges.remove(index)
        }
    }

    mutating func readUnknowns() {
        guard let node = root["unknowns"] else { return }
        let dimensions = problem.spaceIndices.count
        var next = 0
        func add(_ name: String, isVector: Bool, isEstimated: Bool = false, _ origin: SourceOrigin) {
            let count = isVector ? max(1, dimensions) : 1
            problem.unknowns.append(Unknown(name: name, isVector: isVector, components: next..<next + count, isEstimated: isEstimated))
            problem.origins["unknowns.\(name)"] = origin
            next += count
        }
        if let entries = node.map {
            for entry in limited(entries, to: Limit.components, key: "unknowns", at: node) {
                let kind = entry.value.text
                add(entry.key, isVector: kind == "vector", isEstimated: kind == "coefficient", entry.keyOrigin)
            }
        } else {
            for item in limited(node.elements, to: Limit.components, key: "unknowns", at: node) {
                guard let text = item.text, !text.isEmpty || item.isQuoted else { continue }
                if let reason = NameRules.refusal(of: text) { report(.key(.badName(name: text, reason: reason)), at: item.origin) }
                if let first = problem.origins["unknowns.\(text)"] {
                    report(.key(.declaredTwice(name: text, first: "unknown", second: "unknown")), at: item.origin, related: [first])
                }
                add(text, isVector: false, item.origin)
            }
        }
        if next > Limit.components {
            let kind = KeyProblem.outOfRange(
                key: "unknowns", value: "\(next) components", range: "at most \(Limit.components)")
            report(.key(kind), at: node.origin)
        }
        scope.unknowns = problem.unknowns.map { Scope.Field(name: $0.name, isVector: $0.isVector, components: $0.components) }
    }

    /// A formula that must be known before anything is solved.
    var knownScope: Scope {
        var inner = scope
        inner.allowsUnknowns = false
        inner.allowsFunctionals = false
        inner.allowsTraces = false
        return inner
    }

    mutating func readExact() {
        for entry in root["exact"]?.map ?? [] {
            problem.origins["exact.\(entry.key)"] = entry.value.origin
            guard let unknown = problem.unknowns.first(where: { $0.name == entry.key }) else {
                if let parameter = problem.parameters.firstIndex(where: { $0.isEstimated && $0.name == entry.key }) {
                    problem.parameters[parameter].exact = number(entry.value, what: "the exact '\(entry.key)'")
                } else if areNamesReliable {
                    let names = problem.unknowns.map(\.name) + problem.parameters.filter(\.isEstimated).map(\.name)
                    report(.key(.notDeclared(name: entry.key, what: "unknown", declared: names)), at: entry.keyOrigin)
                }
                continue
            }
            guard let value = expression(entry.value, in: knownScope) else { continue }
            let expected: TypedExpression.Shape = unknown.isVector ? .vector(unknown.components.count) : .scalar
            guard value.shape == expected else {
                let kind = FormulaError.Kind.wrongRank(
                    operation: "the exact '\(unknown.name)'", expected: expected.description, found: value.shape.description,
                    suggestion: nil)
                report(FormulaError(kind, value.span), in: entry.value)
                continue
            }
            for (component, formula) in zip(unknown.components, value.components) { problem.exact[component] = formula }
        }
        scope.exact = problem.exact
        guard let enrich = root["enrich"] else { return }
        for node in limited(enrich.elements, to: Limit.listed, key: "enrich", at: enrich) {
            problem.enrichment += expression(node, in: knownScope)?.components ?? []
        }
    }
}
