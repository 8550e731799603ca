import Expressions
import Fields

extension ProblemBuilder {
    /// Most functions of a field, and most nodes whose covariance is factorised at once: what fits a usual memory.
    static let mostFunctions = 1 << 24
    static let mostKernelNodes = 8192

    /// Refuses counts whose product over the coordinates no memory would hold.
    mutating func isBearable(_ counts: [Int], _ key: String, _ entry: RawEntry, most: Int) -> Bool {
        guard counts.reduce(1.0, { $0 * Double($1) }) > Double(most) else { return true }
        refuse(entry, "'\(key)' asks for more than \(most) coefficients", at: entry.value[key]?.origin ?? entry.keyOrigin)
        return false
    }

    /// Refuses random numbers in a formula of a law, which is prepared once for all samples.
    mutating func isFixed(_ formula: Expression, _ entry: RawEntry, _ node: RawNode) -> Bool {
        let random = problem.parameters.indices.first { index in
            problem.parameters[index].sampling != nil && formula.contains { $0 == .parameter(index) }
        }
        guard let random else { return true }
        refuse(entry, "'\(problem.parameters[random].name)' differs from sample to sample, and the law is the same for all", at: node.origin)
        return false
    }

    mutating func kernelLaw(_ entry: RawEntry) -> KernelLaw? {
        let node = entry.value
        guard let function = node["kernel"]?.text.flatMap(KernelLaw.Function.init) else { return nil }
        guard let length = node["length"]?.text.flatMap({ Self.constant($0) }) else {
            refuse(entry, "a kernel needs its 'length'", at: entry.keyOrigin)
            return nil
        }
        let space = problem.spaceIndices.map { problem.coordinates[$0] }
        guard !space.isEmpty, space.count <= 3 else { return nil }
        let defaults = Array(repeating: KernelLaw.defaultNodes[space.count - 1], count: space.count)
        let nodes = counts(node["nodes"], entry) ?? defaults
        // The covariance of rbf is a product over the coordinates, each with its own factor.
        let together = function == .rbf ? [nodes.max() ?? 0] : nodes
        guard isBearable(together, "nodes", entry, most: Self.mostKernelNodes),
            isBearable(nodes, "nodes", entry, most: Self.mostFunctions)
        else { return nil }
        for (coordinate, count) in zip(space, nodes) where coordinate.length / Double(count) > length / 2 {
            refuse(entry, "\(count) nodes along \(coordinate.name) are too few for its length; set 'nodes'", at: entry.keyOrigin)
        }
        let variance = node["variance"]?.text.flatMap { Self.constant($0) } ?? 1
        return KernelLaw(function: function, length: length, variance: variance, nodes: nodes)
    }

    mutating func boxLaw(_ entry: RawEntry) -> BoxLaw? {
        guard let node = entry.value["box"] else { return nil }
        let dimension = problem.spaceIndices.count
        func ranges(_ key: String) -> [ClosedRange<Double>]? {
            guard let own = node[key] else {
                refuse(entry, "a box has a 'centre', a 'width' and a 'height'", at: node.origin)
                return nil
            }
            let isNested = own.list?.contains { $0.list != nil } ?? false
            let nodes = isNested ? own.elements : Array(repeating: own, count: key == "height" ? 1 : dimension)
            let ranges = nodes.compactMap { interval($0, of: entry.key) }
            return ranges.count == (key == "height" ? 1 : dimension) ? ranges : nil
        }
        guard let centre = ranges("centre"), let width = ranges("width"), let height = ranges("height") else { return nil }
        return BoxLaw(centre: centre, width: width, height: height[0])
    }

    mutating func spectralLaw(_ entry: RawEntry) -> SpectralLaw? {
        let node = entry.value
        var inner = knownScope
        inner.allowsCoordinates = false
        inner.inputs = []
        inner.definitions["lap"] = TypedExpression(.symbol(SpectralLaw.laplacian))
        guard let formula = expression(node["random-field"]!, in: inner), let own = scalar(formula, "a covariance", in: node["random-field"]!)
        else { return nil }
        guard isFixed(own, entry, node["random-field"]!) else { return nil }
        let parameters = problem.parameters
        let covariance = own.substituting { symbol in
            if case .parameter(let index) = symbol { .constant(parameters[index].value) } else { nil }
        }
        let space = problem.spaceIndices.map { problem.coordinates[$0] }
        let named = node["boundary"]?.text.flatMap(SpectralLaw.Boundary.init)
        if let named, named != .periodic, let periodic = space.first(where: \.isPeriodic) {
            refuse(entry, "\(periodic.name) is periodic, and so must the field be", at: node["boundary"]?.origin)
        }
        let boundaries = space.map { named ?? ($0.isPeriodic ? .periodic : .neumann) }
        let wavenumbers = counts(node["wavenumbers"], entry) ?? defaultWavenumbers(space)
        // Coefficients are drawn in an order that goes through the cube of the longest axis.
        let longest = zip(boundaries, wavenumbers).map { $0.functions.count(upTo: $1) }.max() ?? 0
        guard isBearable(space.map { _ in longest }, "wavenumbers", entry, most: Self.mostFunctions) else { return nil }
        let isFree = (node["mean"]?.text ?? "zero") != "zero"
        let law = SpectralLaw(covariance: covariance, boundaries: boundaries, keepsConstant: isFree, wavenumbers: wavenumbers)
        return check(law, entry, space) ? law : nil
    }

    /// Half the grid of the data set: what it can tell apart.
    private func defaultWavenumbers(_ space: [Coordinate]) -> [Int] {
        let grid = root["dataset"]?["grid"]?.elements.compactMap { count($0) } ?? []
        let usual = [128, 64, 16][max(0, min(2, space.count - 1))]
        return space.indices.map { axis in
            guard grid.count == space.count else { return usual }
            return max(1, space[axis].isPeriodic ? (grid[axis] - 1) / 2 : grid[axis] / 2)
        }
    }

    /// Variances must be numbers that are not negative.
    private mutating func check(_ law: SpectralLaw, _ entry: RawEntry, _ space: [Coordinate]) -> Bool {
        for wave in (law.keepsConstant ? 0 : 1)...64 {
            let number = Double(wave) * .pi / (space.map(\.length).max() ?? 1)
            let value = law.eigenvalue(number * number)
            guard let value, value.isFinite, value >= 0 else {
                let found = value.map { NumberText.short($0) } ?? "not a number"
                refuse(entry, "its variance at lap = \(NumberText.short(-number * number)) is \(found)", at: entry.value["random-field"]?.origin)
                return false
            }
        }
        return true
    }
}
