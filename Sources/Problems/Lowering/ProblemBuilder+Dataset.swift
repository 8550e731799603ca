import Expressions
import Fields

extension ProblemBuilder {
    /// The `dataset` section.
    mutating func readDataset() {
        guard let node = root["dataset"], node.map != nil else { return }
        problem.origins["dataset"] = root.entry("dataset")?.keyOrigin
        guard let from = fields(node, "from", takesInputs: true), let to = fields(node, "to", takesInputs: false) else { return }
        let space = problem.spaceIndices.map { problem.coordinates[$0] }
        guard let grid = gridCounts(node, "grid", space) ?? (space.isEmpty ? [] : nil) else {
            if node["grid"] == nil { report(.key(.missing(key: "grid", section: "dataset", example: "grid: [64]")), at: node.origin) }
            return
        }
        var counts: [DatasetSplit: Int] = [:]
        for split in DatasetSplit.allCases { counts[split] = count(node[split.rawValue]) }
        if counts.values.allSatisfy({ $0 == 0 }) { report(.key(.missing(key: "train", section: "dataset", example: "train: 1000")), at: node.origin) }
        let values = grid.reduce(Double(counts.values.reduce(0) { $0 + Double($1) })) { $0 * Double($1) }
        guard values <= 1e12 else { return refuse("that is \(values) numbers for each quantity", at: node) }
        if !problem.isFamily, areNamesReliable { report(.expression(.dataset(reason: "nothing in the problem is random: 'inputs' names what varies")), at: problem.origins["dataset"]) }
        var request = DatasetRequest(
            from: from, to: to, grid: grid, solveGrid: gridCounts(node, "solve-grid", space), counts: counts,
            seed: UInt64(count(node["seed"]) ?? 0))
        request.randomPoints = randomPoints(node["points"])
        request.pairLag = pairLag(node["pairs"])
        checkNesting(request, space, node)
        problem.dataset = request
    }

    private mutating func refuse(_ reason: String, at node: RawNode?) {
        report(.expression(.dataset(reason: reason)), at: node?.origin)
    }

    private mutating func gridCounts(_ node: RawNode, _ key: String, _ space: [Coordinate]) -> [Int]? {
        guard let own = node[key] else { return nil }
        let counts = own.elements.compactMap { count($0) }
        guard counts.count == own.elements.count else { return nil }
        guard counts.count == space.count else {
            refuse("'\(key)' has \(counts.count) entries for \(space.count) space coordinate\(space.count == 1 ? "" : "s")", at: own)
            return nil
        }
        guard counts.allSatisfy({ $0 >= 2 }) else {
            refuse("'\(key)' needs two points at least along each coordinate", at: own)
            return nil
        }
        return counts
    }

    /// Fields with jumps are constant around each node of the data set; the nodes must be nodes of the solve grid too.
    private mutating func checkNesting(_ request: DatasetRequest, _ space: [Coordinate], _ node: RawNode) {
        guard request.solveGrid != nil else { return }
        for (axis, coordinate) in space.enumerated() {
            let points = request.solvePoints(space)[axis]
            let (fine, coarse) = coordinate.isPeriodic ? (points, request.grid[axis]) : (points - 1, request.grid[axis] - 1)
            guard fine % coarse != 0 else { continue }
            let nearest = max(1, (fine + coarse / 2) / coarse) * coarse + (coordinate.isPeriodic ? 0 : 1)
            refuse(
                "\(points) points along \(coordinate.name) do not hold the \(request.grid[axis]) of 'grid'; \(nearest) do",
                at: node["solve-grid"])
        }
    }

    private mutating func fields(_ node: RawNode, _ key: String, takesInputs: Bool) -> [DatasetField]? {
        guard let own = node[key] else {
            report(.key(.missing(key: key, section: "dataset", example: key == "from" ? "from: a" : "to: u(t=1)")), at: node.origin)
            return nil
        }
        var result: [DatasetField] = []
        for item in limited(own.elements, to: Limit.components, key: "dataset.\(key)", at: own) {
            guard let tree = syntax(item, FormulaParser.parse(expression:)),
                let field = field(tree, item, takesInputs: takesInputs)
            else { return nil }
            // Several times of one unknown are one quantity.
            if case .unknown(let index, let times?) = field.quantity,
                let same = result.firstIndex(where: { $0.name == field.name }),
                case .unknown(_, let others?) = result[same].quantity
            {
                result[same].quantity = .unknown(index, times: Array(Set(others + times)).sorted())
            } else {
                result.append(field)
            }
        }
        return result
    }

    private mutating func field(_ tree: SyntaxNode, _ node: RawNode, takesInputs: Bool) -> DatasetField? {
        switch tree.kind {
        case .name(let text):
            if let index = problem.unknowns.firstIndex(where: { $0.name == text }) {
                return DatasetField(name: text, quantity: .unknown(index, times: nil))
            }
            if takesInputs, let index = problem.inputs.firstIndex(where: { $0.name == text }) {
                return DatasetField(name: text, quantity: .input(index))
            }
            if takesInputs, let index = problem.parameters.firstIndex(where: { $0.name == text && $0.sampling != nil }) {
                return DatasetField(name: text, quantity: .parameter(index))
            }
            return undeclared(text, node, takesInputs)
        case .trace(let name, let places):
            guard let index = problem.unknowns.firstIndex(where: { $0.name == name.text }) else { return undeclared(name.text, node, takesInputs) }
            guard let time = problem.timeIndex, places.count == 1, places[0].axis.text == problem.coordinates[time].name else { break }
            guard let value = constant(places[0].value) else { break }
            let range = problem.coordinates[time]
            guard value >= range.lower, value <= range.upper else {
                refuse("t = \(NumberText.short(value)) is outside the range of t, \(NumberText.short(range.lower)) to \(NumberText.short(range.upper))", at: node)
                return nil
            }
            return DatasetField(name: name.text, quantity: .unknown(index, times: [value]))
        default: break
        }
        refuse("'\(node.text ?? "")' is neither a name nor an unknown at a time, such as u(t=1)", at: node)
        return nil
    }

    private mutating func undeclared(_ name: String, _ node: RawNode, _ takesInputs: Bool) -> DatasetField? {
        guard areNamesReliable else { return nil }
        let inputs = takesInputs ? problem.inputs.map(\.name) + problem.parameters.filter { $0.sampling != nil }.map(\.name) : []
        let kind = KeyProblem.notDeclared(
            name: name, what: takesInputs ? "input or unknown" : "unknown", declared: inputs + problem.unknowns.map(\.name))
        report(.key(kind), at: node.origin)
        return nil
    }

    /// The number a tree without coordinates stands for.
    private mutating func constant(_ tree: SyntaxNode, variable: String? = nil, at value: Double = 0) -> Double? {
        var inner = knownScope
        inner.allowsCoordinates = false
        if let variable { inner.definitions[variable] = TypedExpression(.constant(value)) }
        return (try? elaborator.expression(tree, in: inner))?.scalar?.constantValue
    }

    private mutating func randomPoints(_ node: RawNode?) -> Int? {
        guard let node, let text = node.text else { return nil }
        let words = text.split(separator: " ")
        guard words.count == 2, words[0] == "random", let number = Int(words[1]), number >= 1 else {
            refuse("'points' is 'random' and how many a sample has, such as 'random 1'", at: node)
            return nil
        }
        return number
    }

    /// `from: u(t=s)`, `to: u(t=s+1)`: the time between the two.
    private mutating func pairLag(_ node: RawNode?) -> Double? {
        guard let node, let from = node["from"], let to = node["to"] else { return nil }
        var places: [(atZero: Double, atOne: Double)] = []
        for item in [from, to] {
            guard let tree = syntax(item, FormulaParser.parse(expression:)), case .trace(_, let own) = tree.kind, own.count == 1,
                let zero = constant(own[0].value, variable: "s", at: 0), let one = constant(own[0].value, variable: "s", at: 1)
            else {
                refuse("a pair is an unknown at two times, such as u(t=s) and u(t=s+1)", at: item)
                return nil
            }
            places.append((zero, one))
        }
        let lag = places[1].atZero - places[0].atZero
        guard lag > 0, places[1].atOne - places[0].atOne == lag else {
            refuse("the second time of a pair is later than the first by a constant", at: to)
            return nil
        }
        return lag
    }
}
