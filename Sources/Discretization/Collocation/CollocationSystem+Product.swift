import NumericsCore

extension CollocationSystem {
    /// rows = J vector with the Jacobian whose partial derivatives `linearized` holds, without forming it.
    ///
    /// For systems without gauges and integrals. `scratch` is another workspace of the same system.
    func product(
        _ vector: Tensor<Double>, linearized: Workspace, into rows: inout Tensor<Double>, scratch: inout Workspace
    ) {
        for component in 0..<layout.componentCount {
            layout.gather(component, from: vector, into: &scratch.components[component])
        }
        rows.withUnsafeMutableBufferPointer { for i in $0.indices { $0[i] = 0 } }
        for (index, block) in blocks.enumerated() {
            block.product(
                components: scratch.components, partials: linearized.blocks[index].partials,
                workspace: &scratch.blocks[index])
            let points = block.grid.count
            scratch.blocks[index].values.withUnsafeBufferPointer { values in
                rows.withUnsafeMutableBufferPointer { target in
                    for (output, numbers) in block.rows.enumerated() {
                        for point in 0..<points where numbers[point] >= 0 {
                            target[numbers[point]] = values[output * points + point]
                        }
                    }
                }
            }
        }
        interfaces.add(vector, to: &rows)
    }
}

extension CollocationBlock {
    /// Sums partial derivatives times jets of component values into `workspace.values`.
    func product(components: [Tensor<Double>], partials: Tensor<Double>, workspace: inout Workspace) {
        let points = grid.count
        workspace.values.withUnsafeMutableBufferPointer { for i in $0.indices { $0[i] = 0 } }
        for (position, jet) in jets.enumerated() where !jet.isRate {
            apply(jet.operators, to: components[jet.component], &workspace)
            for (partial, entry) in program.partials.enumerated() where entry.jet == position {
                workspace.third.withUnsafeBufferPointer { jet in
                    partials.withUnsafeBufferPointer { factors in
                        workspace.values.withUnsafeMutableBufferPointer { values in
                            let (from, to) = (partial * points, entry.row * points)
                            for i in 0..<points { values[to + i] += factors[from + i] * jet[i] }
                        }
                    }
                }
            }
        }
    }
}
