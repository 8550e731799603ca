import Expressions
import Foundation
import NumericsCore
import Optimization
import Problems
import Solving
import TrialFunctions

/// The fit of a network to a coarse solution: values and first space derivatives by least squares, by Levenberg-Marquardt.
///
/// What the residual makes of it afterwards is an answer polished from a classical one, and is called that.
struct CoarseStart {
    let method: String
    /// Of the coarse solution, by its method's own account.
    let error: Double
    let objective: CollocationObjective
    var optimizer: LevenbergMarquardt
    private let mostSteps: Int
    private(set) var steps = 0
    private(set) var isOver = false
    /// Size of the misfits, relative to the values and slopes fitted.
    private(set) var misfit = Double.infinity
    private var misfitAtLastLook = Double.infinity

    /// What a slope counts for beside a value, both relative to their root mean squares: slopes of a coarse solution are less exact.
    private static let slopeWeight = 0.3
    /// Steps between looks, and the part that must be left of the misfit for the fit to be over.
    private static let lookInterval = 10
    private static let stagnation = 0.9

    init(
        _ coarse: CoarseSolution, plan: CollocationPlan, space: TrialSpace, settings: PINNSettings, context: SolveContext, pool: ThreadPool
    ) throws {
        (method, error, mostSteps) = (coarse.method, coarse.error, settings.coarseSteps)
        let problem = space.problem
        var stream = RandomStream(seed: context.seed, name: "coarse start")
        let sampler = CollocationSampler(problem, rule: plan.rule)
        let count = max(256, 4 * space.function.parameterCount)
        let points = plan.folded(try sampler.interior(count, using: &stream), problem)
        let block = try Self.block(coarse, at: points, problem)
        let ordered = block.ordered(by: block.points.orderByPart(of: space))
        objective = CollocationObjective([ordered], space: space, pool: pool)
        optimizer = LevenbergMarquardt(pool: pool)
    }

    /// The jets of the coarse solution minus those of the network, each over its root mean square.
    private static func block(_ coarse: CoarseSolution, at given: CollocationPoints, _ problem: Problem) throws -> ResidualBlock {
        var points = given
        let instants = coarse.snapToInstants(&points.coordinates)
        let values = (0..<problem.componentCount).map { Jet(component: $0) }
        var jets = values + Self.slopes(problem)
        // Not every method knows its derivatives everywhere.
        var data = try? coarse.values(of: jets, at: points.coordinates, instants: instants)
        if data == nil {
            jets = values
            data = try coarse.values(of: jets, at: points.coordinates, instants: instants)
        }
        let known = data ?? []
        let kept = points.shares.indices.filter { point in known.allSatisfy { $0[point].isFinite } }
        let members = Set(kept)
        points = points.filtered(members.contains)
        let observed = known.map { row in kept.map { row[$0] } }
        let scales = zip(jets, observed).map { jet, row -> Double in
            let size = (row.reduce(0) { $0 + $1 * $1 } / Double(max(row.count, 1))).squareRoot()
            return pow(slopeWeight, Double(jet.derivative.orders.reduce(0, +))) / (size > 0 ? size : 1)
        }
        return try ResidualBlock(
            names: jets.map { _ in "coarse solution" }, residuals: jets.indices.map { .symbol(.jet(jets[$0])) - .symbol(.bound($0)) },
            points: points, scales: scales, problem: problem, observed: observed)
    }

    /// Derivatives along each coordinate of space up to one less than the highest of the equations, at least the first.
    private static func slopes(_ problem: Problem) -> [Jet] {
        let jets = problem.equations.flatMap { $0.residual.symbols }.compactMap { if case .jet(let jet) = $0 { jet } else { nil } }
        return (0..<problem.componentCount).flatMap { component in
            problem.spaceIndices.flatMap { coordinate -> [Jet] in
                let highest = jets.filter { $0.component == component }.map { $0.derivative[coordinate] }.max() ?? 0
                return (1...max(1, highest - 1)).map { Jet(component: component, derivative: MultiIndex.none.raised(along: coordinate, by: $0)) }
            }
        }
    }

    /// One step of the fit, which is over when it is as good as the coarse solution or does not get better.
    mutating func step(_ parameters: inout Tensor<Double>) throws -> OptimizerReport {
        let report = try optimizer.step(objective, parameters: &parameters)
        steps += 1
        misfit = (2 * report.loss / Double(objective.space.problem.componentCount)).squareRoot()
        var isStagnant = false
        if steps % Self.lookInterval == 0 {
            isStagnant = misfit > Self.stagnation * misfitAtLastLook
            misfitAtLastLook = misfit
        }
        isOver = misfit <= error || isStagnant || steps >= mostSteps || report.status != .progress
        return report
    }

    /// For the notes of a run.
    var note: String {
        let fit = isOver ? "fitted in \(steps) steps to within \(NumberText.short(misfit))" : "being fitted"
        return "starts from a coarse solution by \(method), off by \(NumberText.short(error)) by its own estimate, \(fit): polished by the residual, not a network from scratch"
    }
}

extension CoarseStart {
    func add(to checkpoint: inout Checkpoint) {
        checkpoint.integers["coarse steps"] = steps
        checkpoint.integers["coarse start over"] = isOver ? 1 : 0
        checkpoint.scalars["coarse misfit"] = misfit
        checkpoint.scalars["coarse misfit at look"] = misfitAtLastLook
    }

    mutating func restore(_ checkpoint: Checkpoint) {
        steps = checkpoint.integers["coarse steps"] ?? 0
        isOver = checkpoint.integers["coarse start over"] != 0
        misfit = checkpoint.scalars["coarse misfit"] ?? .infinity
        misfitAtLastLook = checkpoint.scalars["coarse misfit at look"] ?? .infinity
    }
}
