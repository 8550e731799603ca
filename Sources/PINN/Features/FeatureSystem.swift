import Expressions
import Fields
import Foundation
import NumericsCore
import Problems
import Solving
import TrialFunctions

/// A problem, or the part of it in one window of time, as least squares in the coefficients of random features.
struct FeatureSystem: Sendable {
    let problem: Problem
    let settings: FeatureSettings
    let seed: UInt64
    let pool: ThreadPool
    let forms: [ComponentForm]
    /// Conditions that have rows, in the order of the blocks behind the first.
    let conditions: [Int]
    /// Blocks at points that nothing is fitted to.
    let heldOut: [ResidualBlock]
    /// Whether one linear solve is all.
    let isLinear: Bool

    /// Rows for each column.
    static let rowsPerColumn = 2.0

    init(_ problem: Problem, settings: FeatureSettings, seed: UInt64, pool: ThreadPool) throws {
        self.problem = problem
        self.settings = settings
        self.pool = pool
        self.seed = seed
        let exact = settings.meetsConditions ? ExactConditions(problem) : nil
        let met = exact?.met ?? []
        forms = exact?.forms ?? Array(repeating: ComponentForm(), count: problem.componentCount)
        conditions = problem.conditions.indices.filter { !met.contains($0) }
        let plan = CollocationPlan(interiorCount: 256, conditionCount: 64)
        heldOut = try plan.blocks(of: problem, omitting: met, seed: seed, stage: "held out")
        isLinear = heldOut.allSatisfy { $0.residual.isAffine }
    }

    /// Draws features; one wave or step more than asked for where wave numbers must come out even.
    func features(_ choice: FeatureChoice) -> RandomFeatures {
        var stream = RandomStream(seed: seed, name: "features.\(choice.draw)")
        let frame = CoordinateFrame(problem.coordinates)
        let periodic = Set(problem.coordinates.indices.filter { problem.coordinates[$0].isPeriodic })
        let features: RandomFeatures =
            settings.function == .cos
            ? .bandlimited(count: choice.count, bandwidths: choice.bandwidths, frame: frame, periodic: periodic, using: &stream)
            : .steps(count: choice.count, slopes: choice.bandwidths, frame: frame, embedded: periodic, using: &stream)
        return features.copy(outputCount: problem.componentCount)
    }

    /// Features with known weights.
    func features(phases: Tensor<Double>, weights: Tensor<Double>) -> RandomFeatures {
        RandomFeatures(
            settings.function, frame: CoordinateFrame(problem.coordinates), weights: weights, phases: phases,
            embedded: embedded, outputCount: problem.componentCount)
    }

    /// Coordinates that enter steps as a cosine and a sine; waves are periodic by their wave numbers.
    private var embedded: Set<Int> {
        settings.function == .tanh ? Set(problem.coordinates.indices.filter { problem.coordinates[$0].isPeriodic }) : []
    }

    /// Rows of the weights of features.
    var inputCount: Int { problem.coordinates.count + embedded.count }

    func space(_ features: RandomFeatures) -> TrialSpace { TrialSpace(features, forms: forms, problem: problem) }

    /// Blocks at enough points for a number of features.
    func blocks(_ features: RandomFeatures, _ choice: FeatureChoice) throws -> [ResidualBlock] {
        let total = Int(Self.rowsPerColumn * Double(features.parameterCount) / Double(problem.equations.count)) + 1
        let isStep = settings.function == .tanh
        let tensor = TensorPoints(problem, total: total, bandwidths: choice.bandwidths.map { isStep ? 2 * Double.pi : $0 })
        let sampler = CollocationSampler(problem, rule: .sobol(.owen))
        var stream = RandomStream(seed: seed, name: "collocation.fit")
        // Products of points are too many, or too coarse, in more than three dimensions and time.
        let isTensor = problem.isBox && problem.coordinates.count <= 4
        let inside = isTensor ? tensor.interior() : try sampler.interior(total, using: &stream)
        var blocks = [try block(problem.equations.map(\.name), problem.equations.map(\.residual), inside)]
        let dimension = Double(problem.coordinates.count)
        let boundary = dimension > 4 ? total / 5 + 1 : Int(6 * pow(Double(total), (dimension - 1) / dimension)) + 1
        for index in conditions {
            let condition = problem.conditions[index]
            let points = isTensor ? tensor.points(of: condition) : nil
            blocks.append(
                try block(
                    [condition.name], [condition.residual], points ?? sampler.points(of: index, count: boundary, using: &stream)))
        }
        return blocks
    }

    func block(
        _ names: [String], _ residuals: [Expressions.Expression], _ points: CollocationPoints
    ) throws -> ResidualBlock {
        var points = points
        points.shares = points.shares.map { _ in 1 }
        return try ResidualBlock(
            names: names, residuals: residuals, points: points, scales: residuals.map { _ in 1 }, problem: problem)
    }
}
