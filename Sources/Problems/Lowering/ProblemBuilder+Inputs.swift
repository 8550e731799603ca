import Expressions
import Fields

extension ProblemBuilder {
    /// Keys of an input that say what its law is; exactly one is given.
    private static let lawKeys = ["random-field", "kernel", "series", "box", "uniform"]
    /// Keys that have a meaning with each law, besides the one of the law itself.
    private static let companions: [String: [String]] = [
        "random-field": ["boundary", "mean", "transform", "wavenumbers", "sensors"],
        "kernel": ["length", "variance", "mean", "transform", "nodes", "sensors"],
        "series": ["degree", "range", "mean", "transform", "sensors"],
        "box": ["mean", "transform", "sensors"], "uniform": [],
    ]

    /// Names only: laws may use parameters. Numbers are parameters with a law.
    mutating func readInputs() {
        for entry in root["inputs"]?.map?.prefix(Limit.listed) ?? [] where entry.value.map != nil {
            problem.origins["inputs.\(entry.key)"] = entry.keyOrigin
            if entry.value["uniform"] != nil {
                problem.parameters.append(Parameter(name: entry.key, value: 0, range: 0...1))
                problem.parameters[problem.parameters.count - 1].sampling = .uniform
                scope.parameters.append(entry.key)
                continue
            }
            var field = InputField(name: entry.key, kind: .sampled(path: "", shape: [], values: []))
            field.sensors = entry.value["sensors"]?.text.flatMap { Self.constant($0) }.flatMap { Int(exactly: $0) }
            problem.inputs.append(field)
        }
        scope.inputs = problem.inputs.map(\.name)
        elaborator = Elaborator(declaredInputs: problem.inputs.count)
    }

    /// The laws of all inputs, once parameters and ranges are known.
    mutating func readRandomInputs() {
        guard brokenRanges.isEmpty else { return }
        for entry in root["inputs"]?.map?.prefix(Limit.listed) ?? [] {
            guard let settings = entry.value.map, let key = lawKey(entry, settings) else { continue }
            if let index = problem.parameters.firstIndex(where: { $0.name == entry.key && entry.value["uniform"] != nil }) {
                readNumber(entry, into: index)
            } else if let index = problem.inputs.firstIndex(where: { $0.name == entry.key }), let law = law(key, entry) {
                guard !problem.spaceIndices.isEmpty else {
                    refuse(entry, "a field needs a space coordinate; 'uniform' draws a number", at: entry.keyOrigin)
                    continue
                }
                var input = RandomInput(law: law)
                readFormulas(entry, index, into: &input)
                problem.inputs[index].kind = .family(input)
            }
        }
    }

    func refusal(_ name: String, _ reason: String) -> DiagnosticKind {
        .expression(.randomInput(name: name, reason: reason))
    }

    mutating func refuse(_ entry: RawEntry, _ reason: String, at origin: SourceOrigin?) {
        report(refusal(entry.key, reason), at: origin)
    }

    private mutating func lawKey(_ entry: RawEntry, _ settings: [RawEntry]) -> String? {
        let given = settings.filter { Self.lawKeys.contains($0.key) }
        guard let first = given.first else {
            let misspelt = settings.contains { setting in
                keyErrors.contains { if case .key(.unknown(setting.key, _, _, _)) = $0.kind { true } else { false } }
            }
            if !misspelt { refuse(entry, "one of \(Self.lawKeys.joined(separator: ", ")) must say what its law is", at: entry.keyOrigin) }
            return nil
        }
        if given.count > 1 {
            report(.key(.exclusive(first: first.key, second: given[1].key)), at: given[1].keyOrigin, related: [first.keyOrigin])
            return nil
        }
        let known = KeySchema.find("inputs.\(entry.key)")?.children.map(\.name) ?? []
        for setting in settings where setting.key != first.key && known.contains(setting.key) {
            guard !Self.companions[first.key, default: []].contains(setting.key) else { continue }
            refuse(entry, "'\(setting.key)' has no meaning with '\(first.key)'", at: setting.keyOrigin)
        }
        return first.key
    }

    private mutating func readNumber(_ entry: RawEntry, into index: Int) {
        guard let range = interval(entry.value["uniform"]!, of: entry.key) else { return }
        problem.parameters[index].range = range
        problem.parameters[index].value = (range.lowerBound + range.upperBound) / 2
    }

    /// Two numbers, or one for both.
    mutating func interval(_ node: RawNode, of name: String) -> ClosedRange<Double>? {
        guard let ends = node.list else {
            return number(node, what: "a number of '\(name)'").map { $0...$0 }
        }
        if ends.count != 2 { refuse(RawEntry(key: name, keyOrigin: node.origin, value: node), "a range has two ends", at: node.origin) }
        return ends.count == 2 ? range(node, of: name) : nil
    }

    /// The law but for formulas.
    private mutating func law(_ key: String, _ entry: RawEntry) -> RandomInput.Law? {
        let node = entry.value
        switch key {
        case "random-field": return spectralLaw(entry).map { .spectral($0) }
        case "kernel": return kernelLaw(entry).map { .kernel($0) }
        case "series":
            guard let functions = node["series"]?.text.flatMap(SeriesLaw.Functions.init) else { return nil }
            guard let degree = count(node["degree"]) else {
                refuse(entry, "a series needs its 'degree'", at: entry.keyOrigin)
                return nil
            }
            let counts = problem.spaceIndices.map { _ in functions.functions.count(upTo: degree) }
            guard isBearable(counts, "degree", entry, most: Self.mostFunctions) else { return nil }
            let range = node["range"].map { interval($0, of: entry.key) } ?? .some(-1...1)
            return range.map { .series(SeriesLaw(functions: functions, degree: degree, range: $0)) }
        default: return boxLaw(entry).map { .box($0) }
        }
    }

    func count(_ node: RawNode?) -> Int? {
        node?.text.flatMap { Self.constant($0) }.flatMap { Int(exactly: $0) }
    }

    /// Counts by space coordinate: one for all, or one each.
    mutating func counts(_ node: RawNode?, _ entry: RawEntry) -> [Int]? {
        guard let node else { return nil }
        let values = node.elements.compactMap { count($0) }
        let dimension = problem.spaceIndices.count
        guard values.count == 1 || values.count == dimension, values.count == node.elements.count else {
            refuse(entry, "there are \(dimension) space coordinates", at: node.origin)
            return nil
        }
        return values.count == 1 ? Array(repeating: values[0], count: dimension) : values
    }

    private mutating func readFormulas(_ entry: RawEntry, _ index: Int, into input: inout RandomInput) {
        var inner = knownScope
        inner.inputs = []
        inner.allowsFiles = false
        // Fields of a family are functions of space.
        if let mean = entry.value["mean"], mean.text != "zero", let value = expression(mean, in: inner) {
            input.mean = scalar(value, "a mean", in: mean).flatMap { spatial($0, entry, mean) }
        }
        inner.definitions["g"] = TypedExpression(.symbol(.input(index, .none)))
        if let transform = entry.value["transform"], let value = expression(transform, in: inner) {
            input.transform = scalar(value, "a transform", in: transform).flatMap { spatial($0, entry, transform) }
        }
    }

    private mutating func spatial(_ formula: Expression, _ entry: RawEntry, _ node: RawNode) -> Expression? {
        guard isFixed(formula, entry, node) else { return nil }
        guard let time = problem.timeIndex, formula.contains(where: { $0 == .coordinate(time) }) else { return formula }
        refuse(entry, "an input is a function of space alone", at: node.origin)
        return nil
    }
}
