import NumericsCore

/// Functions that values along an axis are interpolated by: kernels, for instance.
///
/// Two are equal if their names are: the name must say everything they depend on.
public struct AxisBasis: Hashable, Sendable {
    public let name: String
    private let make: @Sendable (_ nodes: [Double]) -> any NodeInterpolation

    /// - Parameter make: the interpolation through given nodes, ascending.
    public init(name: String, make: @escaping @Sendable (_ nodes: [Double]) -> any NodeInterpolation) {
        self.name = name
        self.make = make
    }

    /// The interpolation through nodes.
    public func interpolation(_ nodes: [Double]) -> any NodeInterpolation { make(nodes) }

    public static func == (left: AxisBasis, right: AxisBasis) -> Bool { left.name == right.name }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Interpolation of values at the nodes of an axis.
public protocol NodeInterpolation: Sendable {
    /// Weights of the values at the nodes for a derivative at positions [position][node].
    func weights(at positions: [Double], order: Int) -> Tensor<Double>
}

extension AxisSpace {
    func interpolated(by interpolation: any NodeInterpolation, at points: AxisPoints, order: Int) -> AxisOperator {
        let positions: [Double]
        switch points {
        case .residual: positions = axis.residualPoints
        case .nodes(let other): positions = AxisSpace.nodes(of: axis, conditions: other)
        case .lower: positions = [axis.lower]
        case .upper: positions = [axis.upper]
        case .interfacesFromBelow, .interfacesFromAbove: positions = []
        case .positions(let given): positions = given
        }
        return AxisOperator(
            columns: count, starts: positions.map { _ in 0 }, weights: interpolation.weights(at: positions, order: order))
    }
}
