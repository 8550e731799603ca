import Discretization
import Fields
import NumericsCore
import Problems
import Solving

/// Solves a boundary-value problem on grids of falling spacing, each started from the one before; one step is one iteration
/// of Newton's method, which is all that a linear problem needs.
///
/// The last grids give the error estimate and the observed order.
final class MultigridStepper: SolutionStepper {
    let problem: Problem
    let settings: MultigridSettings
    let policy: GridPolicy
    /// Answers of up to three grids, the finest last.
    var answers: [LatticeAnswer] = []
    /// Cells of the grid being solved.
    var cells: [Int]
    var stepCount = 0
    var newtonIterations = 0
    /// Krylov steps of the last grid solved.
    var cycles = 0
    /// Whether the multigrid for constant coefficients did on the last grid.
    var isOfConstantCoefficients = false
    var relativeResidual = 0.0
    var imbalance: Double?
    var newton: StencilNewton?
    /// Places of the data that grids must have points for.
    let peaks: [DataPeak]
    private let pool: ThreadPool?
    var outcome: Outcome?
    private(set) var report: StepReport

    /// Most iterations of Newton's method on one grid.
    private static let mostIterations = 50

    init(_ problem: Problem, settings: MultigridSettings, context: SolveContext) {
        self.problem = problem
        self.settings = settings
        policy = GridPolicy(problem, settings: settings)
        cells = policy.start()
        peaks = DataTerms.peaks(of: problem, tolerance: settings.tolerance)
        report = StepReport(step: 0, fraction: nil, time: nil, quantities: [], phase: "set-up")
        LinearAlgebra.setThreads(context.threads)
        pool = context.threads > 1 ? ThreadPool(threads: context.threads) : nil
    }

    func step() throws -> StepStatus {
        do {
            stepCount += 1
            if newton == nil { newton = try makeNewton() }
            let status = try newton!.step()
            newtonIterations += 1
            updateReport()
            switch status {
            case .running where newton!.iterations < Self.mostIterations: return .running
            case .converged: return try finishGrid()
            case .running, .stalled: throw stalled(newton!)
            }
        } catch let error as DiscretizationError {
            throw SolverError(error)
        }
    }

    private func stalled(_ newton: StencilNewton) -> SolverError {
        .notConverged(
            residual: newton.relativeResidual, tolerance: settings.algebraicTolerance,
            likelyKnob: newton.system.isAffine
                ? "algebraic-tolerance: rounding, or an indefinite equation, keeps the residual above it"
                : "a parameter that makes the problem more diffusive, or more cells")
    }

    private func makeNewton() throws -> StencilNewton {
        let system = try StencilSystem(problem, cells: cells)
        var start = Tensor(shape: [system.count], repeating: 0.0)
        if let last = answers.last {
            start = last.start(on: system.lattice)
        } else {
            if !system.isAffine { start = try HarmonicStart.state(problem, cells: cells) ?? start }
            start = Self.finiteStart(system, start)
        }
        return StencilNewton(system, from: start, tolerance: settings.algebraicTolerance, pool: pool)
    }

    /// The start, or one where the equation has no value at it (logarithms, quotients).
    private static func finiteStart(_ system: StencilSystem, _ start: Tensor<Double>) -> Tensor<Double> {
        var rows = start
        var workspace = system.makeWorkspace()
        system.evaluate(start, into: &rows, workspace: &workspace)
        return LinearAlgebra.norm(rows).isFinite ? start : Tensor(shape: start.shape, repeating: 1)
    }

    private func finishGrid() throws -> StepStatus {
        guard let finished = newton else { return .running }
        newton = nil
        cycles = finished.cycles
        isOfConstantCoefficients = finished.isOfConstantCoefficients
        relativeResidual = finished.relativeResidual
        imbalance = finished.imbalance
        let state = finished.system.continued(try finished.gauged(problem))
        answers = answers.suffix(2) + [LatticeAnswer(lattice: finished.system.lattice, state: state, mask: finished.system.grid.mask)]
        if !policy.isFixed, answers.count > 2, let estimate = try convergence().estimate,
            estimate.relativeL2 <= settings.tolerance, missedData == nil
        {
            return end(.converged)
        }
        guard let next = policy.next(cells) else { return end(policy.isFixed ? .converged : .notConverged) }
        cells = next
        return .running
    }

    /// A place of the data that the finest grid so far has too few points for; nil if there is none.
    var missedData: DataPeak? { answers.last.flatMap { peaks.missed(by: $0.lattice.cells, of: problem) } }

    func convergence() throws -> GridConvergence { try GridConvergence(answers, unknown: problem.unknowns[0]) }

    private func end(_ outcome: Outcome) -> StepStatus {
        self.outcome = outcome
        return .finished(outcome)
    }

    private func updateReport() {
        guard let newton else { return }
        report = StepReport(
            step: stepCount, fraction: nil, time: nil,
            quantities: [
                (name: "residual", value: newton.relativeResidual), (name: "correction", value: newton.correction),
                (name: "cycles", value: Double(newton.cycles)), (name: "unknowns", value: Double(newton.system.count)),
            ],
            phase: cells.map(String.init).joined(separator: " x ") + " cells")
    }
}
