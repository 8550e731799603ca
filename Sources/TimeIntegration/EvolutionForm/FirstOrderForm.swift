import Expressions
import Problems

/// The components of a problem after every derivative of order two and more in time has become a component of its own.
///
/// u_tt = 4 u_xx turns into u_t = w, w_t = 4 u_xx with the added component w named `u_t`.
public struct FirstOrderForm: Sendable {
    /// The problem's own components first, in its order, then the added ones.
    public let components: [EvolutionComponent]
    /// Highest time derivative of each of the problem's components.
    public let timeOrders: [Int]
    private let timeIndex: Int
    /// First added component of each of the problem's components.
    private let firstAdded: [Int]

    /// Counts time derivatives in the equations and lays out the components.
    public init(_ problem: Problem, timeIndex: Int) throws(EvolutionError) {
        var orders = Array(repeating: 0, count: problem.componentCount)
        for equation in problem.equations {
            for case .jet(let jet) in equation.residual.symbols {
                orders[jet.component] = max(orders[jet.component], jet.derivative[timeIndex])
            }
        }
        guard orders.contains(where: { $0 > 0 }) else { throw .noTimeDerivative }
        let names = problem.componentNames
        var components = orders.indices.map {
            EvolutionComponent(name: names[$0], role: orders[$0] > 0 ? .evolved : .constrained, origin: $0, timeOrder: 0)
        }
        var firstAdded = Array(repeating: 0, count: orders.count)
        for component in orders.indices {
            firstAdded[component] = components.count
            for order in 1..<max(orders[component], 1) {
                let suffix = String(repeating: problem.coordinates[timeIndex].name, count: order)
                components.append(EvolutionComponent(
                    name: names[component] + "_" + suffix, role: .evolved, origin: component, timeOrder: order))
            }
        }
        self.components = components
        timeOrders = orders
        self.timeIndex = timeIndex
        self.firstAdded = firstAdded
    }

    /// Index of the component that stands for the `order`-th time derivative of a component of the problem.
    public func index(of component: Int, timeOrder order: Int) -> Int {
        order == 0 ? component : firstAdded[component] + order - 1
    }

    /// The expression over the components of the first-order form; only first time derivatives remain.
    public func reduced(_ expression: Expression) -> Expression {
        expression.substituting { symbol in
            guard case .jet(var jet) = symbol else { return nil }
            let order = jet.derivative[timeIndex]
            let highest = timeOrders[jet.component]
            guard order > 0, highest > 1 else { return nil }
            let kept = min(order, highest - 1)
            jet.derivative = jet.derivative.dropping(timeIndex)
            if order > kept { jet.derivative = jet.derivative.raised(along: timeIndex, by: order - kept) }
            jet.component = index(of: jet.component, timeOrder: kept)
            return .symbol(.jet(jet))
        }
    }

    /// u_t = w for every added component: pairs (component that moves, component that gives its rate).
    var rates: [(component: Int, rate: Int)] {
        components.indices.filter { components[$0].isAdded }.map { rate in
            let added = components[rate]
            return (index(of: added.origin, timeOrder: added.timeOrder - 1), rate)
        }
    }
}

extension Problem {
    /// Names of the scalar components: `u`, `v.x`, `v.y`.
    var componentNames: [String] {
        let axes = spaceIndices.map { coordinates[$0].name }
        return unknowns.flatMap { unknown in
            unknown.isVector
                ? unknown.components.indices.map { position in
                    let axis = position - unknown.components.startIndex
                    return unknown.name + "." + (axis < axes.count ? axes[axis] : String(axis))
                }
                : [unknown.name]
        }
    }
}
