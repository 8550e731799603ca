import Fields
import NumericsCore
import Problems

extension CollocationLayout {
    /// The common grid of all components: Chebyshev points of the highest degree of any of them in every element,
    /// neighbours sharing their end points.
    public var grid: Grid {
        Grid(
            axes.indices.map { axis in
                let discretization = axes[axis]
                if discretization.isPeriodic {
                    return .periodic(
                        discretization.name, from: discretization.lower, to: discretization.upper,
                        count: discretization.residualPointsPerElement)
                }
                let points = spaces.map { $0[axis].pointsPerElement }.max() ?? 2
                return .chebyshev(discretization.name, breaks: discretization.breaks, degree: max(points - 1, 1))
            })
    }

    /// The fields of unknowns for a state on a grid.
    ///
    /// - Parameter unknowns: names and components; components beyond them (auxiliary ones) are left out.
    public func fields(_ unknowns: [Unknown], in state: Tensor<Double>, on grid: Grid) -> [Field] {
        let names = axes.map(\.name)
        let orders = axes.map { _ in 0 }
        return unknowns.map { unknown in
            let values = unknown.components.flatMap {
                evaluate($0, orders: orders, at: grid.axes.map(\.points), in: state).elements
            }
            return Field(
                name: unknown.name, componentNames: unknown.isVector ? names : [unknown.name], isVector: unknown.isVector,
                grid: grid, values: Tensor(shape: [unknown.components.count] + grid.shape, elements: values))
        }
    }

    /// Values of a derivative of a component at scattered points.
    /// - Parameters:
    ///   - orders: order along each axis.
    ///   - points: positions [axis][point].
    public func evaluate(
        _ component: Int, orders: [Int], atPoints points: [[Double]], in state: Tensor<Double>
    ) -> [Double] {
        let values = values(of: component, in: state)
        let maps = axes.indices.map { axis in
            AxisSpace(
                axis: axes[axis], conditions: spaces[component][axis].conditions, highestDerivative: orders[axis]
            ).evaluation(at: .positions(points[axis]), order: orders[axis])
        }
        return (points.first ?? []).indices.map { contract(values, maps, row: $0, axis: 0, offset: 0) }
    }

    /// Sum over one axis of weights times the contraction over the axes after it.
    private func contract(_ values: Tensor<Double>, _ maps: [AxisOperator], row: Int, axis: Int, offset: Int) -> Double {
        guard axis < maps.count else { return values[offset] }
        let map = maps[axis]
        let stride = maps[(axis + 1)...].reduce(1) { $0 * $1.columns }
        var sum = 0.0
        for k in 0..<map.width {
            let weight = map.weights[row, k]
            if weight == 0 { continue }
            let next = offset + (map.starts[row] + k) * stride
            sum += weight * contract(values, maps, row: row, axis: axis + 1, offset: next)
        }
        return sum
    }
}
