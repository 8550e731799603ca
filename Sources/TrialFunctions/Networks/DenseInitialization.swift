import Foundation
import NumericsCore

/// Starts of the weights of linear maps.
enum DenseInitialization {
    /// Normal weights with variance 2 / (inputs + outputs), [output][input], then zero biases (Glorot and Bengio 2010).
    static func glorot(inputs: Int, outputs: Int, bias: Bool, from stream: inout RandomStream) -> [Double] {
        let deviation = (2 / Double(inputs + outputs)).squareRoot()
        let weights = (0..<inputs * outputs).map { _ in deviation * stream.normal() }
        return weights + Array(repeating: 0, count: bias ? outputs : 0)
    }

    /// Weights, [output][input], then biases, of a first layer.
    static func first(_ recipe: FirstLayer, inputs: Int, outputs: Int, from stream: inout RandomStream) -> [Double] {
        switch recipe {
        case .scaled(let scale, let biasDeviation):
            let start = glorot(inputs: inputs, outputs: outputs, bias: true, from: &stream)
            return start.enumerated().map { place, value in
                place < inputs * outputs ? scale * value : (biasDeviation > 0 ? biasDeviation * stream.normal() : 0)
            }
        case .multiscale(let decades):
            return multiscale(decades, inputs: inputs, outputs: outputs, from: &stream)
        }
    }

    private static func multiscale(_ decades: Double, inputs: Int, outputs: Int, from stream: inout RandomStream) -> [Double] {
        var (weights, biases): ([Double], [Double]) = ([], [])
        for _ in 0..<outputs {
            let direction = (0..<inputs).map { _ in stream.normal() }
            let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let scale = pow(10, stream.uniform(from: 0, to: decades)) / length
            let middle = (0..<inputs).map { _ in stream.uniform(from: -1, to: 1) }
            let row = direction.map { scale * $0 }
            weights += row
            biases.append(-zip(row, middle).reduce(0) { $0 + $1.0 * $1.1 })
        }
        return weights + biases
    }
}
