import Expressions
import Fields
import NumericsCore

/// The places at which a problem has boundary conditions, and which points of the boundary belong to them.
struct BoundaryPlaces: Sendable {
    private enum Kind: Sendable {
        case whole
        case line(coordinate: Int, value: Double, slack: Double, extent: LogicalExpression?)
        case region(LogicalExpression)
        /// What no part is.
        case rest
    }

    private struct Key: Hashable {
        var place: Condition.Place
        var extent: LogicalExpression?
    }

    private let problem: Problem
    private var keys: [Key] = []
    private var kinds: [Kind] = []

    init(_ problem: Problem) {
        self.problem = problem
    }

    /// The number of a condition's place, new or known; nil for initial conditions.
    mutating func index(of condition: Condition) -> Int? {
        let key = Key(place: condition.place, extent: condition.extent)
        if let known = keys.firstIndex(of: key) { return known }
        switch condition.place {
        case .instant: return nil
        case .part(let name): return index(ofPart: name)
        case .side(let side):
            let coordinate = problem.coordinates[side.coordinate]
            kinds.append(
                .line(
                    coordinate: side.coordinate, value: side.isUpper ? coordinate.upper : coordinate.lower,
                    slack: 1e-9 * coordinate.length, extent: condition.extent))
        }
        keys.append(key)
        return keys.count - 1
    }

    /// The number of a part's place, new or known; names that are no part mean the whole boundary.
    mutating func index(ofPart name: String) -> Int {
        let key = Key(place: .part(name), extent: nil)
        if let known = keys.firstIndex(of: key) { return known }
        kinds.append(problem.boundaryParts.first { $0.name == name }.map { Self.kind($0) } ?? .whole)
        keys.append(key)
        return keys.count - 1
    }

    private static func kind(_ part: BoundaryPart) -> Kind {
        switch part.kind {
        case .region(let region): .region(region)
        case .line(let coordinate, let value, let slack):
            .line(coordinate: coordinate, value: value, slack: slack, extent: nil)
        case .rest: .rest
        }
    }

    /// - Parameters:
    ///   - points: [point][space coordinate]; time is at its start.
    ///   - normals: outward normals of the same shape; lines then hold only pieces that run along them.
    /// - Returns: [place][point].
    func membership(of points: Tensor<Double>, normals: Tensor<Double>?) -> [[Bool]] {
        let count = points.shape[0]
        let needsParts = kinds.contains { if case .rest = $0 { true } else { false } }
        let parts = needsParts ? problem.boundaryParts.map(Self.kind) : []
        let taken = flags(parts, points, normals)
        let rest = (0..<count).map { point in !taken.contains { $0?[point] == true } }
        return flags(kinds, points, normals).map { $0 ?? rest }
    }

    /// Which points belong to places [place][point]; nil for the rest.
    private func flags(_ kinds: [Kind], _ points: Tensor<Double>, _ normals: Tensor<Double>?) -> [[Bool]?] {
        let count = points.shape[0]
        let conditions = kinds.map(condition)
        let indicators = conditions.compactMap { $0 }.map { Expression(.choice($0, .constant(1), .constant(0))) }
        let values = indicators.isEmpty ? nil : PointFormulas(indicators, problem: problem).values(at: points)
        var row = -1
        return zip(kinds, conditions).map { kind, condition in
            if case .rest = kind { return nil }
            if condition != nil { row += 1 }
            guard let values, condition != nil else { return Array(repeating: true, count: count) }
            guard case .line(let coordinate, _, _, _) = kind, let normals,
                let axis = problem.spaceIndices.firstIndex(of: coordinate)
            else { return (0..<count).map { values[row, $0] > 0.5 } }
            return (0..<count).map { values[row, $0] > 0.5 && abs(normals[$0, axis]) > 0.5.squareRoot() - 1e-9 }
        }
    }

    private func condition(_ kind: Kind) -> LogicalExpression? {
        switch kind {
        case .whole, .rest: return nil
        case .region(let region): return region
        case .line(let coordinate, let value, let slack, let extent):
            let line = LogicalExpression.and(
                .compare(.coordinate(coordinate), .greaterOrEqual, .constant(value - slack)),
                .compare(.coordinate(coordinate), .lessOrEqual, .constant(value + slack)))
            return extent.map { .and(line, $0) } ?? line
        }
    }
}
