import NumericsCore

/// A residual network whose blocks start as the identity (Wang, Li, Chen and Perdikaris 2024). A block is
/// f = σ(W₁x), z₁ = f ⊙ U + (1 - f) ⊙ V, g = σ(W₂z₁), z₂ = g ⊙ U + (1 - g) ⊙ V, h = σ(W₃z₂), x ← α h + (1 - α) x
/// with a trainable α that starts at 0.
public struct PirateNet: Network {
    public struct Settings: Hashable, Codable, Sendable {
        public var inputMap: InputMap
        public var width: Int
        /// Number of blocks of three layers.
        public var blocks: Int
        public var activation: NetworkActivation
        public var outputs: Int

        public init(
            inputMap: InputMap, width: Int, blocks: Int, activation: NetworkActivation = NetworkActivation(.tanh), outputs: Int = 1
        ) {
            self.inputMap = inputMap
            self.width = width
            self.blocks = blocks
            self.activation = activation
            self.outputs = outputs
        }
    }

    public let settings: Settings
    public let model: NetworkModel

    public init(_ settings: Settings) {
        self.settings = settings
        model = NetworkModel(inputMap: settings.inputMap) { model, input in
            let gates = GatePair(&model, input, width: settings.width, settings.activation)
            // The sum needs as many features as the blocks have.
            var x = input.count == settings.width ? input : model.dense("embedding", input, features: settings.width)
            for block in 0..<settings.blocks { x = Self.block("blocks.\(block)", x, gates, settings, &model) }
            return model.dense("output", x, features: settings.outputs)
        }
    }

    private static func block(
        _ name: String, _ x: JetGraph.Slice, _ gates: GatePair, _ settings: Settings, _ model: inout NetworkModel
    ) -> JetGraph.Slice {
        func layer(_ place: Int, _ input: JetGraph.Slice) -> JetGraph.Slice {
            model.layer("\(name).layers.\(place)", input, features: settings.width, settings.activation)
        }
        let first = gates.mix(layer(0, x), &model)
        let second = gates.mix(layer(1, first), &model)
        let change = model.graph.sum([model.graph.multiple(1, of: layer(2, second)), model.graph.multiple(-1, of: x)])
        return model.graph.sum([model.graph.multiple(1, of: x), model.multiple("\(name).alpha", of: change, start: 0)])
    }
}
