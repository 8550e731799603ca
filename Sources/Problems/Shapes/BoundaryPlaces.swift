import Expressions
import Fields
import NumericsCore

/// The places at which a problem has boundary conditions, as conditions on the coordinates.
struct BoundaryPlaces: Sendable {
    private let problem: Problem
    private var regions: [LogicalExpression?] = []
    private var keys: [Key] = []
    /// One indicator, 1 or 0, for each region that is not the whole boundary.
    private var program: BatchProgram?
    private let symbols: [Symbol]

    private struct Key: Hashable {
        var place: Condition.Place
        var extent: LogicalExpression?
    }

    init(_ problem: Problem) {
        self.problem = problem
        symbols = problem.coordinates.indices.map { .coordinate($0) } + problem.parameters.indices.map { .parameter($0) }
    }

    /// The number of a condition's place, new or known; nil for initial conditions.
    mutating func index(of condition: Condition) -> Int? {
        let key = Key(place: condition.place, extent: condition.extent)
        if let known = keys.firstIndex(of: key) { return known }
        switch condition.place {
        case .instant: return nil
        case .side(let side):
            let end = line(side.coordinate, at: problem.coordinates[side.coordinate], isUpper: side.isUpper)
            regions.append(condition.extent.map { .and(end, $0) } ?? end)
        case .part(let name): regions.append(region(ofPart: name))
        }
        keys.append(key)
        return keys.count - 1
    }

    /// The number of a part's place.
    mutating func index(ofPart name: String) -> Int {
        regions.append(region(ofPart: name))
        keys.append(Key(place: .part(name), extent: nil))
        return keys.count - 1
    }

    mutating func compile() {
        let indicators = regions.compactMap { $0 }.map { Expression(.choice($0, .constant(1), .constant(0))) }
        program = indicators.isEmpty ? nil : BatchProgram(indicators, inputs: symbols)
    }

    /// - Parameter points: [point][space coordinate]; time is at its start.
    /// - Returns: [place][point].
    func membership(of points: Tensor<Double>) -> [[Bool]] {
        let count = points.shape[0]
        guard let program else { return regions.map { _ in Array(repeating: true, count: count) } }
        var inputs = Tensor(shape: [symbols.count, count], repeating: 0.0)
        let columns = Dictionary(uniqueKeysWithValues: problem.spaceIndices.enumerated().map { ($1, $0) })
        for (row, symbol) in symbols.enumerated() {
            for point in 0..<count {
                switch symbol {
                case .coordinate(let index):
                    inputs[row, point] = columns[index].map { points[point, $0] } ?? problem.coordinates[index].lower
                case .parameter(let index): inputs[row, point] = problem.parameters[index].value
                default: break
                }
            }
        }
        var outputs = Tensor(shape: [program.outputCount, count], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace)
        var row = -1
        return regions.map { region in
            guard region != nil else { return Array(repeating: true, count: count) }
            row += 1
            return (0..<count).map { outputs[row, $0] > 0.5 }
        }
    }

    private func line(_ index: Int, at coordinate: Coordinate, isUpper: Bool) -> LogicalExpression {
        .line(index, at: isUpper ? coordinate.upper : coordinate.lower, slack: 1e-9 * coordinate.length)
    }

    /// The whole boundary is nil.
    private func region(ofPart name: String) -> LogicalExpression? {
        let part = problem.boundaryParts.first { $0.name == name }
        if case .region(let region) = part?.kind { return region }
        guard part != nil else { return nil }
        let others = problem.boundaryParts.compactMap { part -> LogicalExpression? in
            if case .region(let region) = part.kind { region } else { nil }
        }
        guard let first = others.first else { return nil }
        return .not(others.dropFirst().reduce(first) { .or($0, $1) })
    }
}

extension LogicalExpression {
    /// A coordinate lies within `slack` of a value.
    static func line(_ coordinate: Int, at value: Double, slack: Double) -> LogicalExpression {
        .and(
            .compare(.coordinate(coordinate), .greaterOrEqual, .constant(value - slack)),
            .compare(.coordinate(coordinate), .lessOrEqual, .constant(value + slack)))
    }
}
