import Expressions
import Fields
import NumericsCore
import Problems

extension Solution {
    /// Snapshots as they are compared with a reference: solutions that can be evaluated anywhere are, where their output grid would be interpolated.
    ///
    /// The output grid of a network is for pictures: a front or a corner between its points would be the error of the interpolation.
    func snapshotsToCompare(with reference: [Snapshot], _ problem: Problem) throws -> [Snapshot] {
        guard evaluator.isMeshless, let unknown = problem.unknowns.first, let own = snapshots.first?.field(named: unknown.name),
            let other = reference.first?.field(named: unknown.name)
        else { return snapshots }
        let grid = try own.grid.comparisonGrid(with: other.grid, field: unknown.name)
        guard !own.grid.isSame(as: grid), other.grid.isSame(as: grid), own.grid.mask == nil, other.grid.mask == nil else { return snapshots }
        let jets = (0..<problem.componentCount).map { Jet(component: $0) }
        return try snapshots.indices.map { index in
            let values = try evaluator.evaluate(jets, at: grid.pointCoordinates, snapshot: index)
            let fields = problem.unknowns.map { unknown in
                let rows = unknown.components.flatMap { component in (0..<grid.count).map { values[component, $0] } }
                return Field(
                    name: unknown.name, componentNames: problem.componentNames(of: unknown), isVector: unknown.isVector, grid: grid,
                    values: Tensor(shape: [unknown.components.count] + grid.shape, elements: rows))
            }
            return Snapshot(time: snapshots[index].time, fields: fields)
        }
    }
}
