import NumericsCore

/// How the weights and biases of a linear map are drawn at the start.
public enum DenseStart: Hashable, Codable, Sendable {
    /// Normal weights with variance 2 / (inputs + outputs), zero biases (Glorot and Bengio 2010).
    case glorot
    /// Glorot's weights times `scale`, biases normal with deviation `biasDeviation`.
    case scaled(scale: Double, biasDeviation: Double)
    /// Steep and flat neurons side by side.
    case multiscale(MultiscaleStart)
    /// Weights and biases uniform in [-bound, bound].
    case uniform(bound: Double)
    /// Outputs [coordinate][centre], each (x - centre) / width along one coordinate, with centres uniform in [-1, 1].
    case centres(width: Double)

    /// Weights, [output][input], then biases if there are any.
    func values(inputs: Int, outputs: Int, bias: Bool, from stream: inout RandomStream) -> [Double] {
        let biases = bias ? outputs : 0
        switch self {
        case .glorot:
            return Self.scaled(scale: 1, biasDeviation: 0).values(inputs: inputs, outputs: outputs, bias: bias, from: &stream)
        case .scaled(let scale, let biasDeviation):
            let deviation = scale * (2 / Double(inputs + outputs)).squareRoot()
            let weights = (0..<inputs * outputs).map { _ in deviation * stream.normal() }
            return weights + (0..<biases).map { _ in biasDeviation == 0 ? 0 : biasDeviation * stream.normal() }
        case .multiscale(let start): return start.values(inputs: inputs, outputs: outputs, from: &stream)
        case .uniform(let bound):
            return (0..<inputs * outputs + biases).map { _ in stream.uniform(from: -bound, to: bound) }
        case .centres(let width):
            return Self.centres(width, inputs: inputs, outputs: outputs, from: &stream)
        }
    }

    private static func centres(_ width: Double, inputs: Int, outputs: Int, from stream: inout RandomStream) -> [Double] {
        let count = outputs / inputs
        let weights = (0..<outputs * inputs).map { place in
            (place / inputs) / count == place % inputs ? 1 / width : 0
        }
        return weights + (0..<outputs).map { _ in stream.uniform(from: -1, to: 1) / width }
    }
}
