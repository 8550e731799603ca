import Foundation
import NumericsCore

/// What a network sees of the coordinates: each one mapped to [-1, 1], or to a circle and its multiples.
public struct InputMap: Hashable, Codable, Sendable {
    public enum Axis: Hashable, Codable, Sendable {
        /// 2 (x - from) / (to - from) - 1: one feature.
        case interval(from: Double, to: Double)
        /// cos k ω x for k = 1, ..., modes, then sin k ω x, with ω = 2π / period: everything behind it is periodic.
        case periodic(period: Double, modes: Int)

        /// Number of features.
        public var featureCount: Int {
            switch self {
            case .interval: 1
            case .periodic(_, let modes): 2 * modes
            }
        }
    }

    /// One entry for each coordinate.
    public var axes: [Axis]

    public init(_ axes: [Axis]) { self.axes = axes }

    /// Number of features, those of the first coordinate first.
    public var featureCount: Int { axes.reduce(0) { $0 + $1.featureCount } }

    /// Adds the map to a graph, from its coordinates.
    func add(to graph: inout JetGraph) -> JetGraph.Slice {
        let output = graph.node(features: featureCount)
        var start = 0
        for (coordinate, axis) in axes.enumerated() {
            let part = output.part(start..<start + axis.featureCount)
            let x = graph.coordinates.part(coordinate..<coordinate + 1)
            switch axis {
            case .interval(let from, let to):
                let slope = 2 / (to - from)
                graph.fixedDense(x, weights: [slope], bias: [-(from + to) / (to - from)], into: part)
            case .periodic(let period, let modes):
                let angles = graph.node(features: modes)
                let weights = (1...modes).map { 2 * Double.pi * Double($0) / period }
                graph.fixedDense(x, weights: weights, bias: Array(repeating: 0, count: modes), into: angles)
                graph.activation(.cos, angles, into: part.part(0..<modes))
                graph.activation(.sin, angles, into: part.part(modes..<2 * modes))
            }
            start += axis.featureCount
        }
        return output
    }
}
