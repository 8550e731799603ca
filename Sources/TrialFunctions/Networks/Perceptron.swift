import NumericsCore

/// A multilayer perceptron: u = W_L f(... f(W_1 φ(x) + b_1) ...) + b_L with an input map φ and one activation f.
///
/// Parameters: for each layer W, [output][input], then b, [output].
public struct Perceptron: TrialFunction, NamedParameters {
    public let inputMap: InputMap
    /// Widths of the hidden layers.
    public let hidden: [Int]
    public let activation: JetActivation
    public let outputCount: Int
    public let firstLayer: FirstLayer
    private let graph: JetGraph

    public init(
        inputMap: InputMap, hidden: [Int], activation: JetActivation = .tanh, outputs: Int = 1, firstLayer: FirstLayer = .plain
    ) {
        self.inputMap = inputMap
        self.hidden = hidden
        self.activation = activation
        self.firstLayer = firstLayer
        outputCount = outputs
        var graph = JetGraph(coordinateCount: inputMap.axes.count)
        var features = inputMap.add(to: &graph)
        for width in hidden { features = graph.activation(activation, graph.dense(features, features: width)) }
        graph.output = graph.dense(features, features: outputs)
        self.graph = graph
    }

    public var coordinateCount: Int { inputMap.axes.count }
    public var parameterCount: Int { graph.parameterCount }

    /// Numbers of features from the input to the output.
    private var widths: [Int] { [inputMap.featureCount] + hidden + [outputCount] }

    public var parameterTensors: [ParameterTensor] {
        zip(widths, widths.dropFirst()).enumerated().flatMap { layer, sizes in
            [
                ParameterTensor(name: "layers.\(layer).weight", shape: [sizes.1, sizes.0]),
                ParameterTensor(name: "layers.\(layer).bias", shape: [sizes.1]),
            ]
        }
    }

    /// Glorot's normal weights and zero biases, the first layer by its own recipe.
    public func initialParameters(from stream: inout RandomStream) -> Tensor<Double> {
        let layers = zip(widths, widths.dropFirst()).enumerated().map { layer, sizes in
            layer == 0 && !hidden.isEmpty
                ? DenseInitialization.first(firstLayer, inputs: sizes.0, outputs: sizes.1, from: &stream)
                : DenseInitialization.glorot(inputs: sizes.0, outputs: sizes.1, bias: true, from: &stream)
        }
        return Tensor(layers.flatMap { $0 })
    }

    public func makeTape(layout: JetLayout, capacity: Int, directionOrder: Int) -> any JetTape {
        GraphTape(graph: graph, layout: layout, capacity: capacity, directionOrder: directionOrder)
    }
}
