import Expressions
import NumericsCore

extension CollocationSystem {
    /// The matrix stateWeight dF/dstate + rateWeight dF/drate [row][unknown], dense, and the residual at the state.
    ///
    /// With weights 0 and 1 this is the mass matrix of the rows.
    public func jacobian(
        _ state: Tensor<Double>, rate: Tensor<Double>? = nil, time: Double = 0, stateWeight: Double = 1,
        rateWeight: Double = 0, into matrix: inout Tensor<Double>, residual: inout Tensor<Double>,
        workspace: inout Workspace
    ) {
        precondition(matrix.shape == [count, count], "the matrix does not fit the system")
        prepare(state, rate: rate, time: time, withPartials: true, &workspace)
        collect(state, into: &residual, &workspace)
        matrix.withUnsafeMutableBufferPointer { entries in
            for i in entries.indices { entries[i] = 0 }
            add(stateWeight, rateWeight, to: entries, .dense(order: count), workspace)
        }
        if stateWeight != 0 { addFunctionals(stateWeight, to: &matrix, workspace) }
    }

    /// The same matrix in banded storage. Precondition: `band` is not nil, and the matrix has it.
    public func jacobian(
        _ state: Tensor<Double>, rate: Tensor<Double>? = nil, time: Double = 0, stateWeight: Double = 1,
        rateWeight: Double = 0, into matrix: inout BandedMatrix, residual: inout Tensor<Double>,
        workspace: inout Workspace
    ) {
        guard let band, matrix.lower == band.lower, matrix.upper == band.upper, matrix.order == count else {
            preconditionFailure("the matrix does not have the band of the system")
        }
        prepare(state, rate: rate, time: time, withPartials: true, &workspace)
        collect(state, into: &residual, &workspace)
        matrix.clear()
        matrix.withUnsafeMutableEntries { entries in
            add(stateWeight, rateWeight, to: entries, .banded(lower: band.lower, upper: band.upper), workspace)
        }
    }

    /// Adds everything but the functionals.
    private func add(
        _ stateWeight: Double, _ rateWeight: Double, to entries: UnsafeMutableBufferPointer<Double>,
        _ place: MatrixPlace, _ workspace: Workspace
    ) {
        for (index, block) in blocks.enumerated() {
            let points = block.grid.count
            workspace.blocks[index].partials.withUnsafeBufferPointer { partials in
                for (partial, (output, jet)) in block.program.partials.enumerated() {
                    let input = block.jets[jet]
                    let weight = input.isRate ? rateWeight : stateWeight
                    if weight == 0 { continue }
                    let factors = UnsafeBufferPointer(rebasing: partials[partial * points..<(partial + 1) * points])
                    JetStencil(input.operators, component: input.component, layout: layout).add(
                        factors, rows: block.rows[output], scale: weight, to: entries, place)
                }
            }
        }
        for k in interfaces.rows.indices {
            entries[place.position(interfaces.rows[k], interfaces.columns[k])] += stateWeight * interfaces.values[k]
        }
        for gauge in problem.gauges.indices {
            let column = layout.valueCount + gauge
            for row in equationRows[dualEquations[gauge]] { entries[place.position(row, column)] += stateWeight }
        }
    }

    /// Adds the rank-one parts of functionals in equations and conditions, and the rows of gauges.
    private func addFunctionals(_ weight: Double, to matrix: inout Tensor<Double>, _ workspace: Workspace) {
        guard let functionals, let own = workspace.functional else { return }
        let gradients = functionals.gradients(own, layout: layout)
        for (index, block) in blocks.enumerated() {
            for (partial, (output, position)) in block.program.functionalPartials.enumerated() {
                let source = block.program.partials.count + partial
                for (point, row) in block.rows[output].enumerated() where row >= 0 {
                    let factor = weight * workspace.blocks[index].partials[source, point]
                    addRow(row, factor, gradients, block.program.functionals[position], to: &matrix)
                }
            }
        }
        for (gauge, expression) in problem.gauges.map(\.residual).enumerated() {
            for functional in expression.functionals {
                let derivative = expression.derivative(by: .functional(functional))
                let factor = weight * value(of: derivative, workspace.functionalValues)
                addRow(layout.valueCount + gauge, factor, gradients, functional, to: &matrix)
            }
        }
    }

    private func addRow(
        _ row: Int, _ factor: Double, _ gradients: Tensor<Double>, _ functional: Int, to matrix: inout Tensor<Double>
    ) {
        let order = count
        gradients.withUnsafeBufferPointer { gradients in
            matrix.withUnsafeMutableBufferPointer { entries in
                for column in 0..<order { entries[row * order + column] += factor * gradients[functional * order + column] }
            }
        }
    }
}
