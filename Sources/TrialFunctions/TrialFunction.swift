import NumericsCore

/// A function u(x; θ) of some coordinates with free parameters θ: a network, an expansion.
///
/// Derivatives are exact: Taylor jets are carried forward through the function, and cotangents of jets back to θ.
public protocol TrialFunction: Sendable {
    /// Number of coordinates x.
    var coordinateCount: Int { get }
    /// Number of values u at each point.
    var outputCount: Int { get }
    /// Number of parameters θ.
    var parameterCount: Int { get }

    /// A start for θ, [parameter], drawn from `stream`.
    func initialParameters(from stream: inout RandomStream) -> Tensor<Double>

    /// Memory of one worker for chunks of up to `capacity` points (rounded up to a multiple of 8) that carries the channels of `layout`.
    /// - Parameter directionOrder: 0, or the order (1 or 2) to which derivatives along a direction in θ are carried as well.
    func makeTape(layout: JetLayout, capacity: Int, directionOrder: Int) -> any JetTape
}

extension TrialFunction {
    public func makeTape(layout: JetLayout, capacity: Int) -> any JetTape {
        makeTape(layout: layout, capacity: capacity, directionOrder: 0)
    }
}
