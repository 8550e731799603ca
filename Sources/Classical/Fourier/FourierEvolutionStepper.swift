import Discretization
import Fields
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// Integrates a periodic problem twice, with the wanted and with a looser tolerance, side by side where threads allow.
final class FourierEvolutionStepper: SolutionStepper {
    private let problem: Problem
    private let equations: FourierEquations
    private let runs: [FourierRun]
    private let pool: ThreadPool
    /// Time steps of each run in one step of the stepper: enough to make its overhead vanish, few enough to stay responsive.
    private let batch: Int
    private var steps = 0

    init(_ equations: FourierEquations, _ options: FourierRunOptions, problem: Problem, estimates: Bool, threads: Int) throws {
        self.problem = problem
        self.equations = equations
        let range = problem.coordinates[equations.timeIndex!]
        let times = problem.output.times.isEmpty ? [range.lower, range.upper] : problem.output.times
        let all = estimates ? [options, options.coarser()] : [options]
        let forcing = ForcingProfile(problem, try EvolutionForm(problem))
        runs = try all.map { try FourierRun(equations, $0, times: times, problem: problem, forcing: forcing) }
        pool = ThreadPool(threads: min(threads, all.count))
        let points = options.initialCounts.reduce(1, *)
        batch = max(1, min(50, 200_000 / points))
    }

    private var main: FourierRun { runs[0] }

    func step() throws -> StepStatus {
        let runs = runs
        let batch = batch
        let failures = FailureBox(count: runs.count)
        pool.forEach(runs.count) { index in
            do {
                for _ in 0..<batch where !runs[index].isFinished { try runs[index].advance() }
            } catch { failures.store(error, at: index) }
        }
        if let error = failures.first { throw error }
        steps += 1
        return runs.allSatisfy(\.isFinished) ? .finished(outcome) : .running
    }

    /// Cut-off initial data are no obstacle where the equation smooths them. Where it carries them along, as advection does
    /// with a jump, the answer never comes near the tolerance: less than half of the digits asked for is not converged.
    private var outcome: Outcome {
        guard runs.allSatisfy(\.isFinished) else { return .notConverged }
        guard main.hasRoughStart else { return .converged }
        let worst = estimates(largestModes).values.map(\.relativeL2).max() ?? 0
        return worst <= main.options.tolerance.squareRoot() ? .converged : .notConverged
    }

    /// The resolution of the answer: the highest along each axis at any output time.
    private var largestModes: FourierModes {
        let modes = main.frames.map(\.modes)
        return modes[0].resized(equations.axes.indices.map { axis in modes.map { $0.counts[axis] }.max()! })
    }

    var report: StepReport {
        let (start, end) = (main.times[0], main.times[main.times.count - 1])
        let fractions = runs.map { ($0.time - start) / (end - start) }
        var quantities: [(name: String, value: Double)] = [
            ("time step", main.integrator.ladder.step), ("tail", main.tailRatio),
        ]
        for (axis, count) in main.modes.counts.enumerated() {
            quantities.append(("modes " + equations.names.coordinates[equations.axes[axis]], Double(count)))
        }
        return StepReport(
            step: main.acceptedSteps, fraction: fractions.min(), time: main.time, quantities: quantities,
            phase: main.isFinished && runs.count > 1 ? "coarse run" : "time steps")
    }

    func checkpoint() -> Checkpoint {
        var checkpoint = Checkpoint(integers: ["steps": steps], strings: ["method": FourierSolver.name])
        for (index, run) in runs.enumerated() { run.save(into: &checkpoint, prefix: "run \(index) ") }
        return checkpoint
    }

    func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["method"] == FourierSolver.name else {
            throw SolverError.checkpointMismatch("it was saved by another method")
        }
        for (index, run) in runs.enumerated() { try run.restore(from: checkpoint, prefix: "run \(index) ") }
        steps = checkpoint.integers["steps"] ?? 0
    }

    func solution() throws -> Solution {
        let frames = main.frames
        let largest = largestModes
        let isRough = main.hasRoughStart
        let initial = isRough ? Dictionary(uniqueKeysWithValues: zip(equations.evolved, equations.initialValues)) : [:]
        let isFormula = initial.values.allSatisfy { !$0.contains { if case .input = $0 { true } else { false } } }
        let evaluator = FourierEvaluator(
            equations: equations, frames: frames,
            initialValues: isFormula ? initial.filter { $0.key < problem.componentCount } : [:])
        let sampler = FourierSampler(problem: problem, equations: equations, modes: largest)
        let snapshots = try frames.enumerated().map { index, frame in
            Snapshot(time: frame.time, fields: sampler.fields(try sampler.values(frame, evaluator, snapshot: index)))
        }
        return Solution(
            method: FourierSolver.name, outcome: outcome, snapshots: snapshots, evaluator: evaluator, estimates: estimates(largest), notes: notes(largest, isRough: isRough),
            counts: counts(largest))
    }

    private func estimates(_ modes: FourierModes) -> [String: ErrorEstimate] {
        guard runs.count == 2 else { return [:] }
        var estimate = FourierErrorEstimate(problem: problem, modes: modes)
        for (index, pair) in zip(main.frames, runs[1].frames).enumerated() {
            if index == 0, main.hasRoughStart { estimate.addExact(pair.0) } else { estimate.add(pair.0, pair.1) }
        }
        return estimate.estimates(
            basis: "difference to the same method with 10 times the tolerance, starting from 5/8 of the points")
    }

    private func notes(_ modes: FourierModes, isRough: Bool) -> [String] {
        let axes = zip(equations.axes, modes.counts).map { "\($1) along \(equations.names.coordinates[$0])" }
        var notes = ["points: \(axes.joined(separator: ", "))" + (main.options.refines ? ", chosen by the program" : ", as given")]
        switch main.system.rule {
        case .polynomial(let degree) where degree > 1:
            notes.append("products are exact: \(Double(degree + 1) / 2) times the points are used for them")
        case .unbounded:
            notes.append("a nonlinear term is not a polynomial: twice the points are used for it, aliasing is small but not zero")
        case .off where !equations.isLinear: notes.append("dealiasing is off")
        default: break
        }
        if isRough {
            notes.append(
                "the initial data are not smooth as periodic functions: their series is cut off; "
                    + "the first output time shows the data as given")
        }
        return notes
    }

    private func counts(_ modes: FourierModes) -> [(name: String, value: Double)] {
        [
            ("steps", Double(main.acceptedSteps)), ("rejected steps", Double(main.rejectedSteps)),
            ("unknowns", Double(modes.pointCount * equations.evolved.count)),
        ]
    }
}
