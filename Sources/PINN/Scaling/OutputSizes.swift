import Expressions
import NumericsCore
import Problems
import TrialFunctions

/// How large the outputs of a network will have to be, from a coarse solution by a few random features: some Gauss-Newton steps from zero,
/// with rows and columns of the same length, which no units change.
struct OutputSizes {
    let problem: Problem
    let forms: [ComponentForm]
    let met: Set<Int>
    let seed: UInt64
    let pool: ThreadPool

    private static let featureCount = 160
    private static let bandwidths = 4.0...24.0
    private static let steps = 5
    private static let halvings = 8
    /// Outputs below this part of what meets the conditions do not matter.
    private static let leastShare = 1e-4
    /// What the data leave open stays small.
    private static let damping = 1e-6

    /// By component, the same for all of an unknown; ones where no size can be found.
    func sizes() throws -> [Double] {
        let ones = Array(repeating: 1.0, count: problem.componentCount)
        guard !problem.equations.isEmpty, problem.functionalsInLaws.isEmpty else { return ones }
        let features = try self.features()
        var blocks = try CollocationPlan(
            interiorCount: max(256, 2 * features.parameterCount / problem.equations.count), conditionCount: 64
        ).blocks(of: problem, omitting: met, seed: seed, stage: "scales")
        blocks += try CollocationPlan.observationBlocks(of: problem, weight: 1)
        let objective = CollocationObjective(blocks, space: TrialSpace(features, forms: forms, problem: problem), pool: pool)
        let places = blocks[0].points.coordinates
        let found = coefficients(objective, count: features.parameterCount)
        let jets = ones.indices.map { Jet(component: $0) }
        let plain = TrialSpace(features, forms: ones.map { _ in ComponentForm() }, problem: problem)
        let outputs = Self.lengths(plain.values(of: jets, parameters: found, at: places))
        let zero = Tensor(shape: found.shape, repeating: 0.0)
        let offsets = Self.lengths(TrialSpace(features, forms: forms, problem: problem).values(of: jets, parameters: zero, at: places))
        return sharedByUnknowns(zip(outputs, offsets).map { $0 > 0 ? max($0, Self.leastShare * $1) : 0 })
    }

    private func features() throws -> RandomFeatures {
        let found = try DataBandwidth(problem, seed: seed).bandwidths()
        let bandwidths = found.map { min(max($0 ?? 0, Self.bandwidths.lowerBound), Self.bandwidths.upperBound) }
        var stream = RandomStream(seed: seed, name: "scales")
        let periodic = Set(problem.coordinates.indices.filter { problem.coordinates[$0].isPeriodic })
        return RandomFeatures.bandlimited(
            count: Self.featureCount, bandwidths: bandwidths, frame: CoordinateFrame(problem.coordinates), periodic: periodic, using: &stream
        ).copy(outputCount: problem.componentCount)
    }

    private func coefficients(_ objective: CollocationObjective, count: Int) -> Tensor<Double> {
        let starts = objective.estimated.map { $0.free(problem.parameters[$0.parameter].value) }
        var parameters = Tensor(Array(repeating: 0, count: count) + starts)
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        let jacobian = SharedMatrix(rowCount: parameters.count, columnCount: objective.rowCount)
        for _ in 0..<Self.steps {
            objective.linearization(at: parameters, residual: &residual, jacobian: jacobian)
            let matrix = SharedMatrix(rowCount: count, columnCount: objective.rowCount)
            matrix.copyRows(0..<count, of: jacobian, to: 0)
            let balance = RowBalance(matrix, objective.blocks, columns: count, conditionWeight: 1)
            balance.apply(matrix, objective.blocks, pool: pool)
            balance.apply(&residual, objective.blocks)
            let before = LinearAlgebra.norm(residual)
            guard before.isFinite, before > 0 else { break }
            let step = FeatureLeastSquares(matrix, damping: Self.damping, pool: pool).solve(residual)
            guard let next = shortened(objective, parameters, step, balance, below: before) else { break }
            parameters = next.parameters
            if next.size > 0.5 * before { break }
        }
        return Tensor(Array(parameters.elements.prefix(count)))
    }

    /// As far along a step as the residual falls.
    private func shortened(
        _ objective: CollocationObjective, _ parameters: Tensor<Double>, _ step: Tensor<Double>, _ balance: RowBalance, below limit: Double
    ) -> (parameters: Tensor<Double>, size: Double)? {
        var length = 1.0
        for _ in 0..<Self.halvings {
            var (next, residual) = (parameters, Tensor(shape: [objective.rowCount], repeating: 0.0))
            for index in 0..<step.count { next[index] -= length * step[index] }
            objective.residual(at: next, into: &residual)
            balance.apply(&residual, objective.blocks)
            let size = LinearAlgebra.norm(residual)
            if size < limit { return (next, size) }
            length /= 2
        }
        return nil
    }

    private func sharedByUnknowns(_ sizes: [Double]) -> [Double] {
        var shared = sizes
        for unknown in problem.unknowns {
            let largest = unknown.components.reduce(0) { max($0, sizes[$1]) }
            for component in unknown.components { shared[component] = largest }
        }
        return shared
    }

    /// Root mean squares of rows.
    private static func lengths(_ values: Tensor<Double>) -> [Double] {
        let count = values.shape[1]
        return (0..<values.shape[0]).map { row in
            ((0..<count).reduce(0.0) { $0 + values[row, $1] * values[row, $1] } / Double(max(count, 1))).squareRoot()
        }
    }
}
