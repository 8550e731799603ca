import Expressions
import Fields

extension ProblemBuilder {
    mutating func readOutput() {
        let node = root["output"]
        readTimes(node?["times"])
        if let entries = node?["fields"]?.map {
            for entry in entries.prefix(Limit.listed) { addField(entry.value, name: entry.key) }
        } else {
            for item in node?["fields"]?.elements.prefix(Limit.listed) ?? [] { addField(item, name: item.text ?? "") }
        }
        for item in node?["probes"]?.elements.prefix(Limit.listed) ?? [] { addProbe(item) }
        if let grid = node?["grid"] { readGrid(grid) }
        problem.output.vtk = node?["vtk"]?.text
    }

    private mutating func readGrid(_ node: RawNode) {
        let counts = node.elements.compactMap { $0.text.flatMap { Int($0) } }
        let space = problem.spaceIndices.count
        guard counts.count == node.elements.count else { return }
        guard counts.count == space else {
            let kind = KeyProblem.wrongType(
                key: "output.grid", expected: "a list of \(space) counts, one for each space coordinate", found: "a list of \(counts.count)")
            return report(.key(kind), at: node.origin)
        }
        if space > 3 { return readSlice(counts, node) }
        guard counts.allSatisfy({ $0 >= 2 && $0 <= 100_000 }), counts.reduce(1.0, { $0 * Double($1) }) <= 1e9 else {
            let kind = KeyProblem.outOfRange(key: "output.grid", value: node.noun, range: "2 to 100000 points along each axis")
            return report(.key(kind), at: node.origin)
        }
        problem.output.grid = counts
    }

    /// What is written of more than three dimensions: coordinates with one point are held in the middle of their ranges.
    private mutating func readSlice(_ counts: [Int], _ node: RawNode) {
        guard counts.allSatisfy({ $0 >= 1 && $0 <= 100_000 }), counts.count(where: { $0 > 1 }) <= 3,
            counts.reduce(1.0, { $0 * Double($1) }) <= 1e9
        else {
            let kind = KeyProblem.outOfRange(
                key: "output.grid", value: node.noun, range: "1 point, the middle of the range, along all but at most three axes")
            return report(.key(kind), at: node.origin)
        }
        problem.output.grid = counts
    }

    /// More output times than this are a slip of the pen.
    static let timeLimit = 100_000

    private mutating func readTimes(_ node: RawNode?) {
        guard let time = problem.timeIndex else {
            if let node, areNamesReliable { report(.expression(.timesWithoutTime), at: node.origin) }
            return
        }
        let range = problem.coordinates[time]
        guard range.lower < range.upper, range.length.isFinite else { return }
        guard let node else {
            problem.output.times = (0...10).map { range.lower + range.length * Double($0) / 10 }
            return
        }
        if let every = node["every"] {
            guard let step = number(every, what: "the distance of output times") else { return }
            // A step that is not positive was reported with its key.
            guard step > 0 else { return }
            guard range.length / step < Double(Self.timeLimit) else {
                let kind = KeyProblem.outOfRange(
                    key: "output.times.every", value: every.text ?? "", range: "long enough: at most \(Self.timeLimit) output times")
                return report(.key(kind), at: every.origin)
            }
            problem.output.times = Self.times(range, every: step)
            return
        }
        readTimeList(node, range)
    }

    private mutating func readTimeList(_ node: RawNode, _ range: Coordinate) {
        var times = [range.lower, range.upper]
        for item in limited(node.elements, to: 2000, key: "output.times", at: node) where item.text != nil {
            guard let value = number(item, what: "an output time") else { continue }
            guard value >= range.lower, value <= range.upper else {
                let bounds = "\(NumberText.short(range.lower)) to \(NumberText.short(range.upper))"
                report(.key(.outOfRange(key: "output.times", value: item.text ?? "", range: "in \(bounds)")), at: item.origin)
                continue
            }
            times.append(value)
        }
        problem.output.times = Self.merged(times, tolerance: 1e-12 * range.length)
    }

    private static func times(_ range: Coordinate, every step: Double) -> [Double] {
        let count = Int((range.length / step + 1e-9).rounded(.down))
        let inner = (0...count).map { range.lower + Double($0) * step }
        return merged(inner + [range.upper], tolerance: 1e-9 * step)
    }

    /// Ascending without near-duplicates; of two that are nearly the same the later one stays, so that the end is exact.
    private static func merged(_ times: [Double], tolerance: Double) -> [Double] {
        var result: [Double] = []
        for time in times.sorted() {
            if let last = result.last, time - last <= tolerance { result.removeLast() }
            result.append(time)
        }
        return result
    }

    private mutating func addField(_ node: RawNode, name: String) {
        guard let value = expression(node, in: scope) else { return }
        if case .tensor = value.shape {
            _ = scalar(value, "an output field", in: node)
            return
        }
        problem.output.fields.append(
            DerivedField(name: name, isVector: value.shape != .scalar, components: value.components))
    }

    private mutating func addProbe(_ node: RawNode) {
        let given = ["at", "integral", "mean"].filter { node[$0] != nil }
        guard let kind = given.first, let formula = node[kind] else {
            if node.map != nil { report(.key(.missing(key: "at", section: "output.probes", example: "at: [0.5, y]")), at: node.origin) }
            return
        }
        let name = node["name"]?.text ?? "\(kind)(\(formula.elements.compactMap(\.text).joined(separator: ", ")))"
        if kind == "at" { return addPointProbe(formula, name: name) }
        guard let value = expression(formula, in: scope), let integrand = scalar(value, "an integral", in: formula) else { return }
        problem.output.probes.append(
            Probe(name: name, kind: .functional(Functional(integrand: integrand, isMean: kind == "mean"))))
    }

    private mutating func addPointProbe(_ node: RawNode, name: String) {
        let items = node.elements
        let space = problem.spaceIndices
        guard items.count == space.count else {
            let kind = KeyProblem.wrongType(
                key: "output.probes.at", expected: "a list of \(space.count) positions", found: "a list of \(items.count)")
            return report(.key(kind), at: node.origin)
        }
        var positions: [Expression?] = []
        for (item, axis) in zip(items, space) {
            if item.text == problem.coordinates[axis].name {
                positions.append(nil)
            } else {
                guard let value = expression(item, in: knownScope), let position = scalar(value, "a position", in: item) else { return }
                let range = problem.coordinates[axis]
                if let place = position.constantValue, range.lower < range.upper, place < range.lower || place > range.upper {
                    let ends = "between \(NumberText.short(range.lower)) and \(NumberText.short(range.upper))"
                    let kind = KeyProblem.outOfRange(key: "output.probes.at", value: "\(range.name) = \(item.text ?? "")", range: ends)
                    report(.key(kind), at: item.origin)
                }
                positions.append(position)
            }
        }
        problem.output.probes.append(Probe(name: name, kind: .at(positions)))
    }
}
