import NumericsCore

extension CollocationBlock {
    /// Evaluates the expressions (and their partial derivatives) for component values of the state and of its rate.
    /// - Parameters:
    ///   - components: values of each component on its own grid [component]; `rates` the same of the rate.
    ///   - functionals: values of all functionals.
    func evaluate(
        components: [Tensor<Double>], rates: [Tensor<Double>], time: Double, functionals: [Double], withPartials: Bool,
        workspace: inout Workspace
    ) {
        let points = grid.count
        for row in timeRows { fill(&workspace.inputs, row, time) }
        for (row, functional) in functionalRows { fill(&workspace.inputs, row, functionals[functional]) }
        for jet in jets {
            if jet.isRate && rates.isEmpty {
                fill(&workspace.inputs, jet.row, 0)
                continue
            }
            apply(jet.operators, to: jet.isRate ? rates[jet.component] : components[jet.component], &workspace)
            let offset = jet.row * points
            workspace.third.withUnsafeBufferPointer { source in
                workspace.inputs.withUnsafeMutableBufferPointer { target in
                    for i in 0..<points { target[offset + i] = source[i] }
                }
            }
        }
        if withPartials {
            program.evaluate(
                inputs: workspace.inputs, values: &workspace.values, partials: &workspace.partials,
                workspace: &workspace.program)
        } else {
            program.evaluateValues(inputs: workspace.inputs, values: &workspace.values, workspace: &workspace.program)
        }
    }

    private func fill(_ inputs: inout Tensor<Double>, _ row: Int, _ value: Double) {
        let points = grid.count
        inputs.withUnsafeMutableBufferPointer { target in
            for i in row * points..<(row + 1) * points { target[i] = value }
        }
    }

    /// Takes component values to a jet on the grid, in `workspace.third`.
    func apply(_ maps: [AxisOperator], to values: Tensor<Double>, _ workspace: inout Workspace) {
        let (a, b, c) = (maps[0], maps[1], maps[2])
        // The padded axes of one- and two-dimensional problems are the identity on one point: nothing to do for them.
        if a.columns == 1 && b.columns == 1 && a.rows == 1 && b.rows == 1 {
            c.apply(values, outer: 1, inner: 1, into: &workspace.third)
        } else if a.columns == 1 && a.rows == 1 {
            b.apply(values, outer: 1, inner: c.columns, into: &workspace.second)
            c.apply(workspace.second, outer: b.rows, inner: 1, into: &workspace.third)
        } else {
            a.apply(values, outer: 1, inner: b.columns * c.columns, into: &workspace.first)
            b.apply(workspace.first, outer: a.rows, inner: c.columns, into: &workspace.second)
            c.apply(workspace.second, outer: a.rows * b.rows, inner: 1, into: &workspace.third)
        }
    }
}
