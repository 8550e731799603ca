import Foundation
import NumericsCore

/// A first layer for solutions with steep fronts: neurons of all steepnesses, with their middles across the range or around a front.
public struct MultiscaleStart: Hashable, Codable, Sendable {
    /// Weights along the steep features have the length 10^U(0, `decades`).
    public var decades: Double
    /// Features along which fronts are steep; empty: all. Weights of the others are N(0, 1) times the smaller of 3 and that length, so
    /// that fronts may move but not faster than a few lengths of the range.
    public var steepFeatures: [Int]
    /// A point of the mapped coordinates, one number for each feature, on a front: half of the neurons have their middle there, the others
    /// within three of their own widths. Nil: middles uniform in [-1, 1] along all features.
    public var centre: [Double]?

    public init(decades: Double = 2, steepFeatures: [Int] = [], centre: [Double]? = nil) {
        self.decades = decades
        self.steepFeatures = steepFeatures
        self.centre = centre
    }

    /// Weights, [output][input], then biases.
    func values(inputs: Int, outputs: Int, from stream: inout RandomStream) -> [Double] {
        var (weights, biases): ([Double], [Double]) = ([], [])
        for neuron in 0..<outputs {
            let length = pow(10, stream.uniform(from: 0, to: decades))
            let row = direction(inputs, length, from: &stream)
            let middle = centre ?? (0..<inputs).map { _ in stream.uniform(from: -1, to: 1) }
            precondition(middle.count == inputs, "the centre of a start has \(middle.count) of \(inputs) coordinates")
            let shift = centre != nil && neuron % 2 == 1 ? 3 * stream.uniform(from: -1, to: 1) : 0
            weights += row
            biases.append(shift - zip(row, middle).reduce(0) { $0 + $1.0 * $1.1 })
        }
        return weights + biases
    }

    private func direction(_ inputs: Int, _ length: Double, from stream: inout RandomStream) -> [Double] {
        let normal = (0..<inputs).map { _ in stream.normal() }
        let steep = Set(steepFeatures.isEmpty ? Array(0..<inputs) : steepFeatures)
        let size = normal.indices.reduce(0) { $0 + (steep.contains($1) ? normal[$1] * normal[$1] : 0) }.squareRoot()
        return normal.enumerated().map { place, value in
            steep.contains(place) ? value * length / size : value * min(length, 3)
        }
    }
}
