import Fields
import Foundation
import NumericsCore

/// Points and weights for integrals over the domain in space, at every instant asked for.
package struct DomainQuadrature {
    /// Without a region: products of composite Gauss-Legendre rules, equally spaced points along periodic coordinates.
    private static let nodesPerPanel = 10

    /// Points with weights for shares, instant by instant.
    package let points: CollocationPoints
    /// Of one instant.
    package let weights: [Double]

    /// Points of an instant at least, along each coordinate.
    private static let leastCount = 20

    /// - Parameters:
    ///   - count: about how many points, of all instants.
    ///   - times: the instants; empty without time.
    package init(_ problem: Problem, count: Int, times: [Double] = []) {
        let space = problem.spaceIndices
        let dimension = space.count
        let count = count / max(times.count, 1)
        let least = times.isEmpty ? 4 : Self.leastCount
        let each = max(least, Int(pow(Double(count), 1 / Double(max(dimension, 1))).rounded(.up)))
        if let region = problem.region {
            let rule = ShapeQuadrature(region, order: each)
            let places = rule.points
            weights = rule.weights
            points = Self.points((0..<weights.count).map { point in (0..<dimension).map { places[point, $0] } }, rule.weights, problem, times)
            return
        }
        let rules = space.map { Self.rule(problem.coordinates[$0], each) }
        var rows: [[Double]] = [[]], products = [1.0]
        for rule in rules {
            rows = rows.flatMap { row in rule.points.map { row + [$0] } }
            products = products.flatMap { product in rule.weights.map { product * $0 } }
        }
        weights = products
        points = Self.points(rows, products, problem, times)
    }

    /// Points whose residuals are multiplied by the weights themselves.
    private static func points(_ rows: [[Double]], _ weights: [Double], _ problem: Problem, _ times: [Double]) -> CollocationPoints {
        let space = problem.spaceIndices
        let instants: [Double?] = times.isEmpty ? [nil] : times
        let all = instants.flatMap { time in
            rows.map { row in problem.coordinates.indices.map { index in space.firstIndex(of: index).map { row[$0] } ?? time ?? 0 } }
        }
        var points = CollocationPoints(rows: all)
        points.shares = instants.flatMap { _ in weights.map { $0 * $0 } }
        return points
    }

    private static func rule(_ coordinate: Coordinate, _ count: Int) -> Quadrature.Rule {
        let length = coordinate.length
        if coordinate.isPeriodic {
            return .init(
                points: (0..<count).map { coordinate.lower + length * Double($0) / Double(count) },
                weights: Array(repeating: length / Double(count), count: count))
        }
        let panels = max(1, (count + nodesPerPanel - 1) / nodesPerPanel)
        let rule = Quadrature.gaussLegendre((count + panels - 1) / panels)
        let parts = (0..<panels).map { panel in
            rule.mapped(
                from: coordinate.lower + length * Double(panel) / Double(panels),
                to: coordinate.lower + length * Double(panel + 1) / Double(panels))
        }
        return .init(points: parts.flatMap(\.points), weights: parts.flatMap(\.weights))
    }
}
