import NumericsCore

/// Physics-informed Gaussians (Kang et al. 2024): φ_i = exp(-½ |A_i x - m_i|²) with trainable A_i and m_i, features Σ_i φ_i w_i, and a small
/// perceptron of them.
public struct GaussianNetwork: Network {
    public struct Settings: Hashable, Codable, Sendable {
        public var inputMap: InputMap
        /// Number of Gaussians.
        public var gaussians: Int
        /// Their standard deviation at the start, in mapped coordinates.
        public var width: Double
        /// Number of features they are added up to.
        public var features: Int
        /// Widths of the hidden layers behind; none: u is a sum of the features.
        public var hidden: [Int]
        public var activation: NetworkActivation
        public var outputs: Int

        public init(
            inputMap: InputMap, gaussians: Int, width: Double = 0.1, features: Int = 4, hidden: [Int] = [16],
            activation: NetworkActivation = NetworkActivation(.tanh), outputs: Int = 1
        ) {
            self.inputMap = inputMap
            self.gaussians = gaussians
            self.width = width
            self.features = features
            self.hidden = hidden
            self.activation = activation
            self.outputs = outputs
        }
    }

    public let settings: Settings
    public let model: NetworkModel

    public init(_ settings: Settings) {
        self.settings = settings
        model = NetworkModel(inputMap: settings.inputMap) { model, input in
            let basis = Self.gaussians(input, settings, &model)
            var features = model.dense("features", basis, features: settings.features, bias: false)
            for (place, width) in settings.hidden.enumerated() {
                features = model.layer("layers.\(place)", features, features: width, settings.activation)
            }
            return model.dense("output", features, features: settings.outputs)
        }
    }

    private static func gaussians(_ input: JetGraph.Slice, _ settings: Settings, _ model: inout NetworkModel) -> JetGraph.Slice {
        let count = settings.gaussians
        let scaled = model.dense(
            "gaussians", input, features: input.count * count, start: .centres(width: settings.width))
        let squares = model.graph.activation(.square, scaled)
        let exponents = model.graph.sum((0..<input.count).map {
            model.graph.multiple(-0.5, of: squares.part($0 * count..<($0 + 1) * count))
        })
        return model.graph.activation(.exp, exponents)
    }
}
