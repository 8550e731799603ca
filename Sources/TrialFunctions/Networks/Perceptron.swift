import NumericsCore

/// A multilayer perceptron: u = W_L f(... f(W_1 φ(x) + b_1) ...) + b_L with an input map φ and one activation f.
public struct Perceptron: Network {
    public struct Settings: Hashable, Codable, Sendable {
        public var inputMap: InputMap
        /// Widths of the hidden layers.
        public var hidden: [Int]
        public var activation: NetworkActivation
        public var outputs: Int
        public var firstLayer: DenseStart
        public var otherLayers: DenseStart

        public init(
            inputMap: InputMap, hidden: [Int], activation: NetworkActivation = NetworkActivation(.tanh), outputs: Int = 1,
            firstLayer: DenseStart = .glorot, otherLayers: DenseStart = .glorot
        ) {
            self.inputMap = inputMap
            self.hidden = hidden
            self.activation = activation
            self.outputs = outputs
            self.firstLayer = firstLayer
            self.otherLayers = otherLayers
        }
    }

    public let settings: Settings
    public let model: NetworkModel

    public init(_ settings: Settings) {
        self.settings = settings
        model = NetworkModel(inputMap: settings.inputMap) { model, features in
            var features = features
            for (place, width) in settings.hidden.enumerated() {
                let start = place == 0 ? settings.firstLayer : settings.otherLayers
                features = model.layer("layers.\(place)", features, features: width, settings.activation, start: start)
            }
            let start = settings.hidden.isEmpty ? DenseStart.glorot : settings.otherLayers
            return model.dense("layers.\(settings.hidden.count)", features, features: settings.outputs, start: start)
        }
    }

    /// A perceptron with Glorot's normal weights and zero biases, the first layer by its own recipe.
    public init(
        inputMap: InputMap, hidden: [Int], activation: JetActivation = .tanh, outputs: Int = 1, firstLayer: DenseStart = .glorot
    ) {
        self.init(Settings(
            inputMap: inputMap, hidden: hidden, activation: NetworkActivation(activation), outputs: outputs, firstLayer: firstLayer))
    }
}

extension Perceptron.Settings {
    /// A network of sines (SIREN): sin ω(W x + b), W uniform in ±1/n in the first layer and in ±√(6/n)/ω behind it
    /// (Sitzmann et al. 2020), for hidden layers of equal widths.
    public static func siren(inputMap: InputMap, width: Int, depth: Int, frequency: Double = 30, outputs: Int = 1) -> Self {
        Self(
            inputMap: inputMap, hidden: Array(repeating: width, count: depth),
            activation: NetworkActivation(.sin, factor: frequency), outputs: outputs,
            firstLayer: .uniform(bound: 1 / Double(inputMap.featureCount)),
            otherLayers: .uniform(bound: (6 / Double(width)).squareRoot() / frequency))
    }
}
