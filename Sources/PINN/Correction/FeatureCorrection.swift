import NumericsCore
import Problems
import TrialFunctions

/// Corrects a fit by random features: with u = u_1 + e the equations are linearised at u_1, and e is one linear least-squares problem
/// (multi-stage networks, Wang and Lai 2023; frozen features in place of a second network).
struct FeatureCorrection {
    let problem: Problem
    /// The network's own space.
    let space: TrialSpace
    let plan: CollocationPlan
    let omitting: Set<Int>
    let seed: UInt64
    let pool: ThreadPool

    /// Features at most.
    var most = 1500

    /// A fit and what has been added to it.
    struct Answer: Sendable {
        var features: [RandomFeatures]
        var space: TrialSpace
        /// Those of the network, of all features, of singular functions.
        var parameters: Tensor<Double>
    }

    /// Rows for each column.
    private static let rowsPerColumn = 3
    private static let fewest = 150
    /// Waves of a box for each wave number of a band, and the margin that ends which do not repeat need.
    private static let oversampling = 1.3
    private static let margin = 5.0

    /// The network's space with features added.
    func space(with features: [RandomFeatures]) -> TrialSpace {
        guard !features.isEmpty else { return space }
        return TrialSpace(
            SummedFunction([space.function] + features), forms: space.conditionForms, enrichment: space.enrichment,
            symmetries: space.generators, mirrored: space.mirrored, averagesMirrored: true, problem: space.problem)
    }

    /// The answer with features for what is left of its residuals.
    /// - Parameter draw: tells features of one answer apart.
    func corrected(_ answer: Answer, draw: Int) throws -> Answer {
        let spectrum = ResidualSpectrum(problem: problem, seed: seed, pool: pool)
        let bandwidths = try spectrum.bandwidths(answer.space, answer.parameters)
        let features = self.features(bandwidths, draw)
        let all = answer.features + [features]
        let space = self.space(with: all)
        let old = answer.space.function.parameterCount
        let added = Array(repeating: 0.0, count: features.parameterCount)
        var parameters = Tensor(answer.parameters.elements[..<old] + added + answer.parameters.elements[old...])
        let correction = try solve(space, parameters, first: old, draw)
        for (index, value) in correction.elements.enumerated() { parameters[old + index] += value }
        return Answer(features: all, space: space, parameters: parameters)
    }

    private func features(_ bandwidths: [Double], _ draw: Int) -> RandomFeatures {
        let frame = CoordinateFrame(problem.coordinates)
        let periodic = Set(problem.coordinates.indices.filter { problem.coordinates[$0].isPeriodic })
        let waves = zip(problem.coordinates, bandwidths).reduce(1.0) { product, axis in
            product * (2 * axis.1 / Double.pi + (axis.0.isPeriodic ? 1 : Self.margin))
        }
        let count = min(max(Int(Self.oversampling * waves), Self.fewest), most)
        var stream = RandomStream(seed: seed, name: "correction.\(draw)")
        return RandomFeatures.bandlimited(count: count, bandwidths: bandwidths, frame: frame, periodic: periodic, using: &stream)
            .copy(outputCount: problem.componentCount)
    }

    /// Least squares for the parameters from `first` on.
    private func solve(_ space: TrialSpace, _ parameters: Tensor<Double>, first: Int, _ draw: Int) throws -> Tensor<Double> {
        var plan = plan
        let columns = parameters.count - first
        plan.interiorCount = max(plan.interiorCount, Self.rowsPerColumn * columns / problem.equations.count)
        plan.conditionCount = max(plan.conditionCount, plan.interiorCount / 8)
        let blocks = try plan.blocks(of: problem, omitting: omitting, seed: seed, stage: "correction \(draw)")
        let objective = CollocationObjective(blocks, space: space, pool: pool)
        let jacobian = SharedMatrix(rowCount: objective.parameterCount, columnCount: objective.rowCount)
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        objective.linearization(at: parameters, residual: &residual, jacobian: jacobian)
        let matrix = SharedMatrix(rowCount: columns, columnCount: objective.rowCount)
        matrix.copyRows(first..<parameters.count, of: jacobian, to: 0)
        LinearAlgebra.scale(-1, &residual)
        return FeatureLeastSquares(matrix, pool: pool).solve(residual)
    }
}
