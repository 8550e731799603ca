import Expressions
import NumericsCore
import Problems

/// Makes the parts of a collocation system.
struct CollocationBuilder {
    let problem: CollocationProblem
    let layout: CollocationLayout
    let plan: ConditionPlan

    /// All equations at the residual points.
    func equations(_ rows: inout CollocationRows) throws(DiscretizationError) -> CollocationBlock {
        let grid = PointGrid(layout.axes.map { _ in .residual }, layout: layout)
        let numbers = problem.equations.indices.map { rows.equation($0) }
        return try CollocationBlock(
            problem.equations.map(\.residual), grid: grid, rows: numbers, problem: problem, layout: layout)
    }

    /// The conditions of all sides.
    func conditions(_ rows: inout CollocationRows) throws(DiscretizationError) -> [CollocationBlock] {
        var blocks: [CollocationBlock] = []
        for side in plan.sides {
            for (index, slot) in side.slots.enumerated() {
                blocks += try conditions(of: slot, at: index, on: side, &rows)
            }
        }
        return blocks
    }

    private func conditions(
        of slot: ConditionPlan.Slot, at index: Int, on side: ConditionPlan.Side, _ rows: inout CollocationRows
    ) throws(DiscretizationError) -> [CollocationBlock] {
        let points = points(along: side.axis, component: slot.component, own: side.isUpper ? .upper : .lower)
        let grid = PointGrid(points, layout: layout)
        let numbers = rows.condition(slot.conditions[0], slot: index, isUpper: side.isUpper, count: grid.count)
        let coordinate = problem.spaceIndices[side.axis]
        let holding = try holding(slot, index, BoundarySide(coordinate: coordinate, isUpper: side.isUpper), grid)
        var blocks: [CollocationBlock] = []
        for condition in slot.conditions {
            let own = numbers.enumerated().map { holding[$0.offset] == condition ? $0.element : -1 }
            if own.allSatisfy({ $0 < 0 }) { continue }
            for row in own where row >= 0 { rows.relabel(row, .condition(condition)) }
            blocks.append(
                try CollocationBlock(
                    [problem.conditions[condition].residual], grid: grid, rows: [own], problem: problem, layout: layout,
                    normal: (coordinate, side.isUpper ? 1 : -1)))
        }
        return blocks
    }

    /// Which condition fills the slot at each point of a side [point].
    private func holding(
        _ slot: ConditionPlan.Slot, _ index: Int, _ side: BoundarySide, _ grid: PointGrid
    ) throws(DiscretizationError) -> [Int] {
        if slot.conditions.count == 1 { return [Int](repeating: slot.conditions[0], count: grid.count) }
        let all = SideConditions(problem, side)
        var holding: [Int] = []
        for position in 0..<grid.count {
            var point = problem.coordinates.map(\.lower)
            for (axis, value) in grid.point(at: position).enumerated() { point[problem.spaceIndices[axis]] = value }
            let active = all.active(at: point)
            guard index < active.count else {
                throw .unsupported(
                    term: problem.conditions[slot.conditions[0]].name,
                    because: "no condition holds at \(grid.point(at: position))")
            }
            holding.append(active[index])
        }
        return holding
    }

    /// Points of rows along an axis: residual points on the axes before it, the component's own after it.
    func points(along axis: Int, component: Int, own: AxisPoints) -> [AxisPoints] {
        layout.axes.indices.map { other in
            if other == axis { return own }
            return other < axis ? .residual : .nodes(conditions: plan.counts[component][other])
        }
    }

    /// Continuity between elements of every component up to its last condition.
    func interfaces(_ rows: inout CollocationRows) -> InterfaceRows {
        var interfaces = InterfaceRows()
        for (axis, discretization) in layout.axes.enumerated() where discretization.elementCount > 1 {
            var order = 0
            for component in 0..<layout.componentCount {
                for derivative in 0..<plan.counts[component][axis] {
                    add(axis, component, derivative, order, &rows, &interfaces)
                    order += 1
                }
            }
        }
        return interfaces
    }

    private func add(
        _ axis: Int, _ component: Int, _ derivative: Int, _ order: Int, _ rows: inout CollocationRows,
        _ interfaces: inout InterfaceRows
    ) {
        let orders = layout.axes.indices.map { $0 == axis ? derivative : 0 }
        var multiIndex = MultiIndex.none
        for (index, order) in orders.enumerated() {
            multiIndex = multiIndex.raised(along: problem.spaceIndices[index], by: order)
        }
        let jet = Jet(component: component, derivative: multiIndex)
        let below = PointGrid(points(along: axis, component: component, own: .interfacesFromBelow), layout: layout)
        let above = PointGrid(points(along: axis, component: component, own: .interfacesFromAbove), layout: layout)
        let count = layout.axes[axis].elementCount - 1
        let numbers = (0..<count).map {
            rows.interface($0, order: order, component: component, count: below.count / count)
        }
        let inner = below.counts[(3 - layout.axes.count + axis + 1)...].reduce(1, *)
        let flat = (0..<below.count).map { point in
            let interface = point / inner % count
            return numbers[interface][point / (inner * count) * inner + point % inner]
        }
        for (grid, sign) in [(below, 1.0), (above, -1.0)] {
            let maps = grid.operators(for: jet, problem: problem, layout: layout)
            interfaces.add(maps, component: component, rows: flat, sign: sign, layout: layout)
        }
    }
}
