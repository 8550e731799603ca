import Expressions
import Fields
import NumericsCore
import Problems
import Solving

/// Spectral mixtures in one coordinate: their parameters are learned by evidence, and given those the field is a linear fit.
///
/// One step is a search for the mixture, or one solve of the problem linearised at the last field.
final class MixtureStepper: SolutionStepper {
    enum Stage: String {
        case learning, solving, finished
    }

    let problem: Problem
    let settings: GaussianProcessSettings
    let reason: String
    let seed: UInt64
    let linearizer: ProblemLinearizer
    var state: ProblemLinearizer.State
    var system: FunctionalSystem
    var stage = Stage.learning
    var stepCount = 0
    var iteration = 0
    /// Searches made: a nonlinear problem is searched again at its solution.
    var searches = 0
    var found: MixtureSearch.Found?
    var posterior: MixturePosterior?
    var change = Double.infinity
    var outcome: Outcome?
    private(set) var report: StepReport

    init(_ problem: Problem, settings: GaussianProcessSettings, reason: String, context: SolveContext) throws {
        if let objection = Self.objection(problem) {
            throw SolverError.unsupported(term: "way: mixture", because: objection, try: "way: auto")
        }
        self.problem = problem
        self.settings = settings
        self.reason = reason
        seed = context.seed
        LinearAlgebra.setThreads(context.threads)
        // With the ends of the range 400 points are equally spaced.
        let design = CollocationDesign(problem: problem, count: settings.points ?? 398, chosen: .grid, seed: seed)
        linearizer = try design.linearizer()
        state = linearizer.zeroState
        system = linearizer.linearize(at: state)
        report = StepReport(step: 0, fraction: nil, time: nil, quantities: [], phase: "set-up")
    }

    private static func objection(_ problem: Problem) -> String? {
        if problem.coordinates.count != 1 || problem.timeIndex != nil { return "there is not one coordinate of space alone" }
        if problem.coordinates[0].isPeriodic { return "the coordinate has a period" }
        if !problem.isBox { return "the domain is not an interval" }
        if !problem.observations.isEmpty || problem.parameters.contains(where: \.isEstimated) { return "there are observations or unknown parameters" }
        if !problem.gauges.isEmpty || !problem.functionals.isEmpty { return "there are integrals or means" }
        return nil
    }

    func step() throws -> StepStatus {
        stepCount += 1
        if stage == .learning {
            searches += 1
            found = try MixtureSearch(problem: problem, seed: seed, starts: settings.starts).search(system)
            (stage, iteration) = (.solving, 0)
        } else {
            try solve()
        }
        report = StepReport(
            step: stepCount, fraction: nil, time: nil,
            quantities: [
                (name: "functionals", value: Double(system.count)), (name: "peaks", value: Double(found?.model.peaks.count ?? 0)),
                (name: "log evidence", value: found?.logEvidence ?? 0), (name: "change", value: change.isFinite ? change : 1),
            ], phase: stage == .solving && iteration == 0 ? "frequencies" : "solve")
        return outcome.map { .finished($0) } ?? .running
    }

    private func solve() throws {
        guard let found else { return }
        iteration += 1
        let posterior = try MixturePosterior(found.model, noise: found.noise, system, components: problem.componentCount)
        self.posterior = posterior
        if linearizer.isAffine { return end(.converged) }
        move(to: linearizer.state { posterior.mean($0, at: $1) })
        if change <= settings.tolerance {
            if searches == 1 { stage = .learning } else { end(.converged) }
        } else if iteration >= settings.iterations || !change.isFinite {
            end(.notConverged)
        }
    }

    /// Steps are halved while the residual grows.
    private func move(to goal: ProblemLinearizer.State) {
        let before = size(system)
        var part = 1.0
        while true {
            let trial = state.blended(with: goal, part: part), next = linearizer.linearize(at: trial)
            if size(next) <= before || part < 0.05 || change < 1e-3 {
                change = difference(trial, state)
                (state, system) = (trial, next)
                return
            }
            part /= 2
        }
    }

    private func size(_ system: FunctionalSystem) -> Double {
        system.blocks.reduce(0) { $0 + LinearAlgebra.dot($1.residuals, $1.residuals) }.squareRoot()
    }

    private func difference(_ a: ProblemLinearizer.State, _ b: ProblemLinearizer.State) -> Double {
        var (changes, sizes) = (0.0, 0.0)
        for (x, y) in zip(a.blocks, b.blocks) {
            for index in 0..<x.count {
                changes += (x[index] - y[index]) * (x[index] - y[index])
                sizes += x[index] * x[index]
            }
        }
        return (changes / max(sizes, .leastNormalMagnitude)).squareRoot()
    }

    func end(_ outcome: Outcome) {
        self.outcome = outcome
        stage = .finished
    }
}
