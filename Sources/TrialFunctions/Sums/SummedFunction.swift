import NumericsCore

/// A sum of trial functions, u = Σ_i N_i(x; θ_i); θ holds the parts' parameters one behind the other.
public struct SummedFunction: TrialFunction {
    public let parts: [any TrialFunction]

    public init(_ parts: [any TrialFunction]) {
        precondition(
            parts.allSatisfy { $0.coordinateCount == parts[0].coordinateCount && $0.outputCount == parts[0].outputCount }, "parts of one shape")
        self.parts = parts
    }

    public var coordinateCount: Int { parts[0].coordinateCount }
    public var outputCount: Int { parts[0].outputCount }
    public var parameterCount: Int { parts.reduce(0) { $0 + $1.parameterCount } }

    public func initialParameters(from stream: inout RandomStream) -> Tensor<Double> {
        Tensor(parts.flatMap { $0.initialParameters(from: &stream).elements })
    }

    public func makeTape(layout: JetLayout, capacity: Int, directionOrder: Int) -> any JetTape {
        SummedTape(self, layout: layout, capacity: capacity, directionOrder: directionOrder)
    }
}
