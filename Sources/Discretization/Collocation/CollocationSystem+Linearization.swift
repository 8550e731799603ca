import Expressions
import NumericsCore

extension CollocationSystem {
    /// The partial derivatives of all rows at a state.
    package func linearized(at state: Tensor<Double>) -> Workspace {
        var workspace = makeWorkspace()
        prepare(state, rate: nil, time: 0, withPartials: true, &workspace)
        return workspace
    }

    /// What the linearised rows say of any function, not only of those the unknowns can be.
    ///
    /// For systems without gauges and integrals; elements are joined without a jump by a smooth function.
    /// - Parameters:
    ///   - linearized: partial derivatives at a state.
    ///   - jets: a derivative of a component on the tensor grid of positions [axis][position], row-major.
    package func rows(linearized: Workspace, of jets: (_ jet: Jet, _ positions: [[Double]]) -> Tensor<Double>) -> Tensor<Double> {
        var rows = Tensor(shape: [count], repeating: 0.0)
        for (index, block) in blocks.enumerated() {
            let points = block.grid.count
            var values = [Double](repeating: 0, count: points * block.rows.count)
            for (position, jet) in block.program.jets.enumerated() where !block.jets[position].isRate {
                let entries = block.program.partials.enumerated().filter { $0.element.jet == position }
                if entries.isEmpty { continue }
                let field = jets(jet, positions(of: jet, in: block))
                for (partial, entry) in entries {
                    for point in 0..<points {
                        values[entry.row * points + point] += linearized.blocks[index].partials[partial, point] * field[point]
                    }
                }
            }
            for (output, numbers) in block.rows.enumerated() {
                for point in 0..<points where numbers[point] >= 0 { rows[numbers[point]] = values[output * points + point] }
            }
        }
        return rows
    }

    /// Where a block needs a jet: its own points, or those of a site with coordinates held.
    private func positions(of jet: Jet, in block: CollocationBlock) -> [[Double]] {
        guard problem.sites.indices.contains(jet.site) else { return block.grid.positions }
        return zip(problem.spaceIndices, block.grid.positions).map { coordinate, own in
            problem.sites[jet.site].fixed[coordinate].map { [Double](repeating: $0, count: own.count) } ?? own
        }
    }
}
