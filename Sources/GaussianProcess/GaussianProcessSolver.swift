import Problems
import Solving

/// The unknowns as Gaussian processes conditioned on the equations, with a standard deviation at every point.
///
/// A linear problem is one Cholesky factorisation; a nonlinear one Gauss-Newton iterations of them. Kernels are chosen by evidence, never
/// by errors against a known solution.
public struct GaussianProcessSolver: Solver {
    public static let name = "gaussian-process"
    public static let summary = "Gaussian process conditioned on the equations: a mean and a standard deviation, kernel chosen by evidence"
    public static let citation = """
        Y. Chen, B. Hosseini, H. Owhadi and A. M. Stuart, Solving and learning nonlinear PDEs with Gaussian processes, \
        J. Comput. Phys. 447 (2021); M. Pfoertner, I. Steinwart, P. Hennig and J. Wenger, Physics-informed Gaussian process \
        regression generalizes linear PDE solvers, arXiv:2212.12474 (2022)
        """

    let settings: Settings

    public init(settings: Settings) throws {
        self.settings = settings
    }

    public func supports(_ problem: Problem) -> Support {
        if problem.energy != nil { return .no(because: "the problem is an energy, not equations", alternative: "pinn") }
        if problem.shape != nil && problem.region == nil { return .no(because: "the shape has not been resolved", alternative: nil) }
        if !problem.enrichment.isEmpty { return .no(because: "'enrich' adds functions that it does not take", alternative: nil) }
        if problem.isFamily { return .no(because: "the problem is a family, and no sample was chosen", alternative: nil) }
        if let parameter = problem.parameters.first(where: \.isInput) {
            return .no(because: "parameter '\(parameter.name)' is an input", alternative: "pinn")
        }
        if problem.timeIndex != nil, !problem.functionalsInLaws.isEmpty || !problem.gauges.isEmpty {
            return .no(because: "the problem holds integrals or means, and there is time", alternative: nil)
        }
        return .yes
    }

    public func makeStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper {
        if case .no(let reason, let alternative) = supports(problem) {
            throw SolverError.unsupported(term: problem.name, because: reason, try: alternative)
        }
        let own = GaussianProcessSettings(settings)
        let choice = WayChoice(
            problem, wanted: settings.text("way"), hasKernel: own.kernel != nil, asksForPoints: own.points != nil || own.sampling != nil)
        switch choice.way {
        case .dense: return try GaussianProcessStepper(problem, settings: own, context: context)
        case .mixture: return try MixtureStepper(problem, settings: own, reason: choice.reason, context: context)
        case .grid:
            if let objection = WayChoice.gridObjection(problem) {
                throw SolverError.unsupported(term: "way: grid", because: objection, try: "way: dense")
            }
            let kernels = try GridKernel.learned(problem, settings: own, context: context)
            return try GridStepper(problem, settings: GridSettings(settings), kernels: kernels, reason: choice.reason, context: context)
        }
    }
}
