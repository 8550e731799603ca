import Expressions
import NumericsCore

/// Reads operator, conditions and data of a linear separable problem off a collocation system.
struct SeparableStructure {
    let system: CollocationSystem
    private let coefficients: SeparableCoefficients
    private let workspace: CollocationSystem.Workspace
    /// Blocks of conditions by axis, in the order of their rows.
    private let conditionBlocks: [[Int]]

    /// nil if the system is not linear, scalar, two-dimensional and separable.
    init?(_ system: CollocationSystem) {
        let layout = system.layout
        guard layout.axes.count == 2, layout.componentCount == 1, layout.multiplierCount == 0, !system.problem.usesTraces,
            layout.axes.allSatisfy({ $0.elementCount == 1 }),
            system.blocks.allSatisfy({ $0.program.isAffine && $0.functionalRows.isEmpty && $0.jets.allSatisfy { !$0.isRate } })
        else { return nil }
        self.system = system
        let zero = Tensor(shape: [system.count], repeating: 0.0)
        var workspace = system.makeWorkspace()
        system.prepare(zero, rate: nil, time: 0, withPartials: true, &workspace)
        self.workspace = workspace
        let terms = Self.terms(system, workspace, block: 0)
        let shape = (layout.axes[0].residualCount, layout.axes[1].residualCount)
        guard let coefficients = SeparableCoefficients(terms, shape: shape) else { return nil }
        self.coefficients = coefficients
        var blocks: [[Int]] = [[], []]
        for index in system.blocks.indices.dropFirst() {
            guard let axis = Self.axis(ofCondition: index, system, workspace) else { return nil }
            blocks[axis].append(index)
        }
        conditionBlocks = blocks
    }

    /// The common weight of the equation's coefficients [residual point of axis 0][of axis 1].
    var weight: Tensor<Double> {
        let shape = system.layout.axes.map(\.residualCount)
        return Tensor(shape: shape, elements: coefficients.weight)
    }

    var equationData: Tensor<Double> { negated(block: 0).reshaped(system.layout.axes.map(\.residualCount)) }

    /// Data of the conditions of an axis: [condition][point] for the first, [point][condition] for the second.
    func conditionData(_ axis: Int) -> Tensor<Double> {
        let rows = conditionBlocks[axis].map { negated(block: $0) }
        let points = axis == 0 ? system.layout.spaces[0][1].count : system.layout.axes[0].residualCount
        let matrix = Tensor(shape: [rows.count, points], elements: rows.flatMap(\.elements))
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
                let factor = workspace.blocks[index].partials[partial, 0]
                let map = block.jets[jet].operators[1 + axis].matrix
                for column in 0..<space.count { conditions[row, column] += factor * map[0, column] }
            }
        }
        return try SeparableAxis(resampling: resampling, differential: differential, conditions: conditions)
    }

    private func negated(block: Int) -> Tensor<Double> {
        var values = workspace.blocks[block].values
        LinearAlgebra.scale(-1, &values)
        return values
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
        ofCondition index: Int, _ system: CollocationSystem, _ workspace: CollocationSystem.Workspace
    ) -> Int? {
        let block = system.blocks[index]
        guard let normal = block.normal, block.rows[0].allSatisfy({ $0 >= 0 }),
            let axis = system.problem.spaceIndices.firstIndex(of: normal.coordinate)
        else { return nil }
        for (orders, values) in terms(system, workspace, block: index) {
            let along = axis == 0 ? orders.1 : orders.0
            let largest = values.reduce(0) { max($0, abs($1)) }
            if along > 0 || values.contains(where: { abs($0 - values[0]) > 1e-14 * largest }) { return nil }
        }
        return axis
    }
}
