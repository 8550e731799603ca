import NumericsCore

/// How the first layer of a network starts.
public enum FirstLayer: Hashable, Codable, Sendable {
    /// Glorot's normal weights times `scale`; biases normal with deviation `biasDeviation`.
    case scaled(scale: Double, biasDeviation: Double)
    /// Steep and flat neurons across the range: for each one a direction is drawn, its weights have lengths 10^U(0, `decades`), and its
    /// bias puts the middle of the neuron at a uniform point of [-1, 1] in the mapped coordinates.
    case multiscale(decades: Double)

    /// Glorot's weights and zero biases, as in all other layers.
    public static let plain = FirstLayer.scaled(scale: 1, biasDeviation: 0)
}
