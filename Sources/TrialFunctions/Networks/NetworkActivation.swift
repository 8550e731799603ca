import NumericsCore

/// An activation function and the scale of its argument.
public struct NetworkActivation: Hashable, Codable, Sendable {
    public var function: JetActivation
    /// The argument is multiplied by this: n of adaptive slopes, the frequency of a SIREN.
    public var factor: Double
    /// Whether each layer has a slope a besides, trained with the weights; it starts where a · factor = 1.
    public var hasTrainableSlope: Bool

    public init(_ function: JetActivation, factor: Double = 1, hasTrainableSlope: Bool = false) {
        self.function = function
        self.factor = factor
        self.hasTrainableSlope = hasTrainableSlope
    }
}
