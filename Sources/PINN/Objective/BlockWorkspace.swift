import NumericsCore
import Problems
import TrialFunctions

/// Memory of one worker for one block: tapes, inputs and outputs of the residual, cotangents.
final class BlockWorkspace: @unchecked Sendable {
    let placed: PlacedBlock
    let capacity: Int
    /// The parameters that are unknown, behind those of the trial function in θ.
    private let estimated: [ParameterMap]
    private let functionals: FunctionalValues?
    /// Of the values of integrals at the nodes, [node][point]; empty where there are none.
    private let nodeFactors: Tensor<Double>
    private var integral: [Double]
    private let trialCount: Int
    /// First parameters of the groups of the trial function.
    private let groupStarts: [Int?]
    private var tapes: [SpaceTape]
    private var chunk: ResidualChunk
    /// [component][channel][capacity] of each site.
    private var cotangents: [Tensor<Double>]

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
        groupStarts = space.parameterGroups.map(\.lowerBound)
        tapes = placed.sites.map { _ in SpaceTape(space, layout: placed.layout, capacity: capacity) }
        chunk = ResidualChunk(placed.block, capacity: capacity)
        cotangents = placed.sites.map { _ in
            Tensor(shape: [space.forms.count, placed.layout.count, capacity], repeating: 0)
        }
    }

    private func load(_ parameters: Tensor<Double>, _ range: Range<Int>) {
        chunk.load(placed.block, range)
        let residual = placed.block.residual
        for (index, map) in estimated.enumerated() {
            guard let row = residual.inputRows.row(of: .parameter(map.parameter)) else { continue }
            chunk.inputs.fillRow(row, length: capacity, with: map.value(parameters[trialCount + index]))
        }
        if let functionals {
            for functional in residual.functionals {
                nodeFactors.interpolate(functionals.values[functional], at: range, into: &integral)
                chunk.inputs.setRow(residual.inputRows.row(of: .functional(functional))!, to: integral)
            }
        }
        for (site, tape) in tapes.enumerated() {
            tape.forward(parameters: parameters, placed: placed.sites[site], range: range)
            for (jet, place) in placed.jetPlaces.enumerated() where place.site == site {
                chunk.inputs.copyRow(residual.inputRows.jetRows.lowerBound + jet, from: tape.jets, row: place.row, length: capacity)
            }
        }
    }

    /// Writes the weighted residuals of the points `range` to `result`, [1][row], from `firstRow` of the block on.
    func residual(_ parameters: Tensor<Double>, _ range: Range<Int>, into result: SharedMatrix, firstRow: Int) {
        load(parameters, range)
        chunk.evaluateValues(placed.block)
        store(chunk.values, range, into: result, firstRow: firstRow)
    }

    /// The same, with Jacobian rows [parameter][row].
    func linearization(
        _ parameters: Tensor<Double>, _ range: Range<Int>, residual result: SharedMatrix, jacobian: SharedMatrix, firstRow: Int
    ) {
        linearize(parameters, range, result, firstRow)
        for row in 0..<placed.block.residual.valueCount {
            let place = firstRow + row * placed.paddedCount + range.lowerBound
            writeRows(row, range, into: jacobian, places: groupStarts, firstRow: place)
            if placed.sitesOf[row].isEmpty { jacobian.clear(rows: 0..<trialCount, columns: place..<place + capacity) }
            storeParameterPartials(of: row, range, into: jacobian, firstRow: place)
            addFunctionalPartials(of: row, range, into: jacobian, firstRow: place)
        }
    }

    /// The same with the rows of each residual in a matrix of their own, that of strip `firstStrip` and those behind it.
    func linearization(
        _ parameters: Tensor<Double>, _ range: Range<Int>, residual result: SharedMatrix, strips: StripMatrix, firstStrip: Int, firstRow: Int
    ) {
        linearize(parameters, range, result, firstRow)
        for row in 0..<placed.block.residual.valueCount {
            writeRows(row, range, into: strips.strips[firstStrip + row], places: strips.places[firstStrip + row], firstRow: 0)
        }
    }

    private func linearize(_ parameters: Tensor<Double>, _ range: Range<Int>, _ result: SharedMatrix, _ firstRow: Int) {
        load(parameters, range)
        evaluate(parameters)
        store(chunk.rows, range, into: result, firstRow: firstRow)
    }

    private func writeRows(_ row: Int, _ range: Range<Int>, into jacobian: SharedMatrix, places: [Int?], firstRow: Int) {
        clearCotangents()
        addPartials(of: row, range, scaledByValue: false)
        for (index, site) in placed.sitesOf[row].enumerated() {
            tapes[site].jacobian(
                cotangents: cotangents[site], placed: placed.sites[site], jacobian: jacobian, places: places, firstRow: firstRow,
                adding: index > 0)
        }
    }

    /// Writes weighted residuals and adds the gradient of half their squares to a row of `gradients`, [part][parameter].
    func gradient(
        _ parameters: Tensor<Double>, _ range: Range<Int>, residual result: SharedMatrix, firstRow: Int, gradients: SharedMatrix, part: Int
    ) {
        linearize(parameters, range, result, firstRow)
        clearCotangents()
        for row in 0..<placed.block.residual.valueCount {
            addPartials(of: row, range, scaledByValue: true)
            addParameterGradient(of: row, range, gradients, part)
            addFunctionalGradient(of: row, range, gradients, part)
        }
        for (site, tape) in tapes.enumerated() {
            tape.pullback(cotangents: cotangents[site], placed: placed.sites[site], gradients: gradients, row: part)
        }
    }

    /// Values and partials, those by parameters taken by their free numbers.
    private func evaluate(_ parameters: Tensor<Double>) {
        chunk.evaluate(placed.block)
        for (index, map) in estimated.enumerated() {
            let slope = map.derivatives(parameters[trialCount + index]).slope
            for row in partialRows(of: map.parameter) { chunk.scaleRow(row, by: slope) }
        }
    }

    /// Rows of partials by a parameter.
    private func partialRows(of parameter: Int) -> [Int] {
        let residual = placed.block.residual
        return residual.parameterPartials.enumerated().filter { residual.parameters[$0.element.parameter] == parameter }
            .map { firstParameterRow + $0.offset }
    }

    private var firstParameterRow: Int {
        let residual = placed.block.residual
        return residual.valueCount + residual.partials.count + residual.functionalPartials.count
    }

    private func clearCotangents() {
        for site in cotangents.indices { cotangents[site].fill(0) }
    }

    /// Adds weighted partials to the cotangents, times the weighted value if wanted.
    private func addPartials(of row: Int, _ range: Range<Int>, scaledByValue: Bool) {
        let residual = placed.block.residual
        for (index, partial) in residual.partials.enumerated() where partial.row == row {
            let place = placed.jetPlaces[partial.jet]
            cotangents[place.site].addWeighted(
                at: place.row * capacity, rows: chunk.rows, row: residual.valueCount + index, valueRow: scaledByValue ? row : nil,
                weights: placed.weights, at: row * placed.paddedCount + range.lowerBound, count: capacity)
        }
    }

    private func store(_ values: Tensor<Double>, _ range: Range<Int>, into result: SharedMatrix, firstRow: Int) {
        for row in 0..<placed.block.residual.valueCount {
            result.setWeighted(
                at: firstRow + row * placed.paddedCount + range.lowerBound, values, row: row, weights: placed.weights,
                at: row * placed.paddedCount + range.lowerBound, count: capacity)
        }
    }

    private func storeParameterPartials(of row: Int, _ range: Range<Int>, into jacobian: SharedMatrix, firstRow: Int) {
        let residual = placed.block.residual
        let first = firstParameterRow
        for (index, map) in estimated.enumerated() {
            jacobian.clear(rows: trialCount + index..<trialCount + index + 1, columns: firstRow..<firstRow + capacity)
            for (position, partial) in residual.parameterPartials.enumerated()
            where partial.row == row && residual.parameters[partial.parameter] == map.parameter {
                jacobian.setWeighted(
                    at: (trialCount + index) * jacobian.columnCount + firstRow, chunk.rows, row: first + position,
                    weights: placed.weights, at: row * placed.paddedCount + range.lowerBound, count: capacity)
            }
        }
    }

    private func addParameterGradient(of row: Int, _ range: Range<Int>, _ gradients: SharedMatrix, _ part: Int) {
        let residual = placed.block.residual
        let first = firstParameterRow
        for (position, partial) in residual.parameterPartials.enumerated() where partial.row == row {
            guard let index = estimated.firstIndex(where: { $0.parameter == residual.parameters[partial.parameter] }) else { continue }
            let sum = chunk.rows.weightedSum(
                row: first + position, valueRow: row, weights: placed.weights, at: row * placed.paddedCount + range.lowerBound,
                count: capacity)
            gradients.add(sum, row: part, column: trialCount + index)
        }
    }
}

/// Integrals in residuals: every point's row holds the gradient of the integral, which all points share.
extension BlockWorkspace {
    /// Rows of partials by functionals of a residual, with the gradients at the nodes of each.
    private func functionalPartials(of row: Int) -> [(row: Int, gradients: [[Double]])] {
        guard let functionals else { return [] }
        let residual = placed.block.residual
        let first = residual.valueCount + residual.partials.count
        let symbols = residual.inputRows.symbols[residual.inputRows.functionalRows]
        return residual.functionalPartials.enumerated().compactMap { position, partial in
            guard partial.row == row, case .functional(let index) = symbols[symbols.startIndex + partial.functional] else { return nil }
            return (first + position, functionals.gradients[index])
        }
    }

    private func addFunctionalPartials(of row: Int, _ range: Range<Int>, into jacobian: SharedMatrix, firstRow: Int) {
        for (partial, gradients) in functionalPartials(of: row) {
            for lane in 0..<range.count {
                let weight = placed.weights[row, range.lowerBound + lane] * chunk.rows[partial, lane]
                for (node, gradient) in gradients.enumerated() {
                    let factor = weight * nodeFactors[node, range.lowerBound + lane]
                    guard factor != 0 else { continue }
                    for (parameter, slope) in gradient.enumerated() where slope != 0 {
                        jacobian.add(factor * slope, row: parameter, column: firstRow + lane)
                    }
                }
            }
        }
    }

    private func addFunctionalGradient(of row: Int, _ range: Range<Int>, _ gradients: SharedMatrix, _ part: Int) {
        for (partial, slopes) in functionalPartials(of: row) {
            for (node, gradient) in slopes.enumerated() {
                let sum = (0..<range.count).reduce(0.0) { sum, lane in
                    let weight = placed.weights[row, range.lowerBound + lane]
                    return sum + weight * weight * chunk.rows[row, lane] * chunk.rows[partial, lane] * nodeFactors[node, range.lowerBound + lane]
                }
                for (parameter, slope) in gradient.enumerated() { gradients.add(sum * slope, row: part, column: parameter) }
            }
        }
    }
}
