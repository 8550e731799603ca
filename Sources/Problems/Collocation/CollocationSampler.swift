import Expressions
import Fields
import NumericsCore

/// Spreads collocation points over the domain of a problem and over the places of its conditions.
package struct CollocationSampler: Sendable {
    package let problem: Problem
    package let rule: PointRule
    package let resolver: BoundaryResolver

    package init(_ problem: Problem, rule: PointRule) {
        self.problem = problem
        self.rule = rule
        resolver = BoundaryResolver(problem)
    }

    /// Points inside the domain, over space and time together.
    /// - Throws: `PointRuleError` for shapes without an inside.
    package func interior(_ count: Int, using stream: inout RandomStream) throws -> CollocationPoints {
        CollocationPoints(rows: try points(count, over: Array(problem.coordinates.indices), using: &stream))
    }

    /// Points at the place of a condition; a single one where nothing is left free.
    package func points(
        of condition: Int, count: Int, using stream: inout RandomStream
    ) throws -> CollocationPoints {
        switch problem.conditions[condition].place {
        case .instant(let time):
            return CollocationPoints(rows: try face(problem.timeIndex!, at: time, count, using: &stream))
        case .side(let side) where problem.isBox:
            return try sidePoints(condition, side, count, using: &stream)
        case .side, .part:
            return try boundaryPoints(condition, count, using: &stream)
        }
    }

    /// Points inside with one coordinate held at a value.
    package func points(across coordinate: Int, at value: Double, count: Int, using stream: inout RandomStream) throws -> CollocationPoints {
        CollocationPoints(rows: try face(coordinate, at: value, count, using: &stream))
    }

    /// Points over some coordinates [point][all coordinates]; the others stay at their lower ends.
    private func points(_ count: Int, over free: [Int], using stream: inout RandomStream) throws -> [[Double]] {
        let base = problem.coordinates.map(\.lower)
        guard !free.isEmpty else { return [base] }
        let bounds = ShapeBounds(
            lower: free.map { problem.coordinates[$0].lower }, upper: free.map { problem.coordinates[$0].upper })
        var wanted = count, most = 0
        // Ten doublings: a shape that fills less than a thousandth of its box is none that points can be spread over.
        for _ in 0..<10 {
            let drawn = rule.points(wanted, in: bounds, using: &stream)
            let rows = (0..<drawn.shape[0]).map { point in
                var row = base
                for (column, coordinate) in free.enumerated() { row[coordinate] = drawn[point, column] }
                return row
            }
            let inside = filtered(rows)
            if inside.count >= count || problem.isBox { return Array(inside.prefix(count)) }
            most = max(most, inside.count)
            wanted = max(2 * wanted, wanted * count / max(inside.count, 1))
        }
        throw PointRuleError.tooThin(found: most, trials: wanted)
    }

    private func filtered(_ rows: [[Double]]) -> [[Double]] {
        guard let region = problem.region else { return rows }
        let space = problem.spaceIndices
        let points = Tensor(shape: [rows.count, space.count], elements: rows.flatMap { row in space.map { row[$0] } })
        return zip(rows, region.contains(points)).filter(\.1).map(\.0)
    }

    /// Points with one coordinate held fixed.
    package func face(_ fixed: Int, at value: Double, _ count: Int, using stream: inout RandomStream) throws -> [[Double]] {
        let free = problem.coordinates.indices.filter { $0 != fixed }
        return try points(count, over: Array(free), using: &stream).map { row in
            var row = row
            row[fixed] = value
            return row
        }
    }

    func instants(_ count: Int, using stream: inout RandomStream) throws -> [Double] {
        guard let time = problem.timeIndex, count > 0 else { return [] }
        let coordinate = problem.coordinates[time]
        // Independent of the places: neighbours along the boundary must not have neighbouring instants.
        return (0..<count).map { _ in stream.uniform(from: coordinate.lower, to: coordinate.upper) }
    }
}
