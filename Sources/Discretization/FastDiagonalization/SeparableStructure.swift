import Expressions
import NumericsCore

/// Reads operator, conditions and data of a linear separable problem off a collocation system.
struct SeparableStructure {
    let system: CollocationSystem
    private let coefficients: SeparableCoefficients
    private let workspace: CollocationSystem.Workspace
    /// Blocks of conditions by axis, in the order of their rows.
    private let conditionBlocks: [[Int]]

    /// Whether coefficients are averaged across the axes they should not depend on.
    private let isAveraging: Bool

    /// nil if the system is not linear, scalar, two-dimensional and separable.
    init?(_ system: CollocationSystem) {
        guard Self.isScalarPlane(system), system.blocks.allSatisfy({ $0.program.isAffine }) else { return nil }
        let zero = Tensor(shape: [system.count], repeating: 0.0)
        var workspace = system.makeWorkspace()
        system.prepare(zero, rate: nil, time: 0, withPartials: true, &workspace)
        self.init(system, workspace, averaging: false)
    }

    /// The nearest separable operator to the Jacobian of a scalar problem in two dimensions; nil for other problems.
    init?(averaging system: CollocationSystem, linearized: CollocationSystem.Workspace) {
        guard Self.isScalarPlane(system) else { return nil }
        self.init(system, linearized, averaging: true)
    }

    private init?(_ system: CollocationSystem, _ workspace: CollocationSystem.Workspace, averaging: Bool) {
        self.system = system
        self.workspace = workspace
        isAveraging = averaging
        let shape = (system.layout.axes[0].residualCount, system.layout.axes[1].residualCount)
        var terms = Self.terms(system, workspace, block: 0)
        if averaging { terms = terms.compactMap { Self.averaged($0, shape) } }
        guard let coefficients = SeparableCoefficients(terms, shape: shape) else { return nil }
        self.coefficients = coefficients
        var blocks: [[Int]] = [[], []]
        for index in system.blocks.indices.dropFirst() {
            guard let axis = Self.axis(ofCondition: index, system, workspace, averaging: averaging) else { return nil }
            blocks[axis].append(index)
        }
        conditionBlocks = blocks
    }

    /// One component on one element in two dimensions, without anything that couples distant points.
    static func isScalarPlane(_ system: CollocationSystem) -> Bool {
        let layout = system.layout
        return layout.axes.count == 2 && layout.componentCount == 1 && layout.multiplierCount == 0
            && !system.problem.usesTraces && layout.axes.allSatisfy { $0.elementCount == 1 }
            && system.blocks.allSatisfy { block in block.functionalRows.isEmpty && block.jets.allSatisfy { !$0.isRate } }
    }

    /// A coefficient as a function of the axis of its derivative alone; nil for mixed derivatives.
    private static func averaged(
        _ term: (orders: (Int, Int), values: [Double]), _ shape: (Int, Int)
    ) -> (orders: (Int, Int), values: [Double])? {
        if term.orders.0 > 0 && term.orders.1 > 0 { return nil }
        var first = [Double](repeating: 0, count: shape.0)
        var second = [Double](repeating: 0, count: shape.1)
        for (point, value) in term.values.enumerated() {
            first[point / shape.1] += value / Double(shape.1)
            second[point % shape.1] += value / Double(shape.0)
        }
        let mean = first.reduce(0, +) / Double(shape.0)
        let values = term.values.indices.map { point in
            if term.orders.0 > 0 { return first[point / shape.1] }
            return term.orders.1 > 0 ? second[point % shape.1] : mean
        }
        return (term.orders, values)
    }

    /// The common weight of the equation's coefficients [residual point of axis 0][of axis 1].
    var weight: Tensor<Double> {
        let shape = system.layout.axes.map(\.residualCount)
        return Tensor(shape: shape, elements: coefficients.weight)
    }

    /// Minus the rows at zero unknowns: sources and boundary data of a linear problem [row].
    var dataRows: Tensor<Double> {
        var rows = Tensor(shape: [system.count], repeating: 0.0)
        for (index, block) in system.blocks.enumerated() {
            for (point, row) in block.rows[0].enumerated() { rows[row] = -workspace.blocks[index].values[0, point] }
        }
        return rows
    }

    /// The rows of the equation [residual point of axis 0][of axis 1].
    func equation(_ rows: Tensor<Double>) -> Tensor<Double> {
        Tensor(shape: system.layout.axes.map(\.residualCount), elements: system.blocks[0].rows[0].map { rows[$0] })
    }

    /// The rows of the conditions of an axis: [condition][point] for the first, [point][condition] for the second.
    func conditions(_ axis: Int, _ rows: Tensor<Double>) -> Tensor<Double> {
        let values = conditionBlocks[axis].flatMap { index in system.blocks[index].rows[0].map { rows[$0] } }
        let points = axis == 0 ? system.layout.spaces[0][1].count : system.layout.axes[0].residualCount
        let matrix = Tensor(shape: [conditionBlocks[axis].count, points], elements: values)
        return axis == 0 ? matrix : LinearAlgebra.transpose(matrix)
    }

    /// Operator, conditions and their elimination along an axis.
    func axis(_ axis: Int) throws(LinearAlgebraError) -> SeparableAxis {
        let space = system.layout.spaces[0][axis]
        let resampling = space.evaluation(at: .residual, order: 0).matrix
        var differential = Tensor(shape: resampling.shape, repeating: 0.0)
        for (order, values) in axis == 0 ? coefficients.first : coefficients.second {
            let matrix = space.evaluation(at: .residual, order: order).matrix
            for row in values.indices {
                for column in 0..<space.count { differential[row, column] += values[row] * matrix[row, column] }
            }
        }
        let blocks = conditionBlocks[axis]
        var conditions = Tensor(shape: [blocks.count, space.count], repeating: 0.0)
        for (row, index) in blocks.enumerated() {
            let block = system.blocks[index]
            for (partial, (_, jet)) in block.program.partials.enumerated() {
                if isAveraging && isAlong(axis, block.program.jets[jet].derivative) { continue }
                let points = block.grid.count
                let sum = (0..<points).reduce(0.0) { $0 + workspace.blocks[index].partials[partial, $1] }
                let factor = isAveraging ? sum / Double(points) : workspace.blocks[index].partials[partial, 0]
                let map = block.jets[jet].operators[1 + axis].matrix
                for column in 0..<space.count { conditions[row, column] += factor * map[0, column] }
            }
        }
        return try SeparableAxis(resampling: resampling, differential: differential, conditions: conditions)
    }

    /// Whether a derivative runs along the side of a condition of `axis`.
    private func isAlong(_ axis: Int, _ derivative: MultiIndex) -> Bool {
        derivative[system.problem.spaceIndices[1 - axis]] > 0
    }

    /// Orders along the two axes and coefficient values of every jet of a block.
    private static func terms(
        _ system: CollocationSystem, _ workspace: CollocationSystem.Workspace, block index: Int
    ) -> [(orders: (Int, Int), values: [Double])] {
        let block = system.blocks[index]
        let space = system.problem.spaceIndices
        return block.program.partials.enumerated().map { partial, entry in
            let derivative = block.program.jets[entry.jet].derivative
            let values = (0..<block.grid.count).map { workspace.blocks[index].partials[partial, $0] }
            return ((derivative[space[0]], derivative[space[1]]), values)
        }
    }

    /// The axis of a condition with constant coefficients on a whole side, without derivatives along the side.
    private static func axis(
        ofCondition index: Int, _ system: CollocationSystem, _ workspace: CollocationSystem.Workspace,
        averaging: Bool
    ) -> Int? {
        let block = system.blocks[index]
        guard let normal = block.normal, block.rows[0].allSatisfy({ $0 >= 0 }),
            let axis = system.problem.spaceIndices.firstIndex(of: normal.coordinate)
        else { return nil }
        if averaging { return axis }
        for (orders, values) in terms(system, workspace, block: index) {
            let along = axis == 0 ? orders.1 : orders.0
            let largest = values.reduce(0) { max($0, abs($1)) }
            if along > 0 || values.contains(where: { abs($0 - values[0]) > 1e-14 * largest }) { return nil }
        }
        return axis
    }
}
