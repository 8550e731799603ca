import NumericsCore
import Problems
import TrialFunctions

/// The rows that a network is trained on: points that sampling moves, and factors that weights give them.
struct TrainingSet: Sendable {
    /// How the points were spread at first.
    let plan: CollocationPlan
    let problem: Problem
    /// The parts of its functions have points of their own.
    private let space: TrialSpace
    /// Equations first, without factors.
    private(set) var blocks: [ResidualBlock]
    /// What squares of residuals are multiplied by, by block [residual][point]; nil for ones.
    var factors: [[Double]]?
    /// How often points have been moved.
    private(set) var moves = 0

    init(_ blocks: [ResidualBlock], plan: CollocationPlan, space: TrialSpace) {
        self.blocks = blocks
        self.plan = plan
        self.space = space
        problem = space.problem
    }

    /// The blocks with their factors, points of the same window next to each other.
    var weighted: [ResidualBlock] {
        let all = factors.map { zip(blocks, $0).map { $0.weighted(by: $1) } } ?? blocks
        guard space.function.parameterGroups.count > 1 else { return all }
        return all.map { $0.ordered(by: $0.points.orderByPart(of: space)) }
    }

    /// Points inside, [coordinate][point] and shares.
    var interior: CollocationPoints { blocks[0].points }

    /// Puts the points inside elsewhere; factors of single points are forgotten.
    mutating func move(to points: CollocationPoints, moves: Int, keepsFactors: Bool) throws {
        blocks[0] = try plan.equationBlock(of: problem, at: points)
        self.moves = moves
        if !keepsFactors { factors = nil }
    }

    /// Moves points inside by a rule.
    mutating func resample(
        _ sampling: PointSampling, _ size: ResidualSize, _ settings: AdaptationSettings, potential: ResidualPotential, seed: UInt64
    ) throws {
        var stream = RandomStream(seed: seed, name: "sampling.\(moves + 1)")
        let points: CollocationPoints
        switch sampling {
        case .none: return
        case .rad: points = try redrawnHalf(ResidualDensity(size: size, power: 1, floor: settings.floor), &stream)
        case .residual:
            // Points themselves are the weights.
            points = try redrawnHalf(TiltedDensity(size: size, potential: potential), &stream, hasEqualShares: true)
        case .adversarial:
            let counts = AdversarialDensity.gridCounts(problem.coordinates.count)
            points = try redrawnHalf(try AdversarialDensity(size, counts: counts), &stream)
        case .rarD: points = try enlarged(ResidualDensity(size: size, power: 2, floor: 0), &stream)
        case .r3: points = try retained(size, &stream)
        }
        try move(to: points, moves: moves + 1, keepsFactors: false)
    }

    /// The first half stays: it keeps the fit honest where the density is low.
    private func redrawnHalf(
        _ density: some DensityFunction, _ stream: inout RandomStream, hasEqualShares: Bool = false
    ) throws -> CollocationPoints {
        let kept = plan.interiorCount / 2
        var drawn = try sampler.interior(plan.interiorCount - kept, density: density, pool: Self.poolFactor, using: &stream)
        if hasEqualShares { drawn.shares = drawn.shares.map { _ in 1 / Double(drawn.count) } }
        return interior.prefix(kept).joined(plan.folded(drawn, problem))
    }

    /// A tenth of the first number of points more, up to twice as many.
    private func enlarged(_ density: some DensityFunction, _ stream: inout RandomStream) throws -> CollocationPoints {
        let added = min(max(plan.interiorCount / 10, 1), 2 * plan.interiorCount - interior.count)
        guard added > 0 else { return interior }
        var drawn = try sampler.interior(added, density: density, pool: 10 * Self.poolFactor, using: &stream)
        drawn.shares = drawn.shares.map { _ in 1 / Double(drawn.count) }
        return interior.joined(plan.folded(drawn, problem))
    }

    private func retained(_ size: ResidualSize, _ stream: inout RandomStream) throws -> CollocationPoints {
        let sizes = try size.values(at: interior.coordinates)
        let mean = sizes.reduce(0, +) / Double(sizes.count)
        let kept = interior.filtered { sizes[$0] > mean }
        let drawn = plan.folded(try sampler.interior(interior.count - kept.count, using: &stream), problem)
        return kept.joined(drawn)
    }

    private var sampler: CollocationSampler { CollocationSampler(problem, rule: plan.rule) }

    /// Points that are looked at for each that is drawn.
    private static let poolFactor = 16
}
