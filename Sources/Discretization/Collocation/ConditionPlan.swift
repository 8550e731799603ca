import Expressions
import Problems

/// How many conditions each component has along each axis, and which conditions fill which rows.
///
/// On every side the conditions that hold at a point fill as many slots; a slot takes the rows of one component.
/// A component gets as many conditions as mention it, but no more than its order in the equations along the axis, so that
/// a pressure without conditions keeps none although its gradient occurs.
struct ConditionPlan: Sendable {
    /// A row of conditions along a side, with the component whose points it is collocated at.
    struct Slot: Sendable {
        var conditions: [Int]
        var component: Int
    }

    struct Side: Sendable {
        var axis: Int
        var isUpper: Bool
        var slots: [Slot]
    }

    /// Number of conditions [component][axis].
    private(set) var counts: [[Int]]
    private(set) var sides: [Side]

    init(_ problem: CollocationProblem) throws(DiscretizationError) {
        let orders = problem.orders
        counts = [[Int]](repeating: problem.spaceIndices.map { _ in 0 }, count: problem.componentCount)
        sides = []
        for condition in problem.conditions {
            if case .part(let part) = condition.place {
                throw .unsupported(term: condition.name, because: "'\(part)' is not a side of a box")
            }
        }
        for (axis, coordinate) in problem.spaceIndices.enumerated() {
            var pair: [Side] = []
            for isUpper in [false, true] {
                let side = BoundarySide(coordinate: coordinate, isUpper: isUpper)
                let slots = try SideConditions(problem, side).slots()
                pair.append(Side(axis: axis, isUpper: isUpper, slots: slots.map { Slot(conditions: $0, component: 0) }))
            }
            let budget = try Self.budget(problem, orders.map { $0[axis] }, pair.flatMap(\.slots), coordinate)
            for component in budget.indices { counts[component][axis] = budget[component] }
            Self.assign(&pair, budget, problem, coordinate)
            sides += pair
        }
    }

    /// Conditions of each component along one axis [component].
    private static func budget(
        _ problem: CollocationProblem, _ orders: [Int], _ slots: [Slot], _ coordinate: Int
    ) throws(DiscretizationError) -> [Int] {
        if slots.count > orders.reduce(0, +), let last = slots.last?.conditions.last {
            throw .unsupported(
                term: problem.printed(problem.conditions[last].residual) + " = 0",
                because: "there are \(slots.count) conditions along \(problem.coordinates[coordinate].name), but the "
                    + "equations are of order \(orders.reduce(0, +)) in it")
        }
        var budget = orders.indices.map { component in
            min(orders[component], slots.filter { contains($0, component, problem) }.count)
        }
        while budget.reduce(0, +) > slots.count {
            // The lowest order gives way: a pressure in a stress condition leaves the row to the velocity.
            let candidates = budget.indices.filter { budget[$0] > 0 }
            guard let lowest = candidates.reversed().min(by: { orders[$0] < orders[$1] }) else { break }
            budget[lowest] -= 1
        }
        while budget.reduce(0, +) < slots.count {
            let candidates = budget.indices.filter { budget[$0] < orders[$0] }
            guard let most = candidates.max(by: { orders[$0] - budget[$0] < orders[$1] - budget[$1] }) else { break }
            budget[most] += 1
        }
        return budget
    }

    private static func contains(_ slot: Slot, _ component: Int, _ problem: CollocationProblem) -> Bool {
        slot.conditions.contains { problem.conditions[$0].residual.jets.contains { $0.component == component } }
    }

    /// Gives every slot a component of its conditions, the most derivatives across the side first.
    private static func assign(
        _ pair: inout [Side], _ budget: [Int], _ problem: CollocationProblem, _ coordinate: Int
    ) {
        var left = budget
        var open = pair.indices.flatMap { side in pair[side].slots.indices.map { (side, $0) } }
        while !open.isEmpty {
            // The slot with the fewest choices goes first, so that it is not left with none.
            let choices = open.map { side, slot in
                left.indices.filter { left[$0] > 0 && contains(pair[side].slots[slot], $0, problem) }
            }
            let next = choices.indices.min { choices[$0].count < choices[$1].count } ?? 0
            let (side, slot) = open.remove(at: next)
            let jets = pair[side].slots[slot].conditions.flatMap { problem.conditions[$0].residual.jets }
            func order(_ component: Int) -> Int {
                jets.filter { $0.component == component }.map { $0.derivative[coordinate] }.max() ?? -1
            }
            let candidates = choices[next].isEmpty ? left.indices.filter { left[$0] > 0 } : choices[next]
            let component = candidates.max { order($0) < order($1) } ?? 0
            pair[side].slots[slot].component = component
            left[component] -= 1
        }
    }
}
