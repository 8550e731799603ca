import Expressions
import NumericsCore

extension CollocationSystem {
    /// Scratch for residuals and Jacobians; one a thread.
    public struct Workspace: Sendable {
        var components: [Tensor<Double>]
        var rates: [Tensor<Double>]
        var blocks: [CollocationBlock.Workspace]
        var functional: CollocationBlock.Workspace?
        var functionalValues: [Double]
    }

    public func makeWorkspace() -> Workspace {
        let components = (0..<layout.componentCount).map { Tensor(shape: layout.shape(of: $0), repeating: 0.0) }
        return Workspace(
            components: components, rates: components, blocks: blocks.map { $0.makeWorkspace() },
            functional: functionals?.block.makeWorkspace(),
            functionalValues: problem.functionals.map { _ in 0 })
    }

    /// Values of all rows, without allocation for problems without integrals.
    /// - Parameters:
    ///   - state: the unknowns [unknown].
    ///   - rate: their time derivatives; nil takes them as zero.
    ///   - residual: [row], overwritten.
    public func evaluate(
        _ state: Tensor<Double>, rate: Tensor<Double>? = nil, time: Double = 0, into residual: inout Tensor<Double>,
        workspace: inout Workspace
    ) {
        prepare(state, rate: rate, time: time, withPartials: false, &workspace)
        collect(state, into: &residual, &workspace)
    }

    /// Fills the block workspaces for a state.
    func prepare(
        _ state: Tensor<Double>, rate: Tensor<Double>?, time: Double, withPartials: Bool, _ workspace: inout Workspace
    ) {
        for component in 0..<layout.componentCount {
            layout.gather(component, from: state, into: &workspace.components[component])
            if let rate { layout.gather(component, from: rate, into: &workspace.rates[component]) }
        }
        let rates = rate == nil ? [] : workspace.rates
        if let functionals, workspace.functional != nil {
            functionals.block.evaluate(
                components: workspace.components, rates: rates, time: time, functionals: workspace.functionalValues,
                withPartials: withPartials, workspace: &workspace.functional!)
            workspace.functionalValues = functionals.values(workspace.functional!)
        }
        for index in blocks.indices {
            blocks[index].evaluate(
                components: workspace.components, rates: rates, time: time, functionals: workspace.functionalValues,
                withPartials: withPartials, workspace: &workspace.blocks[index])
        }
    }

    /// Gathers block values, interfaces, gauges and multipliers into rows.
    func collect(_ state: Tensor<Double>, into residual: inout Tensor<Double>, _ workspace: inout Workspace) {
        precondition(state.count == count && residual.count == count, "the state does not fit the system")
        residual.withUnsafeMutableBufferPointer { target in
            for i in target.indices { target[i] = 0 }
            for (index, block) in blocks.enumerated() {
                let points = block.grid.count
                workspace.blocks[index].values.withUnsafeBufferPointer { values in
                    for (output, rows) in block.rows.enumerated() {
                        for point in 0..<points where rows[point] >= 0 { target[rows[point]] = values[output * points + point] }
                    }
                }
            }
        }
        interfaces.add(state, to: &residual)
        for gauge in problem.gauges.indices {
            residual[layout.valueCount + gauge] = gaugeValue(gauge, workspace.functionalValues)
            let multiplier = state[layout.valueCount + gauge]
            for row in equationRows[dualEquations[gauge]] { residual[row] += multiplier }
        }
    }

    private func gaugeValue(_ gauge: Int, _ functionals: [Double]) -> Double {
        value(of: problem.gauges[gauge].residual, functionals)
    }

    /// Value of an expression over functionals and parameters.
    func value(of expression: Expression, _ functionals: [Double]) -> Double {
        expression.value { symbol in
            switch symbol {
            case .functional(let index): functionals[index]
            case .parameter(let index): problem.parameters[index]
            default: nil
            }
        } ?? .nan
    }
}
