import NumericsCore

/// A trial function that is a graph of steps on features.
public protocol Network: TrialFunction {
    /// All that describes it but the parameters.
    associatedtype Settings: Hashable, Codable, Sendable
    var settings: Settings { get }
    var model: NetworkModel { get }
    init(_ settings: Settings)
}

extension Network {
    public var coordinateCount: Int { model.graph.coordinates.count }
    public var outputCount: Int { model.graph.output.count }
    public var parameterCount: Int { model.graph.parameterCount }

    /// Names and shapes of the parameters in their order.
    public var parameterTensors: [ParameterTensor] { model.parameterTensors }

    public var linearParameters: Range<Int> { model.outputParameters }

    public func initialParameters(from stream: inout RandomStream) -> Tensor<Double> { model.initialParameters(from: &stream) }

    public func makeTape(layout: JetLayout, capacity: Int, directionOrder: Int) -> any JetTape {
        GraphTape(graph: model.graph, layout: layout, capacity: capacity, directionOrder: directionOrder)
    }
}
