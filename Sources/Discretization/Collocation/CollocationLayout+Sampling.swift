import Expressions
import NumericsCore

extension CollocationLayout {
    /// Nodes of a component: coordinates along the axes of each of its values [value][axis].
    public func nodes(of component: Int) -> [[Double]] {
        spaces[component].map(\.nodes).reduce([[]]) { points, axis in points.flatMap { left in axis.map { left + [$0] } } }
    }

    /// A state whose components take the values of expressions over coordinates and parameters; nil leaves zero.
    /// - Parameters:
    ///   - coordinates: indices of the space coordinates in the expressions, in axis order.
    ///   - lookup: values of other symbols (time, parameters).
    public func sample(
        _ expressions: [Expression?], coordinates: [Int], lookup: (Symbol) -> Double? = { _ in nil }
    ) -> Tensor<Double> {
        var state = Tensor(shape: [count], repeating: 0.0)
        for (component, expression) in expressions.enumerated() {
            guard let expression else { continue }
            let values = nodes(of: component).map { point in
                expression.value { symbol in
                    if case .coordinate(let index) = symbol, let axis = coordinates.firstIndex(of: index) {
                        return point[axis]
                    }
                    return lookup(symbol)
                } ?? .nan
            }
            set(component, to: Tensor(values), in: &state)
        }
        return state
    }

    /// A derivative of a component on the tensor grid of given positions, row-major.
    public func evaluate(
        _ component: Int, orders: [Int], at positions: [[Double]], in state: Tensor<Double>
    ) -> Tensor<Double> {
        var values = values(of: component, in: state)
        for axis in axes.indices {
            let map = spaces[component][axis].evaluation(at: .positions(positions[axis]), order: orders[axis])
            var shape = values.shape
            let outer = shape[..<axis].reduce(1, *)
            let inner = shape[(axis + 1)...].reduce(1, *)
            shape[axis] = map.rows
            var next = Tensor(shape: shape, repeating: 0.0)
            map.apply(values, outer: outer, inner: inner, into: &next)
            values = next
        }
        return values
    }

    /// A state of this layout carried to another one by interpolation; multipliers are kept.
    public func prolong(_ state: Tensor<Double>, to other: CollocationLayout) -> Tensor<Double> {
        var result = Tensor(shape: [other.count], repeating: 0.0)
        for component in 0..<componentCount {
            let positions = other.spaces[component].map(\.nodes)
            let orders = axes.map { _ in 0 }
            other.set(component, to: evaluate(component, orders: orders, at: positions, in: state), in: &result)
        }
        for multiplier in 0..<min(multiplierCount, other.multiplierCount) {
            result[other.valueCount + multiplier] = state[valueCount + multiplier]
        }
        return result
    }

    /// The size of each component: its largest value, but not below a thousandth of the largest of all, so that a component
    /// that vanishes (a transverse velocity) is not measured against its own rounding errors; 1 where all vanish.
    public func scales(of state: Tensor<Double>) -> [Double] {
        let largest = (0..<componentCount).map { values(of: $0, in: state).largestMagnitude }
        let overall = largest.max() ?? 0
        return largest.map { overall > 0 ? max($0, 1e-3 * overall) : 1 }
    }

    /// How far the series of a component has fallen in every element of an axis [element]: the largest of the last
    /// coefficients over all lines along the axis, relative to the component's scale. Axes with functions of their own
    /// have no series: 0.
    public func tails(of component: Int, along axis: Int, in state: Tensor<Double>) -> [Double] {
        if axes[axis].basis != nil { return [0] }
        let values = values(of: component, in: state)
        let scale = scales(of: state)[component]
        let space = spaces[component][axis]
        let inner = values.shape[(axis + 1)...].reduce(1, *)
        let outer = values.shape[..<axis].reduce(1, *)
        let width = space.axis.isPeriodic ? space.count : space.pointsPerElement
        let transform =
            space.axis.isPeriodic
            ? TrigonometricMatrices.tailTransform(count: width) : ChebyshevCoefficients.tailTransform(points: width)
        return (0..<space.axis.elementCount).map { element in
            let map = AxisOperator(
                columns: space.count, starts: [Int](repeating: element * width, count: transform.shape[0]),
                weights: transform)
            var result = Tensor(shape: [outer * map.rows * inner], repeating: 0.0)
            map.apply(values, outer: outer, inner: inner, into: &result)
            return result.elements.reduce(0) { max($0, abs($1)) } / scale
        }
    }
}
