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
                if discretization.basis != nil {
                    let count = spaces.map { $0[axis].count }.max() ?? 2
                    return .uniform(discretization.name, from: discretization.lower, to: discretization.upper, count: count)
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
}
