import Foundation
import NumericsCore

/// What a network sees of the coordinates: each one mapped to [-1, 1], or to a circle and its multiples.
public struct InputMap: Hashable, Codable, Sendable {
    public enum Axis: Hashable, Codable, Sendable {
        /// 2 (x - from) / (to - from) - 1: one feature.
        case interval(from: Double, to: Double)
        /// cos k ω x for k = 1, ..., modes, then sin k ω x, with ω = 2π / period: everything behind it is periodic.
        case periodic(period: Double, modes: Int)
        /// cos k ω (x - middle) for k = 1, ..., modes: everything behind it is periodic and even about the middle.
        case mirrored(period: Double, middle: Double, modes: Int)

        /// Number of features.
        public var featureCount: Int {
            switch self {
            case .interval: 1
            case .periodic(_, let modes): 2 * modes
            case .mirrored(_, _, let modes): modes
            }
        }
    }

    /// One entry for each coordinate.
    public var axes: [Axis]
    /// Frequencies b: cos b·y for all of them, then sin b·y, stand for the mapped coordinates y (Tancik et al. 2020). Empty: y itself.
    public var frequencies: [[Double]]

    /// - Parameter frequencies: as many numbers each as the axes have features.
    public init(_ axes: [Axis], frequencies: [[Double]] = []) {
        self.axes = axes
        self.frequencies = frequencies
        precondition(frequencies.allSatisfy { $0.count == axisFeatureCount }, "frequencies of the wrong dimension")
    }

    /// The same map followed by random Fourier features: for each deviation `count` frequencies 2π N(0, deviation²).
    public func fourier(count: Int, deviations: [Double], from stream: inout RandomStream) -> InputMap {
        let frequencies = deviations.flatMap { deviation in
            (0..<count).map { _ in (0..<axisFeatureCount).map { _ in 2 * Double.pi * deviation * stream.normal() } }
        }
        return InputMap(axes, frequencies: frequencies)
    }

    private var axisFeatureCount: Int { axes.reduce(0) { $0 + $1.featureCount } }

    /// Number of features; those of the axes are in the order of the coordinates.
    public var featureCount: Int { frequencies.isEmpty ? axisFeatureCount : 2 * frequencies.count }

    /// Adds the map to a graph, from its coordinates.
    func add(to graph: inout JetGraph) -> JetGraph.Slice {
        let axes = addAxes(to: &graph)
        guard !frequencies.isEmpty else { return axes }
        let angles = graph.node(features: frequencies.count)
        graph.fixedDense(axes, weights: frequencies.flatMap { $0 }, bias: Array(repeating: 0, count: angles.count), into: angles)
        return Self.circle(angles, &graph)
    }

    /// cos of all angles, then sin.
    private static func circle(_ angles: JetGraph.Slice, _ graph: inout JetGraph) -> JetGraph.Slice {
        let output = graph.node(features: 2 * angles.count)
        circle(angles, &graph, into: output)
        return output
    }

    private static func circle(_ angles: JetGraph.Slice, _ graph: inout JetGraph, into output: JetGraph.Slice) {
        graph.activation(.cos, angles, into: output.part(0..<angles.count))
        graph.activation(.sin, angles, into: output.part(angles.count..<2 * angles.count))
    }

    /// k ω (x - middle) for k = 1, ..., modes.
    private static func angles(
        _ x: JetGraph.Slice, _ period: Double, _ middle: Double, _ modes: Int, _ graph: inout JetGraph
    ) -> JetGraph.Slice {
        let angles = graph.node(features: modes)
        let weights = (1...modes).map { 2 * Double.pi * Double($0) / period }
        graph.fixedDense(x, weights: weights, bias: weights.map { -$0 * middle }, into: angles)
        return angles
    }

    private func addAxes(to graph: inout JetGraph) -> JetGraph.Slice {
        let output = graph.node(features: axisFeatureCount)
        var start = 0
        for (coordinate, axis) in axes.enumerated() {
            let part = output.part(start..<start + axis.featureCount)
            let x = graph.coordinates.part(coordinate..<coordinate + 1)
            switch axis {
            case .interval(let from, let to):
                let slope = 2 / (to - from)
                graph.fixedDense(x, weights: [slope], bias: [-(from + to) / (to - from)], into: part)
            case .periodic(let period, let modes):
                Self.circle(Self.angles(x, period, 0, modes, &graph), &graph, into: part)
            case .mirrored(let period, let middle, let modes):
                graph.activation(.cos, Self.angles(x, period, middle, modes, &graph), into: part)
            }
            start += axis.featureCount
        }
        return output
    }
}
