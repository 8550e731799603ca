import NumericsCore

/// A graph with the names of its parameters and their starts.
public struct NetworkModel: Sendable {
    /// How a piece of the vector of parameters starts.
    private enum Start: Sendable {
        case dense(DenseStart, inputs: Int, outputs: Int, bias: Bool)
        case value(Double)
    }

    /// What is computed. Steps without parameters are added to it directly.
    var graph: JetGraph
    /// Names and shapes of the parameters in their order.
    public private(set) var parameterTensors: [ParameterTensor] = []
    private var starts: [Start] = []

    /// A network that sees the coordinates through `inputMap`; `features` is given what it sees and adds the rest.
    init(inputMap: InputMap, _ build: (inout NetworkModel, JetGraph.Slice) -> JetGraph.Slice) {
        graph = JetGraph(coordinateCount: inputMap.axes.count)
        let features = inputMap.add(to: &graph)
        graph.output = build(&self, features)
    }

    /// Adds W x + b.
    mutating func dense(
        _ name: String, _ input: JetGraph.Slice, features: Int, bias: Bool = true, start: DenseStart = .glorot
    ) -> JetGraph.Slice {
        parameterTensors.append(ParameterTensor(name: name + ".weight", shape: [features, input.count]))
        if bias { parameterTensors.append(ParameterTensor(name: name + ".bias", shape: [features])) }
        starts.append(.dense(start, inputs: input.count, outputs: features, bias: bias))
        return graph.dense(input, features: features, bias: bias)
    }

    /// Features times a trainable number.
    mutating func multiple(_ name: String, of input: JetGraph.Slice, start: Double) -> JetGraph.Summand {
        parameterTensors.append(ParameterTensor(name: name, shape: [1]))
        starts.append(.value(start))
        return graph.trainableMultiple(of: input)
    }

    /// Adds f(W x + b), or f(n a (W x + b)) with a trainable slope a (Jagtap, Kawaguchi and Karniadakis 2020).
    mutating func layer(
        _ name: String, _ input: JetGraph.Slice, features: Int, _ activation: NetworkActivation, start: DenseStart = .glorot
    ) -> JetGraph.Slice {
        var z = dense(name, input, features: features, start: start)
        if activation.factor != 1 { z = graph.sum([graph.multiple(activation.factor, of: z)]) }
        if activation.hasTrainableSlope { z = graph.sum([multiple(name + ".slope", of: z, start: 1 / activation.factor)]) }
        return graph.activation(activation.function, z)
    }

    /// Parameters of the layer that was added last, the output; empty if that has none of its own.
    var outputParameters: Range<Int> {
        guard case .dense(_, let inputs, let outputs, let hasBias)? = starts.last else { return 0..<0 }
        return graph.parameterCount - outputs * (inputs + (hasBias ? 1 : 0))..<graph.parameterCount
    }

    /// A start for the parameters, [parameter].
    func initialParameters(from stream: inout RandomStream) -> Tensor<Double> {
        Tensor(starts.flatMap { start in
            switch start {
            case .dense(let recipe, let inputs, let outputs, let bias):
                recipe.values(inputs: inputs, outputs: outputs, bias: bias, from: &stream)
            case .value(let value): [value]
            }
        })
    }
}
