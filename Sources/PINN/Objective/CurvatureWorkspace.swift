import NumericsCore
import Problems
import TrialFunctions

/// Memory of one worker for the second derivative of a block's residuals along a direction in θ.
final class CurvatureWorkspace: @unchecked Sendable {
    let placed: PlacedBlock
    private let capacity: Int
    private let estimated: [ParameterMap]
    private let functionals: FunctionalValues?
    /// See `BlockWorkspace`.
    private let nodeFactors: Tensor<Double>
    private var integral: [Double]
    private let trialCount: Int
    private var tapes: [SpaceTape]
    private var chunk: ResidualChunk
    /// [input of the curvature's program][capacity]
    private var inputs: Tensor<Double>
    private var values: Tensor<Double>
    private var workspace: InstructionProgram.Workspace

    init(_ placed: PlacedBlock, space: TrialSpace, estimated: [ParameterMap], functionals: FunctionalValues?, capacity: Int) {
        self.placed = placed
        self.capacity = capacity
        self.estimated = estimated
        self.functionals = functionals
        let holds = !placed.block.residual.functionals.isEmpty
        nodeFactors = holds ? functionals?.nodes.factors(at: placed.block.points.coordinates) ?? Tensor(shape: [0, 0], repeating: 0)
            : Tensor(shape: [0, 0], repeating: 0)
        integral = Array(repeating: 0, count: capacity)
        trialCount = space.parameterCount
        tapes = placed.sites.map { _ in SpaceTape(space, layout: placed.layout, capacity: capacity, directionOrder: 2) }
        chunk = ResidualChunk(placed.block, capacity: capacity)
        let program = placed.curvature.program
        inputs = Tensor(shape: [program.inputs.count, capacity], repeating: 0)
        values = Tensor(shape: [program.outputCount, capacity], repeating: 0)
        workspace = program.makeWorkspace()
    }

    /// Writes weighted second derivatives of the points `range` to `result`, [1][row].
    func evaluate(
        _ parameters: Tensor<Double>, along direction: Tensor<Double>, _ range: Range<Int>, into result: SharedMatrix, firstRow: Int
    ) {
        loadStatics(parameters, direction, range)
        let residual = placed.block.residual
        let own = residual.inputRows.count
        let jetCount = residual.jets.count
        let starts = [residual.inputRows.jetRows.lowerBound, own, own + jetCount]
        for (site, tape) in tapes.enumerated() {
            tape.forward(parameters: parameters, direction: direction, placed: placed.sites[site], range: range)
            let block = tape.jets.count / 3 / capacity
            for (jet, place) in placed.jetPlaces.enumerated() where place.site == site {
                for order in 0..<3 {
                    inputs.copyRow(starts[order] + jet, from: tape.jets, row: order * block + place.row, length: capacity)
                }
            }
        }
        placed.curvature.program.evaluate(inputs: inputs, outputs: &values, workspace: &workspace)
        for row in 0..<residual.valueCount {
            let place = row * placed.paddedCount + range.lowerBound
            result.setWeighted(at: firstRow + place, values, row: row, weights: placed.weights, at: place, count: capacity)
        }
    }

    private func loadStatics(_ parameters: Tensor<Double>, _ direction: Tensor<Double>, _ range: Range<Int>) {
        chunk.load(placed.block, range)
        let residual = placed.block.residual
        for row in 0..<residual.inputRows.count where !residual.inputRows.jetRows.contains(row) {
            inputs.copyRow(row, from: chunk.inputs, row: row, length: capacity)
        }
        let first = residual.inputRows.count + 2 * residual.jets.count
        let second = first + residual.parameters.count
        for (position, parameter) in residual.parameters.enumerated() {
            guard let index = estimated.firstIndex(where: { $0.parameter == parameter }) else { continue }
            let (free, rate) = (parameters[trialCount + index], direction[trialCount + index])
            let (slope, bend) = estimated[index].derivatives(free)
            inputs.fillRow(residual.inputRows.row(of: .parameter(parameter))!, length: capacity, with: estimated[index].value(free))
            inputs.fillRow(first + position, length: capacity, with: slope * rate)
            inputs.fillRow(second + position, length: capacity, with: bend * rate * rate)
        }
        guard let functionals else { return }
        let third = second + residual.parameters.count
        for (position, functional) in residual.functionals.enumerated() {
            let rows = [
                residual.inputRows.row(of: .functional(functional))!, third + position, third + residual.functionals.count + position,
            ]
            let values = [functionals.values[functional], functionals.rates.first[functional], functionals.rates.second[functional]]
            for (row, nodes) in zip(rows, values) {
                nodeFactors.interpolate(nodes, at: range, into: &integral)
                inputs.setRow(row, to: integral)
            }
        }
    }
}
