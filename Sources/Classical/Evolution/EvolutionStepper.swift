import Fields
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// Integrates a problem in time twice, with the wanted and with a looser tolerance, side by side where threads allow.
///
/// One step is one time step of each run that has not reached the end.
final class EvolutionStepper: SolutionStepper {
    private let method: String
    private let setup: EvolutionSetup
    private let runs: [EvolutionRun]
    private let pool: ThreadPool
    private let reasons: [String]

    /// - Parameters:
    ///   - reasons: remarks on choices the program made, for the notes of the solution.
    init(
        _ problem: Problem, method: String, options: EvolutionOptions, estimates: Bool, threads: Int, reasons: [String]
    ) throws {
        self.method = method
        self.reasons = reasons
        setup = try EvolutionSetup(problem)
        let all = estimates ? [options, options.coarser] : [options]
        let forcing = ForcingProfile(problem, setup.form)
        let peaks = problem.spaceIndices.isEmpty ? [] : DataTerms.evolutionPeaks(of: problem, tolerance: options.tolerance)
        runs = all.map { [setup] in EvolutionRun(setup, $0, forcing: forcing, peaks: peaks) }
        pool = ThreadPool(threads: min(max(threads, 1), all.count))
        // The matrices are small: the runs share the cores, and a second thread inside BLAS would only wait.
        LinearAlgebra.setThreads(1)
    }

    private var main: EvolutionRun { runs[0] }

    func step() throws -> StepStatus {
        let runs = runs
        let failures = FailureBox(count: runs.count)
        pool.forEach(runs.count) { index in
            do {
                if !runs[index].isFinished { try runs[index].advance() }
            } catch { failures.store(error, at: index) }
        }
        if let error = failures.first { throw error }
        return runs.allSatisfy(\.isFinished) ? .finished(main.isUnderResolved ? .notConverged : .converged) : .running
    }

    var report: StepReport {
        let (start, end) = (setup.times[0], setup.times[setup.times.count - 1])
        let fractions = runs.map { ($0.time - start) / (end - start) }
        var quantities: [(name: String, value: Double)] = [
            ("time step", main.integrator?.lastStep ?? 0), ("error ratio", main.integrator?.errorRatio ?? 0),
        ]
        if !main.axes.isEmpty { quantities.append(("tail", main.worstTail)) }
        for (axis, count) in zip(main.axes, main.elementCounts) {
            quantities.append(((axis.isPeriodic ? "points " : "elements ") + axis.name, Double(count)))
        }
        return StepReport(
            step: main.integrator?.steps ?? 0, fraction: fractions.min(), time: main.time, quantities: quantities,
            phase: main.isFinished && runs.count > 1 ? "coarse run" : "time steps")
    }

    func checkpoint() -> Checkpoint {
        var checkpoint = Checkpoint(strings: ["method": method])
        for (index, run) in runs.enumerated() { run.save(to: &checkpoint, prefix: "run \(index) ") }
        return checkpoint
    }

    func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["method"] == method else {
            throw SolverError.checkpointMismatch("it was saved by another method")
        }
        for (index, run) in runs.enumerated() { try run.restore(from: checkpoint, prefix: "run \(index) ") }
    }

    func solution() throws -> Solution {
        guard !main.frames.isEmpty else { throw SolverError.checkpointMismatch("no time step has been taken yet") }
        let sampler = EvolutionSampler(setup.problem, frames: runs.flatMap(\.frames))
        let snapshots = main.frames.map(sampler.snapshot)
        let isDone = runs.allSatisfy(\.isFinished)
        let evaluator = EvolutionEvaluator(spaceIndices: setup.problem.spaceIndices, frames: main.frames)
        return Solution(
            method: method, outcome: isDone && !main.isUnderResolved ? .converged : .notConverged, snapshots: snapshots,
            evaluator: evaluator, estimates: estimates(snapshots, sampler), notes: notes, counts: counts)
    }

    /// Differences between the runs over the output times both have reached.
    private func estimates(_ snapshots: [Snapshot], _ sampler: EvolutionSampler) -> [String: ErrorEstimate] {
        guard runs.count == 2 else { return [:] }
        let coarse = runs[1].frames.map(sampler.snapshot)
        let common = min(snapshots.count, coarse.count)
        guard common > 0 else { return [:] }
        let order = main.options.integrator == .radau ? ", order \(2 * runs[1].options.stages - 1) in time" : ""
        let less = main.options.points - runs[1].options.points
        let basis = "difference to a run with 30 times the tolerance" + order
            + (setup.problem.spaceIndices.isEmpty ? "" : ", \(less) points less in an element")
            + "; bounds the error of that run"
        var estimates: [String: ErrorEstimate] = [:]
        for unknown in setup.problem.unknowns {
            let error = try? FieldError(
                of: unknown.name, in: Array(coarse[..<common]), against: Array(snapshots[..<common]))
            guard let error else { continue }
            estimates[unknown.name] = ErrorEstimate(
                relativeL2: error.relativeL2, maximum: error.maximum, basis: basis)
        }
        return estimates
    }

    private var notes: [String] {
        var notes = reasons
        for (axis, count) in zip(main.axes, main.elementCounts) {
            let chosen = main.options.adapts ? ", placed by the program" : ", as given"
            notes.append(
                axis.isPeriodic
                    ? "points along \(axis.name): \(count)"
                    : "elements along \(axis.name): \(count) of \(axis.residualPointsPerElement) points\(chosen)")
        }
        notes += main.peaks.filter { !$0.isResolved(by: main.axes.map(\.residualPoints)) }.map(\.remark)
        if main.isUnderResolved {
            notes.append("more points were needed than allowed: the last coefficients are \(main.worstTail) times too large")
        }
        return notes
    }

    private var counts: [(name: String, value: Double)] {
        guard let integrator = main.integrator else { return [] }
        var counts = integrator.counts + [("unknowns", Double(integrator.state.count))]
        if !main.axes.isEmpty {
            counts += [("divisions of elements", Double(main.divisions)), ("merges of elements", Double(main.merges))]
        }
        return counts
    }
}
