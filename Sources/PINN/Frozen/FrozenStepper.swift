import Fields
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// Integrates a problem twice, with the wanted and with a looser tolerance and other functions, side by side where threads allow.
///
/// One step is one time step of each run that has not reached the end.
final class FrozenStepper: SolutionStepper {
    let problem: Problem
    let equations: FrozenEquations
    let runs: [any FrozenRun]
    private let pool: ThreadPool
    private let threads: Int

    /// Matrices smaller than this are factored faster by one thread than by two.
    private static let manyUnknowns = 200

    init(_ problem: Problem, settings: FrozenSettings, context: SolveContext) throws {
        self.problem = problem
        var equations = try FrozenEquations(problem)
        equations.peaks = DataTerms.evolutionPeaks(of: problem, tolerance: settings.tolerance)
        self.equations = equations
        threads = max(context.threads, 1)
        // Functions must have the same bits whatever ran before.
        LinearAlgebra.setThreads(1)
        runs = try Self.runs(equations, settings, seed: context.seed)
        pool = ThreadPool(threads: min(max(context.threads, 1), runs.count))
    }

    private static func runs(_ equations: FrozenEquations, _ settings: FrozenSettings, seed: UInt64) throws -> [any FrozenRun] {
        let forcing = ForcingProfile(equations.problem, equations.form)
        if equations.takesFourierModes, settings.basis != .windows {
            let options = PeriodicRun.Options(settings)
            let all = settings.estimates ? [options, options.coarser] : [options]
            return try all.map { try PeriodicRun(equations, $0, forcing: forcing) }
        }
        if settings.basis == .fourier {
            throw SolverError.unsupported(
                term: "basis: fourier", because: equations.isPeriodic
                    ? "the space derivatives of highest order have coefficients that vary"
                    : equations.spaces.count == 1 ? "the coordinate is not periodic" : "not all coordinates are periodic", try: nil)
        }
        let options = WindowOptions(settings, seed: seed)
        let mirror = settings.usesSymmetry ? equations.mirror() : nil
        let all = settings.estimates ? [options, options.coarser] : [options]
        if equations.spaces.count > 1 { return try all.map { try TensorRun(equations, $0, forcing: forcing) } }
        return try all.map { try WindowRun(equations, $0, mirror: mirror, forcing: forcing) }
    }

    var main: any FrozenRun { runs[0] }

    func step() throws -> StepStatus {
        let runs = runs
        // Both runs side by side, each with one thread in BLAS; the last one alone has all of them where its matrices are large.
        let active = runs.filter { !$0.isFinished }
        let isLarge = active.count == 1 && active[0].matrixOrder >= Self.manyUnknowns
        LinearAlgebra.setThreads(isLarge ? threads : 1)
        defer { LinearAlgebra.setThreads(1) }
        let failures = StepFailures(count: runs.count)
        pool.forEach(runs.count) { index in
            do {
                if !runs[index].isFinished { try runs[index].advance() }
            } catch { failures.store(error, at: index) }
        }
        if let error = failures.first { throw error }
        guard runs.allSatisfy(\.isFinished) else { return .running }
        return .finished(try ending())
    }

    /// What the answer of finished runs is worth: the basis held the solution, and the runs are no further apart than the looser one
    /// may be from the truth.
    private func ending() throws -> Outcome {
        guard !main.isUnderResolved, missedData == nil else { return .notConverged }
        guard runs.count == 2 else { return .converged }
        let grid = Grid(axes)
        let found = try estimates(try main.frames.map { try $0.snapshot(on: grid, of: equations) }, grid)
        let worst = found.values.map(\.relativeL2).max() ?? .infinity
        return worst <= runs[1].accuracy ? .converged : .notConverged
    }

    /// A place of the data that the points of the basis at its time are too far apart for; nil if there is none.
    private var missedData: DataPeak? {
        equations.peaks.first { peak in
            let time = peak.position[equations.time]
            let frame = main.frames.min { abs($0.time - time) < abs($1.time - time) }!
            return !peak.isResolved(by: frame.expansion.axes(equations.coordinates).map(\.points))
        }
    }

    var report: StepReport {
        let (start, end) = (equations.times[0], equations.times[equations.times.count - 1])
        return StepReport(
            step: main.stepCount, fraction: runs.map { ($0.time - start) / (end - start) }.min(), time: main.time,
            quantities: main.quantities, phase: main.isFinished && runs.count > 1 ? "coarse run" : "time steps")
    }

    func checkpoint() -> Checkpoint {
        var checkpoint = Checkpoint(strings: ["method": FrozenBasisSolver.name])
        for (index, run) in runs.enumerated() { run.save(to: &checkpoint, prefix: "run \(index) ") }
        return checkpoint
    }

    func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["method"] == FrozenBasisSolver.name else {
            throw SolverError.checkpointMismatch("it was saved by another method")
        }
        for (index, run) in runs.enumerated() { try run.restore(from: checkpoint, prefix: "run \(index) ") }
    }

    func solution() throws -> Solution {
        guard !main.frames.isEmpty else { throw SolverError.checkpointMismatch("no time step has been taken yet") }
        let grid = Grid(axes)
        let snapshots = try main.frames.map { try $0.snapshot(on: grid, of: equations) }
        let isDone = runs.allSatisfy(\.isFinished)
        return Solution(
            method: FrozenBasisSolver.name, outcome: isDone ? try ending() : .notConverged, snapshots: snapshots,
            evaluator: FrozenEvaluator(equations: equations, frames: main.frames, stored: main.stored), estimates: try estimates(snapshots, grid),
            notes: main.notes + (missedData.map { [$0.remark] } ?? []), counts: main.counts)
    }

    /// The points asked for, or those that hold the frames.
    private var axes: [GridAxis] {
        let coordinates = equations.coordinates
        if let counts = problem.output.grid {
            return zip(coordinates, counts).map { coordinate, count in
                coordinate.isPeriodic
                    ? .periodic(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: count)
                    : .uniform(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: count)
            }
        }
        let found = main.frames.map { $0.expansion.axes(coordinates) }
        return coordinates.indices.map { axis in found.map { $0[axis] }.max { $0.count < $1.count }! }
    }

    /// Differences between the runs over the output times both have reached.
    private func estimates(_ snapshots: [Snapshot], _ grid: Grid) throws -> [String: ErrorEstimate] {
        guard runs.count == 2 else { return [:] }
        let common = min(snapshots.count, runs[1].frames.count)
        guard common > 0 else { return [:] }
        let coarse = try runs[1].frames[..<common].map { try $0.snapshot(on: grid, of: equations) }
        let basis = "difference to a run with a looser tolerance and other functions; bounds the error of that run"
        var estimates: [String: ErrorEstimate] = [:]
        for unknown in problem.unknowns {
            guard let error = try? FieldError(of: unknown.name, in: coarse, against: Array(snapshots[..<common])) else { continue }
            estimates[unknown.name] = ErrorEstimate(relativeL2: error.relativeL2, maximum: error.maximum, basis: basis)
        }
        return estimates
    }
}
