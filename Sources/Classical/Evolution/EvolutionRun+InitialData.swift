import Discretization
import NumericsCore
import Solving

extension EvolutionRun {
    /// Refines where initial data, sources or coefficients hold something so narrow that it falls between the points; true if something changed.
    ///
    /// Such data leave no tail, and both runs of the error estimate would miss them alike.
    func refineWhereDataAreMissed() throws -> Bool {
        guard !axes.isEmpty, !isUnderResolved, let missed = try missedElements() else { return false }
        guard let finer = try refined(missed, threshold: 1) else {
            isUnderResolved = true
            return false
        }
        axes = finer
        return true
    }

    /// 2 for every element in which the data differ grossly from their polynomial [axis][element]; nil if none do.
    private func missedElements() throws -> [[Double]]? {
        let layout = integrator!.layout
        let state = try setup.initialState(layout)
        let positions = axes.probePositions
        var missed = axes.map { Array(repeating: 0.0, count: $0.elementCount) }
        for component in setup.form.components.indices {
            guard let data = try setup.initialValues(of: component, at: positions) else { continue }
            let orders = Array(repeating: 0, count: axes.count)
            let polynomial = layout.evaluate(component, orders: orders, at: positions, in: state).elements
            let scale = max(scales[component], data.reduce(0) { max($0, abs($1)) })
            // What the tails judge is far below this: half of the digits asked for are lost only where the points see nothing.
            let allowed = options.tolerance.squareRoot() * scale
            for (index, value) in data.enumerated() where abs(value - polynomial[index]) > allowed {
                mark(index, positions, in: &missed)
            }
        }
        for (axis, elements) in coarseElements(axes).enumerated() { for element in elements { missed[axis][element] = 2 } }
        return missed.joined().contains { $0 > 0 } ? missed : nil
    }

    /// Elements along each axis whose points are too far apart for something narrow in the data.
    func coarseElements(_ axes: [AxisDiscretization]) -> [Set<Int>] {
        var found = axes.map { _ in Set<Int>() }
        for peak in peaks where !peak.isResolved(by: axes.map(\.residualPoints)) {
            for (axis, coordinate) in setup.problem.spaceIndices.enumerated() {
                let points = axes.indices.map { $0 == axis ? axes[$0].residualPoints : [] }
                // Axes without points do not count.
                guard !peak.isResolved(by: points) else { continue }
                found[axis].insert(axes[axis].isPeriodic ? 0 : axes[axis].element(containing: peak.position[coordinate]))
            }
        }
        return found
    }

    private func mark(_ index: Int, _ positions: [[Double]], in missed: inout [[Double]]) {
        var rest = index
        for axis in axes.indices.reversed() {
            let position = positions[axis][rest % positions[axis].count]
            rest /= positions[axis].count
            missed[axis][axes[axis].isPeriodic ? 0 : axes[axis].element(containing: position)] = 2
        }
    }
}

extension EvolutionSetup {
    /// Given initial values of a component on a grid of positions by axis, row-major; nil where no condition gives one.
    fileprivate func initialValues(of component: Int, at positions: [[Double]]) throws -> [Double]? {
        guard let expression = form.initialValues[component] else { return nil }
        let points = positions.reduce([[]]) { partial, axis in partial.flatMap { left in axis.map { left + [$0] } } }
        let tensor = Tensor(shape: [points.count, positions.count], elements: points.flatMap { $0 })
        return try FormulaSampler([expression], problem: problem).values(at: tensor, time: times[0]).elements
    }
}
