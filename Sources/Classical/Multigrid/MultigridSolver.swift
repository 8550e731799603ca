import Discretization
import Problems
import Solving

/// Conservative finite differences of second order on equally spaced grids, solved by multigrid; second-order elliptic
/// equations with variable, discontinuous and anisotropic coefficients.
public struct MultigridSolver: Solver {
    public static let name = "multigrid"
    public static let summary =
        "finite differences and multigrid for second-order elliptic equations; coefficients may vary and jump"
    public static let citation = """
        U. Trottenberg, C. W. Oosterlee and A. Schüller, Multigrid, Academic Press (2001); \
        S. V. Patankar, Numerical Heat Transfer and Fluid Flow, Hemisphere (1980)
        """

    let settings: Settings

    public init(settings: Settings) throws {
        self.settings = settings
    }

    public func supports(_ problem: Problem) -> Support {
        if let reason = Self.objection(problem) { return .no(because: reason, alternative: nil) }
        do {
            try Self.trial(problem)
            return .yes
        } catch {
            return .no(because: error.reason, alternative: Self.alternative(problem))
        }
    }

    /// What in the shape of the problem rules the method out.
    private static func objection(_ problem: Problem) -> String? {
        if problem.energy != nil { return "the problem is an energy, not equations" }
        if problem.spaceIndices.count > 3 { return "the problem has more than three space coordinates" }
        if problem.shape != nil && problem.region == nil { return "the shape has not been resolved" }
        if let objection = problem.inverseObjection { return objection }
        if let field = problem.inputs.first(where: { if case .family = $0.kind { true } else { false } }) {
            return "'\(field.name)' is a random field, and no sample was chosen"
        }
        return nil
    }

    private static func alternative(_ problem: Problem) -> String? {
        problem.spaceIndices.allSatisfy { problem.coordinates[$0].isPeriodic } ? "fourier" : "chebyshev"
    }

    /// Assembles the coarsest system, which finds everything that cannot be taken.
    private static func trial(_ problem: Problem) throws(DiscretizationError) {
        let system = try StencilSystem(problem, cells: problem.spaceIndices.map { _ in problem.region == nil ? 8 : 16 })
        if problem.gauges.count > 1 { throw .unsupported(term: "\(problem.gauges.count) gauges", because: "one is enough") }
        for gauge in problem.gauges { _ = try StencilGauge(gauge, problem: problem, system: system) }
        try system.checkSigns()
    }

    public func makeStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper {
        if case .no(let reason, let alternative) = supports(problem) {
            throw SolverError.unsupported(term: problem.name, because: reason, try: alternative)
        }
        let settings = MultigridSettings(settings)
        return problem.timeIndex == nil
            ? MultigridStepper(problem, settings: settings, context: context)
            : try MultigridEvolutionStepper(problem, settings: settings, context: context)
    }
}
