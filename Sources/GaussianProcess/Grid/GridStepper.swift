import Discretization
import Fields
import Kernels
import NumericsCore
import Problems
import Solving

/// Gaussian processes on tensor grids of boxes: values at the grid's points are eliminated in closed form, and the equations for them
/// solved by fast diagonalisation, Newton's method with Krylov iterations, or factorisation.
///
/// Without a kernel the grid is that of the flat limit: interpolation by ever smoother and longer kernels tends to interpolation by
/// polynomials (Driscoll and Fornberg 2002), here at Chebyshev points. One step is a direct solve or an iteration.
final class GridStepper: SolutionStepper {
    enum Stage: String {
        /// A large grid of a nonlinear problem starts from the answer of a smaller one.
        case preparing
        case refining, comparing, sampling, finished
    }

    let problem: Problem
    /// Time is an axis like the others where there is one.
    let spaceTime: SpaceTime?
    let discrete: CollocationProblem
    let settings: GridSettings
    let kernels: [GridKernel]
    let policy: GridPolicy
    let seed: UInt64
    /// Why this way was taken.
    let reason: String
    var stage = Stage.refining
    var stepCount = 0
    var iterations = 0
    var failures = 0
    var hasRepeated = false
    var axes: [AxisDiscretization]
    /// The last two answers, the newest last.
    var solved: [SolvedLevel] = []
    /// The answer of the smaller grid.
    var prepared: SolvedLevel?
    var level: LevelSolve?
    /// The direct solver of the answer, if it has one.
    var direct: SeparableSolver?
    /// By component, on the points of `places`.
    var deviations: [Tensor<Double>] = []
    var outcome: Outcome?
    /// The outcome once error bars are there.
    var pending = Outcome.converged
    var remarks: [String] = []
    private(set) var report: StepReport

    /// - Parameter kernels: one an axis; empty for the flat limit.
    init(_ problem: Problem, settings: GridSettings, kernels: [GridKernel], reason: String, context: SolveContext) throws {
        self.problem = problem
        self.settings = settings
        self.kernels = kernels
        self.reason = reason
        seed = context.seed
        (spaceTime, discrete, policy) = try Self.discretization(problem, settings, kernels)
        axes = policy.start()
        if let smaller = policy.preparation() {
            stage = .preparing
            axes = smaller
        }
        report = StepReport(step: 0, fraction: nil, time: nil, quantities: [], phase: "set-up")
        LinearAlgebra.setThreads(context.threads)
    }

    private static func discretization(
        _ problem: Problem, _ settings: GridSettings, _ kernels: [GridKernel]
    ) throws -> (SpaceTime?, CollocationProblem, GridPolicy) {
        do {
            let spaceTime = SpaceTime(problem, marchable: true)
            let discrete = CollocationProblem(try spaceTime?.steady(problem) ?? problem).substitutingDefinitions()
            let bases = discrete.spaceIndices.enumerated().map { axis, coordinate in
                kernels.isEmpty || discrete.coordinates[coordinate].isPeriodic ? nil : kernels[axis].basis
            }
            let policy = try GridPolicy(discrete, wanted: settings.points, bases: bases, tolerance: 0.01 * settings.tolerance)
            return (spaceTime, discrete, policy)
        } catch {
            throw SolverError(error)
        }
    }

    /// Below this corrections of Newton's method are rounding.
    private static let newtonTolerance = 1e-12
    /// Unknowns up to which a matrix is dense.
    static let denseLimit = 6000

    func step() throws -> StepStatus {
        stepCount += 1
        do {
            if stage == .sampling {
                try sample()
            } else {
                try solveOn()
            }
        } catch let error as DiscretizationError {
            throw SolverError(error)
        }
        return outcome.map { .finished($0) } ?? .running
    }

    private func solveOn() throws {
        if level == nil { level = try makeLevel() }
        let status = try level!.step()
        iterations += 1
        let progress = level!.progress
        report = StepReport(
            step: stepCount, fraction: nil, time: nil,
            quantities: [(name: "unknowns", value: Double(level!.system.count)), (name: "correction", value: progress.correction)],
            phase: level!.phase)
        switch status {
        case .running:
            // On a grid that shows too little Newton's method wanders: a finer one costs less than what would follow.
            if level!.iterations > 12 || !level!.isNewton, isRefinable { try retry(progress.correction) }
        case .solved(let state): try accept(state)
        case .failed(let correction): try retry(correction)
        }
    }

    private func makeLevel() throws -> LevelSolve {
        var system = try CollocationSystem(discrete, axes: axes)
        while solved.isEmpty && failures == 0, let finer = policy.resolvingData(axes, DataResolution(system).tails, isAffine: system.isAffine) {
            axes = finer
            system = try CollocationSystem(discrete, axes: axes)
        }
        var start = Tensor(shape: [system.count], repeating: 0.0)
        if let last = solved.last ?? prepared { start = last.layout.prolong(last.state, to: system.layout) }
        return LevelSolve(system, from: start, tolerance: Self.newtonTolerance, denseLimit: Self.denseLimit)
    }

    private func accept(_ state: Tensor<Double>) throws {
        guard let finished = level else { return }
        if stage == .preparing {
            prepared = SolvedLevel(layout: finished.system.layout, state: state)
            (level, axes, stage) = (nil, policy.start(), .refining)
            return
        }
        let isDirect = finished.isDirect
        if !(policy.isFixed && stage == .comparing) { direct = finished.separable }
        solved = solved.suffix(1) + [SolvedLevel(layout: finished.system.layout, state: state)]
        level = nil
        if stage == .comparing {
            if policy.isFixed { return finish(.converged) }
            if try difference() <= settings.tolerance { return finish(.converged) }
            if hasRepeated { return finish(.notConverged) }
            hasRepeated = true
        }
        if stage == .refining, try hasEndedSlowly() { return finish(.converged) }
        guard let next = policy.refined(axes, tails: solved.last!.tails.map { $0.max() ?? 0 }) else {
            if policy.isFixed && !settings.hasDeviation { return finish(.converged) }
            stage = .comparing
            axes = policy.comparison(axes)
            return
        }
        guard policy.fits(next, isDirect: isDirect) else { return finish(.notConverged) }
        stage = .refining
        axes = next
    }

    /// Whether two grids agree as well as was asked while coefficients fall only slowly, as at corners: more points would go on for long.
    private func hasEndedSlowly() throws -> Bool {
        guard solved.count == 2, try difference() <= settings.tolerance else { return false }
        let tails = solved.map { $0.tails.flatMap { $0 }.max() ?? 0 }
        return tails[1] > 0.1 * tails[0]
    }

    private func retry(_ correction: Double) throws {
        let finer = finerAxes
        guard isRefinable else {
            throw SolverError.notConverged(
                residual: correction, tolerance: Self.newtonTolerance, likelyKnob: "a finer 'grid', or a parameter that smooths the solution")
        }
        failures += 1
        level = nil
        axes = finer
    }

    private var finerAxes: [AxisDiscretization] { axes.map { $0.resized(to: $0.residualPointsPerElement * 3 / 2 + 1) } }

    private var isRefinable: Bool { failures < 5 && !policy.isFixed && policy.fits(finerAxes, isDirect: false) }

    private func finish(_ outcome: Outcome) {
        pending = outcome
        if settings.hasDeviation && solved.count == 2 { stage = .sampling } else { end() }
    }

    private func end() {
        stage = .finished
        outcome = pending
    }

    private func sample() throws {
        deviations = try makeDeviations()
        report = StepReport(
            step: stepCount, fraction: nil, time: nil, quantities: [(name: "samples", value: Double(settings.samples))], phase: "error bars")
        end()
    }
}
