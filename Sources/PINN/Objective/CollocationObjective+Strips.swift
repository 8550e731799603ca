import NumericsCore
import TrialFunctions

extension CollocationObjective {
    /// Part of the entries of a Jacobian from which on a dense one is as good.
    private static let largestDensity = 0.5

    /// A strip for every chunk and residual; nil where the trial function has no parts, or where nearly all of them meet everywhere.
    static func pattern(_ tasks: [Task], _ blocks: [PlacedBlock], _ space: TrialSpace) -> BlockPattern? {
        let groups = space.parameterGroups
        guard space.function.parameterGroups.count > 1 else { return nil }
        let strips = tasks.flatMap { task -> [BlockPattern.Strip] in
            let block = blocks[task.block]
            let atSites = block.sites.map { $0.groups(space, range: task.range) }
            return block.sitesOf.indices.map { row in
                let first = task.firstRow + row * block.paddedCount + task.range.lowerBound
                let found = Set(block.sitesOf[row].flatMap { atSites[$0] }).sorted()
                return BlockPattern.Strip(rows: first..<first + capacity, groups: found)
            }
        }
        let pattern = BlockPattern(groups: groups, strips: strips)
        return pattern.density <= largestDensity ? pattern : nil
    }

    package func linearization(at parameters: Tensor<Double>, residual: inout Tensor<Double>, strips: StripMatrix) {
        let (workspaces, residuals) = (workspaces, residuals)
        forEachTask { task, part in
            workspaces[part][task.block].linearization(
                parameters, task.range, residual: residuals, strips: strips, firstStrip: task.strip, firstRow: task.firstRow)
        }
        residuals.copy(to: &residual)
    }
}
