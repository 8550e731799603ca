import NumericsCore

/// The modified perceptron: between the hidden layers, h ← h ⊙ U + (1 - h) ⊙ V with two encoders U and V of the input
/// (Wang, Teng and Perdikaris 2021).
public struct GatedPerceptron: Network {
    public struct Settings: Hashable, Codable, Sendable {
        public var inputMap: InputMap
        /// Width of all hidden layers and of the encoders.
        public var width: Int
        /// Number of hidden layers.
        public var depth: Int
        public var activation: NetworkActivation
        public var outputs: Int
        /// Start of the first layer and the encoders.
        public var firstLayer: DenseStart

        public init(
            inputMap: InputMap, width: Int, depth: Int, activation: NetworkActivation = NetworkActivation(.tanh), outputs: Int = 1,
            firstLayer: DenseStart = .glorot
        ) {
            self.inputMap = inputMap
            self.width = width
            self.depth = depth
            self.activation = activation
            self.outputs = outputs
            self.firstLayer = firstLayer
        }
    }

    public let settings: Settings
    public let model: NetworkModel

    public init(_ settings: Settings) {
        self.settings = settings
        model = NetworkModel(inputMap: settings.inputMap) { model, input in
            let gates = GatePair(&model, input, width: settings.width, settings.activation, start: settings.firstLayer)
            var features = input
            for place in 0..<settings.depth {
                let start = place == 0 ? settings.firstLayer : .glorot
                let layer = model.layer("layers.\(place)", features, features: settings.width, settings.activation, start: start)
                features = gates.mix(layer, &model)
            }
            return model.dense("layers.\(settings.depth)", features, features: settings.outputs)
        }
    }
}

/// Two encoders U and V of the input that layers choose between.
struct GatePair {
    private let v: JetGraph.Slice
    /// U - V
    private let difference: JetGraph.Slice

    init(
        _ model: inout NetworkModel, _ input: JetGraph.Slice, width: Int, _ activation: NetworkActivation, start: DenseStart = .glorot
    ) {
        let u = model.layer("encoders.u", input, features: width, activation, start: start)
        v = model.layer("encoders.v", input, features: width, activation, start: start)
        difference = model.graph.sum([model.graph.multiple(1, of: u), model.graph.multiple(-1, of: v)])
    }

    /// h ⊙ U + (1 - h) ⊙ V
    func mix(_ h: JetGraph.Slice, _ model: inout NetworkModel) -> JetGraph.Slice {
        model.graph.product(h, difference, plus: [model.graph.multiple(1, of: v)])
    }
}
