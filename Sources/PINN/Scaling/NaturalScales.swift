import Foundation
import NumericsCore
import Problems
import TrialFunctions

/// Sizes that the numbers of a problem have, by which outputs of a network are multiplied and rows of its least squares divided, so that
/// a training does not see in which units the problem is written.
///
/// They are powers of 2^14, one from 1/128 to 128: exact in floating point, so that data times 2^14 train bit for bit alike, and problems whose
/// numbers are of the size one are left as they are.
struct NaturalScales: Sendable {
    /// Of the outputs, by component.
    var outputs: [Double] = []
    /// Of the residuals, in the order of the blocks of `CollocationPlan`, [block][residual]; those beyond have the size one.
    var rows: [[Double]] = []
    /// Of the observations, in units of their noise.
    var observations = 1.0

    private static let octaves = 14.0

    /// The power nearest to a size; one for zero and what is not finite.
    static func rounded(_ size: Double) -> Double {
        guard size > 0, size.isFinite else { return 1 }
        return exp2(octaves * (log2(size) / octaves).rounded())
    }

    /// Scales of the rows of blocks: the sizes of residuals without a network, or, where the data have no part in them, with one that has not
    /// been trained.
    /// - Parameters:
    ///   - blocks: without scales.
    ///   - untrained: parameters of the space; unknown parameters of the problem behind them.
    static func rows(_ blocks: [ResidualBlock], _ space: TrialSpace, untrained: Tensor<Double>, _ functionals: FunctionalValues?, pool: ThreadPool) -> [[Double]] {
        let trial = untrained.count - ParameterMap.all(of: space.problem).count
        let zero = Tensor(untrained.elements.enumerated().map { $0 < trial ? 0 : $1 })
        let found = blocks.map { block -> [Double] in
            let count = block.residual.valueCount
            guard block.points.count > 0 else { return Array(repeating: 1, count: count) }
            let objective = CollocationObjective([block], space: space, functionals: functionals, pool: pool)
            let (data, trial) = (sizes(objective, zero), sizes(objective, untrained))
            return (0..<count).map { data[$0] > dataShare * trial[$0] || !trial[$0].isFinite ? data[$0] : trial[$0] }
        }
        // One scale for all rows unless they are of other units: what equations and conditions weigh against each other is not for these
        // coarse powers to change.
        let common = found.first?.filter { $0 > 0 && $0.isFinite }.max() ?? 1
        return found.map { sizes in sizes.map { rounded(common) * rounded($0 / common) } }
    }

    /// Part of an untrained residual below which the data are no measure of it.
    private static let dataShare = 0.01

    private static func sizes(_ objective: CollocationObjective, _ parameters: Tensor<Double>) -> [Double] {
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        objective.residual(at: parameters, into: &residual)
        let placed = objective.blocks[0]
        return (0..<placed.block.residual.valueCount).map { row in
            let points = row * placed.paddedCount..<row * placed.paddedCount + placed.block.points.count
            let weights = placed.block.points.shares.reduce(0, +)
            return (points.reduce(0.0) { $0 + residual[$1] * residual[$1] } / weights).squareRoot()
        }
    }

    /// Root mean square of the values observed, in units of their noise.
    static func observations(_ problem: Problem) -> Double {
        let usual = CollocationPlan.usualDeviation(problem)
        let count = problem.observations.reduce(0) { $0 + $1.values.count }
        guard count > 0 else { return 1 }
        let sum = problem.observations.reduce(0.0) { sum, set in
            let factor = usual / (set.deviation ?? usual)
            return set.values.elements.reduce(sum) { $0 + factor * factor * $1 * $1 }
        }
        return rounded((sum / Double(count)).squareRoot())
    }
}
