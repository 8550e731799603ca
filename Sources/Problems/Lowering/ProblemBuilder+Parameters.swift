import Expressions

extension ProblemBuilder {
    /// Parameters in the order of their dependencies. Plain ones become definitions and are inlined wherever they occur;
    /// those to estimate, sweep or sample stay symbols.
    mutating func readParameters() {
        guard let section = root["parameters"], let all = section.map else { return }
        let entries = limited(all, to: Limit.parameters, key: "parameters", at: section)
        for entry in entries { problem.origins["parameters.\(entry.key)"] = entry.keyOrigin }
        var pending = entries.compactMap { entry in
            formula(of: entry).map { PendingParameter(entry: entry, formula: $0, needs: []) }
        }
        let names = Set(pending.map(\.entry.key))
        for index in pending.indices {
            guard let tree = syntax(pending[index].formula, FormulaParser.parse(expression:)) else { continue }
            pending[index].needs = FormulaNames.all(in: tree).intersection(names)
        }
        // What is used by itself only is not used.
        usedNames = usedNames.filter { name in
            pending.contains { $0.entry.key != name && $0.needs.contains(name) } || !names.contains(name)
        }
        while !pending.isEmpty {
            let waiting = Set(pending.map(\.entry.key))
            guard let index = pending.firstIndex(where: { $0.needs.isDisjoint(with: waiting) }) else {
                return reportCycle(pending)
            }
            define(pending.remove(at: index))
        }
    }

    private struct PendingParameter {
        var entry: RawEntry
        var formula: RawNode
        var needs: Set<String>
    }

    private func formula(of entry: RawEntry) -> RawNode? {
        guard entry.value.map != nil else { return entry.value.text == nil ? nil : entry.value }
        return entry.value["value"] ?? entry.value["start"] ?? entry.value["range"]?.list?.first
    }

    private mutating func define(_ parameter: PendingParameter) {
        let name = parameter.entry.key
        let settings = parameter.entry.value
        // Errors of syntax were reported when the dependencies were found.
        let count = diagnostics.count
        let value = expression(parameter.formula, in: knownScope)
        diagnostics = Array(diagnostics[..<count]) + diagnostics[count...].filter { !diagnostics[..<count].contains($0) }
        guard let value else {
            scope.definitions[name] = TypedExpression(.constant(1))
            return
        }
        let isEstimated = settings["estimate"]?.text == "true"
        let isInput = settings["input"]?.text == "true"
        let isSymbol = isEstimated || isInput || settings["range"] != nil || settings["sample"] != nil
        guard isSymbol else {
            scope.definitions[name] = value
            return
        }
        guard let number = number(parameter.formula, what: "parameter '\(name)'") else { return }
        var symbol = Parameter(name: name, value: number, isEstimated: isEstimated, unit: settings["unit"]?.text)
        symbol.range = range(settings["range"], of: name)
        symbol.isInput = isInput
        if isEstimated || symbol.isInput { symbol.value = start(symbol, settings) }
        if symbol.isInput && symbol.range == nil && settings["range"] == nil {
            report(.key(.missing(key: "range", section: "parameters.\(name)", example: "range: [1, 2]")), at: parameter.entry.keyOrigin)
        }
        symbol.sampling = sampling(settings, symbol)
        problem.parameters.append(symbol)
        scope.parameters.append(name)
    }

    /// Where an estimation starts: inside the range, in the middle of it if nothing is said.
    private mutating func start(_ parameter: Parameter, _ settings: RawNode) -> Double {
        guard let range = parameter.range else { return parameter.value }
        guard let node = settings["start"] ?? settings["value"] else { return range.middle }
        if !range.contains(parameter.value) {
            let text = "inside [\(NumberText.short(range.lowerBound)), \(NumberText.short(range.upperBound))]"
            report(
                .key(.outOfRange(key: "parameters.\(parameter.name).start", value: NumberText.short(parameter.value), range: text)),
                at: node.origin)
        }
        return parameter.value
    }

    private mutating func sampling(_ settings: RawNode, _ parameter: Parameter) -> Parameter.Sampling? {
        guard let node = settings["sample"], let law = node.text.flatMap(Parameter.Sampling.init) else { return nil }
        guard let range = parameter.range else {
            report(.key(.missing(key: "range", section: "parameters.\(parameter.name)", example: "range: [1, 2]")), at: node.origin)
            return nil
        }
        guard law == .uniform || range.lowerBound > 0 else {
            let kind = KeyProblem.outOfRange(
                key: "parameters.\(parameter.name).range", value: NumberText.short(range.lowerBound), range: "above 0, as a logarithm needs")
            report(.key(kind), at: settings["range"]?.origin)
            return nil
        }
        return law
    }

    mutating func range(_ node: RawNode?, of name: String) -> ClosedRange<Double>? {
        guard let ends = node?.list, ends.count == 2, let lower = number(ends[0], what: "an end of the range of '\(name)'"),
            let upper = number(ends[1], what: "an end of the range of '\(name)'")
        else { return nil }
        guard lower < upper else {
            let kind = PosingProblem.emptyDomain(
                coordinate: "parameter '\(name)'", lower: NumberText.short(lower), upper: NumberText.short(upper))
            report(.posing(kind), at: node?.origin)
            return nil
        }
        return lower...upper
    }

    private mutating func reportCycle(_ pending: [PendingParameter]) {
        // Follow the first need of each until a name comes back.
        var path: [String] = []
        var current = pending[0].entry.key
        while !path.contains(current) {
            path.append(current)
            let needs = pending.first { $0.entry.key == current }?.needs ?? []
            current = needs.sorted().first { need in pending.contains { $0.entry.key == need } } ?? current
        }
        let cycle = Array(path[(path.firstIndex(of: current) ?? 0)...]) + [current]
        let origin = pending.first { $0.entry.key == current }?.formula.origin
        report(.expression(.parameterCycle(cycle)), at: origin)
        for parameter in pending { scope.definitions[parameter.entry.key] = TypedExpression(.constant(1)) }
    }

    /// Unused, doubly declared and shadowing names.
    mutating func checkNames() {
        let silenced = Set((root["unused-ok"]?.elements ?? []).compactMap(\.text))
        let parameters = (root["parameters"]?.map ?? []).prefix(Limit.parameters).map(\.key)
        let numbers = problem.parameters.map(\.name).filter { !parameters.contains($0) }
        // A misspelt section or name may be what uses it.
        let isKnowable = areNamesReliable && !hasUnreadFormula && !keyErrors.contains(where: Self.spoilsStatement)
        for name in parameters where isKnowable && !usedNames.contains(name) && !silenced.contains(name) && !isMeant(name) {
            report(.expression(.unusedParameter(name: name)), at: problem.origins["parameters.\(name)"])
        }
        for item in root["unused-ok"]?.elements ?? [] {
            guard let text = item.text, !parameters.contains(text) else { continue }
            report(.key(.notDeclared(name: text, what: "parameter", declared: parameters)), at: item.origin)
        }
        var owners: [String: (what: String, origin: SourceOrigin?)] = [:]
        let declared = problem.coordinates.map { ("coordinate", $0.name) } + parameters.map { ("parameter", $0) }
            + problem.unknowns.map { ("unknown", $0.name) } + problem.inputs.map { ("input", $0.name) } + numbers.map { ("input", $0) }
        for (what, name) in declared {
            let origin = problem.origins["\(what)s.\(name)"]
            if let first = owners[name], first.what != what {
                let kind = KeyProblem.declaredTwice(name: name, first: first.what, second: what)
                report(.key(kind), at: origin, related: [first.origin].compactMap { $0 })
            }
            owners[name] = (what, origin)
            if let meaning = Self.builtIn[name] {
                report(.expression(.shadows(name: name, what: what, meaning: meaning)), at: origin)
            } else if what != "coordinate", let field = derivativeName(name) {
                let reason = "it means a derivative of '\(field)'"
                report(.key(.badName(name: name, reason: reason)), at: origin)
            }
        }
    }

    /// True if a misspelt name elsewhere was taken for this one.
    private func isMeant(_ name: String) -> Bool {
        diagnostics.contains { diagnostic in
            if case .expression(.formula(.unknownName(_, name, _), _, _)) = diagnostic.kind { true } else { false }
        }
    }

    /// Names of the language that a declaration would hide.
    static let builtIn: [String: String] = {
        var names = ["pi": "the number 3.14159…", "e": "the number 2.71828…", "exact": "the exact solution"]
        for function in ScalarFunction.allCases { names[function.rawValue] = "a function" }
        let operators = ["dt", "dx", "dy", "dz", "d", "grad", "div", "curl", "rot", "lap", "bilap", "advect", "dot", "cross",
            "sym", "tr", "det", "norm", "dn", "normal", "tangent", "mean", "integral", "if", "file"]
        for name in operators { names[name] = "part of the language" }
        return names
    }()

    /// `u_x` is a derivative if u is an unknown and x a coordinate.
    private func derivativeName(_ name: String) -> String? {
        guard let underscore = name.lastIndex(of: "_") else { return nil }
        let letters = name[name.index(after: underscore)...]
        let field = String(name[..<underscore])
        let isField = problem.unknowns.contains { $0.name == field } || problem.inputs.contains { $0.name == field }
        guard isField, !letters.isEmpty else { return nil }
        return letters.allSatisfy { letter in problem.coordinates.contains { $0.name == String(letter) } } ? field : nil
    }
}
