import Expressions
import Foundation
import NumericsCore

/// Collocation points on boxes: products of Gauss points inside, of Chebyshev points on the sides.
///
/// Both crowd towards the ends of the ranges, as a fit over a box needs; periodic coordinates have equal spacing, and all have if asked.
package struct TensorPoints: Sendable {
    /// How points lie along a coordinate without a period.
    package enum Spacing: Sendable {
        /// Gauss points inside, Chebyshev points on the sides.
        case crowded
        /// Equal distances, the ends of the range included on the sides only.
        case equal
    }

    package let problem: Problem
    package let spacing: Spacing
    /// Points along each coordinate.
    package let counts: [Int]

    /// - Parameters:
    ///   - total: about how many points inside.
    ///   - bandwidths: largest wave numbers that must be told apart, in radians per half range.
    package init(_ problem: Problem, total: Int, bandwidths: [Double], spacing: Spacing = .crowded) {
        self.problem = problem
        self.spacing = spacing
        let extents = zip(problem.coordinates, bandwidths).map { coordinate, bandwidth in
            // Non-periodic series need points beyond the two a wave that count periodic ones.
            coordinate.isPeriodic ? 2 * bandwidth / Double.pi + 2 : 2 * bandwidth / Double.pi + Self.margin
        }
        let factor = pow(Double(total) / extents.reduce(1, *), 1 / Double(extents.count))
        counts = zip(problem.coordinates, extents).map { coordinate, extent in
            max(Int((extent * factor).rounded(.up)), coordinate.isPeriodic ? Int(extent) : 3)
        }
    }

    private static let margin = 10.0
    /// Fewest points on a part of a side.
    private static let fewest = 16

    package func interior() -> CollocationPoints {
        let axes = problem.coordinates.indices.map { coordinate -> [Double] in
            let range = problem.coordinates[coordinate]
            let count = counts[coordinate]
            if range.isPeriodic { return equal(coordinate, count) }
            if spacing == .equal { return (1...count).map { range.lower + range.length * Double($0) / Double(count + 1) } }
            return Quadrature.gaussLegendre(counts[coordinate]).mapped(from: range.lower, to: range.upper).points
        }
        return unweighted(CollocationPoints(rows: product(axes)))
    }

    /// The points of a condition on a side or at an instant; nil for conditions on parts of shapes, and on parts of sides that
    /// few of these points lie on.
    package func points(of condition: Condition) -> CollocationPoints? {
        let (fixed, value, sign): (Int, Double, Double)
        switch condition.place {
        case .instant(let instant): (fixed, value, sign) = (problem.timeIndex!, instant, 0)
        case .side(let side):
            let range = problem.coordinates[side.coordinate]
            (fixed, value, sign) = (side.coordinate, side.isUpper ? range.upper : range.lower, side.outwardSign)
        case .part: return nil
        }
        let axes = problem.coordinates.indices.map { coordinate in coordinate == fixed ? [value] : face(coordinate) }
        var rows = product(axes)
        if let extent = condition.extent {
            rows = rows.filter { row in extent.value { problem.value(of: $0, at: row) } ?? false }
            if rows.count < Self.fewest { return nil }
        }
        let normal = problem.spaceIndices.map { $0 == fixed ? sign : 0 }
        return unweighted(CollocationPoints(rows: rows, normals: sign == 0 ? nil : rows.map { _ in normal }))
    }

    /// Points with one coordinate held at a value.
    package func points(across coordinate: Int, at value: Double) -> CollocationPoints {
        let axes = problem.coordinates.indices.map { $0 == coordinate ? [value] : face($0) }
        return unweighted(CollocationPoints(rows: product(axes)))
    }

    /// Points along a coordinate of a face: half as many again as inside where a face is a line.
    private func face(_ coordinate: Int) -> [Double] {
        let range = problem.coordinates[coordinate]
        if spacing == .equal && !range.isPeriodic {
            return (0...counts[coordinate] + 1).map { range.lower + range.length * Double($0) / Double(counts[coordinate] + 1) }
        }
        let count = counts.count <= 2 ? counts[coordinate] * 3 / 2 + 1 : counts[coordinate] + 1
        if range.isPeriodic { return equal(coordinate, count) }
        return (0..<count).map { index in
            let sine = sin(Double.pi * Double(index) / Double(2 * (count - 1)))
            return index == count - 1 ? range.upper : range.lower + range.length * sine * sine
        }
    }

    private func equal(_ coordinate: Int, _ count: Int) -> [Double] {
        let range = problem.coordinates[coordinate]
        return (0..<count).map { range.lower + range.length * Double($0) / Double(count) }
    }

    private func product(_ axes: [[Double]]) -> [[Double]] {
        axes.reduce([[]]) { rows, axis in rows.flatMap { row in axis.map { row + [$0] } } }
    }

    private func unweighted(_ points: CollocationPoints) -> CollocationPoints {
        var points = points
        points.shares = points.shares.map { _ in 1 }
        return points
    }
}
