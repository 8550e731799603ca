import Problems
import Solving

/// Frozen random features and one least-squares solve.
///
/// Nothing is trained: the features are drawn once, and a linear problem is one QR factorisation. Nonlinear problems are
/// solved by Newton's method with one least-squares problem for each iteration.
public struct FeatureSolver: Solver {
    public static let name = "features"
    public static let summary = "frozen random features and one least-squares solve: spectral accuracy on boxes and shapes, nothing is trained"
    public static let citation = """
        J. Chen, X. Chi, W. E and Z. Yang, Bridging traditional and machine learning-based algorithms for solving PDEs: \
        the random feature method, J. Mach. Learn. 1 (2022); S. Dong and Z. Li, Local extreme learning machines, \
        Comput. Methods Appl. Mech. Eng. 387 (2021)
        """

    let settings: Settings

    public init(settings: Settings) throws {
        self.settings = settings
    }

    public func supports(_ problem: Problem) -> Support {
        if problem.energy != nil { return .no(because: "the problem is an energy, not equations", alternative: PINNSolver.name) }
        if let objection = problem.inverseObjection { return .no(because: objection, alternative: PINNSolver.name) }
        if let objection = problem.collocationObjection { return .no(because: objection, alternative: nil) }
        return problem.jumpObjection(cells: cellsWithFlux(problem)).map { .no(because: $0, alternative: "multigrid") } ?? .yes
    }

    /// The cells asked for, if the flux is held where they meet.
    private func cellsWithFlux(_ problem: Problem) -> CellLayout? {
        let read = FeatureSettings(settings, time: problem.timeIndex)
        guard let counts = read.cells, counts.count == problem.coordinates.count, read.interface.contains(.flux) else { return nil }
        return CellLayout(problem, counts: counts)
    }

    public func makeStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper {
        if case .no(let reason, let alternative) = supports(problem) {
            throw SolverError.unsupported(term: problem.name, because: reason, try: alternative)
        }
        let read = FeatureSettings(settings, time: problem.timeIndex)
        if let objection = FeatureSystem.objection(to: read, problem) {
            throw SolverError.unsupported(term: objection.setting, because: objection.reason, try: nil)
        }
        return try FeatureStepper(problem, settings: read, context: context)
    }
}
