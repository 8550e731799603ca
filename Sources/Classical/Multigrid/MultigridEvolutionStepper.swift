import Discretization
import Fields
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// Integrates a parabolic problem on grids of falling spacing, one after the other; one step is one time step on one of them.
///
/// The last grids give the error estimate and the observed order; errors of the steps are kept well below those of the grid.
final class MultigridEvolutionStepper: SolutionStepper {
    let problem: Problem
    let settings: MultigridSettings
    let policy: GridPolicy
    let setup: LatticeEvolutionSetup
    /// Places of the data that grids must have points for.
    let peaks: [DataPeak]
    /// Finished grids, the finest last; up to three.
    var finished: [LatticeSeries] = []
    /// Cells of the grid under way.
    var cells: [Int]
    var evolution: LatticeEvolution?
    var stepCount = 0
    var outcome: Outcome?
    /// Work on finished grids.
    var counts = StencilEvolution.Counts()
    var timeSteps = 0
    var rejectedSteps = 0

    /// - Throws: `SolverError`.
    init(_ problem: Problem, settings: MultigridSettings, context: SolveContext) throws {
        self.problem = problem
        self.settings = settings
        policy = GridPolicy(problem, settings: settings)
        // Errors of steps add up; together they should not show beside that of the grid.
        setup = try LatticeEvolutionSetup(problem, tolerance: 0.01 * settings.tolerance)
        cells = policy.start()
        peaks = DataTerms.evolutionPeaks(of: problem, tolerance: settings.tolerance)
        LinearAlgebra.setThreads(context.threads)
    }

    func step() throws -> StepStatus {
        do {
            stepCount += 1
            guard evolution != nil else {
                evolution = try LatticeEvolution(setup, cells: cells)
                return .running
            }
            try evolution!.advance()
            return evolution!.isFinished ? try finishGrid() : .running
        } catch let error as DiscretizationError {
            throw SolverError(error)
        } catch let error as IntegrationError {
            throw worded(error)
        }
    }

    private func finishGrid() throws -> StepStatus {
        guard let done = evolution else { return .running }
        evolution = nil
        finished = finished.suffix(2) + [done.series]
        counts = done.evolution.counts
        timeSteps = done.integrator.steps
        rejectedSteps = done.integrator.rejected
        if !policy.isFixed, finished.count > 2, let estimate = try convergence().estimate,
            estimate.relativeL2 <= settings.tolerance, missedData == nil
        {
            return end(.converged)
        }
        guard let next = policy.next(cells) else { return end(policy.isFixed ? .converged : .notConverged) }
        cells = next
        return .running
    }

    private func end(_ outcome: Outcome) -> StepStatus {
        self.outcome = outcome
        return .finished(outcome)
    }

    /// A place of the data that the finest grid so far has too few points for; nil if there is none.
    var missedData: DataPeak? { finished.last.flatMap { peaks.missed(by: $0.lattice.cells, of: problem) } }

    func convergence() throws -> GridConvergence { try GridConvergence(finished, unknown: problem.unknowns[0]) }

    var report: StepReport {
        let (start, end) = (setup.times[0], setup.times[setup.times.count - 1])
        let time = evolution?.integrator.time ?? (finished.isEmpty ? start : end)
        var quantities: [(name: String, value: Double)] = []
        if let evolution {
            quantities = [
                (name: "time step", value: evolution.integrator.lastStep),
                (name: "error ratio", value: evolution.integrator.errorRatio),
                (name: "cycles", value: Double(evolution.evolution.counts.cycles)),
                (name: "unknowns", value: Double(evolution.series.lattice.count)),
            ]
        }
        return StepReport(
            step: stepCount, fraction: policy.isFixed ? fraction(time) : nil, time: time, quantities: quantities,
            phase: cells.map(String.init).joined(separator: " x ") + " cells")
    }

    /// Part of the work done, as far as grids of a fixed number of cells go: each has a multiple of the unknowns of the last.
    private func fraction(_ time: Double) -> Double {
        let (start, end) = (setup.times[0], setup.times[setup.times.count - 1])
        var remaining = 0.0, weight = 1.0, next = policy.next(cells)
        let growth = Double(1 << cells.count)
        while let finer = next {
            weight *= growth
            remaining += weight
            next = policy.next(finer)
        }
        let own = (time - start) / (end - start)
        let before = (1 - 1 / growth) > 0 ? 1 / (growth - 1) : 0
        return (before + own) / (before + 1 + remaining)
    }

    private func worded(_ error: IntegrationError) -> SolverError {
        let field = problem.unknowns[0].name
        let steps = evolution?.integrator.steps ?? 0
        switch error {
        case .stepTooSmall(let time, _):
            return .diverged(
                field: field, location: "t = \(time)", step: steps,
                likelyKnob: "the solution becomes singular, or the tolerance \(settings.tolerance) cannot be met")
        case .notFinite(let time, _):
            return .diverged(
                field: field, location: "t = \(time)", step: steps, likelyKnob: "a formula has no finite value there")
        case .singular(let time):
            return .singular(what: "the system of a step at t = \(time): the conditions or the factor of the time derivative")
        case .checkpointMismatch(let reason): return .checkpointMismatch(reason)
        }
    }
}
