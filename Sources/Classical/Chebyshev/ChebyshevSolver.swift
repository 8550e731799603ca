import Discretization
import Expressions
import Problems
import Solving

/// Rectangular Chebyshev collocation on boxes: boundary-value problems by Newton's method, evolution problems by
/// implicit integration in time on top of the same discretisation.
public struct ChebyshevSolver: Solver {
    public static let name = "chebyshev"
    public static let summary = "Chebyshev collocation on boxes, spectral accuracy, elements placed where they are needed"
    public static let citation = """
        T. A. Driscoll and N. Hale, Rectangular spectral collocation, IMA J. Numer. Anal. 36 (2016); \
        L. N. Trefethen, Spectral Methods in MATLAB, SIAM (2000); \
        P. Deuflhard, Newton Methods for Nonlinear Problems, Springer (2004)
        """

    let settings: Settings

    public init(settings: Settings) throws {
        self.settings = settings
    }

    public func supports(_ problem: Problem) -> Support {
        if problem.energy != nil { return .no(because: "the problem is an energy, not equations", alternative: nil) }
        if !problem.isBox { return .no(because: "the domain is not a box", alternative: nil) }
        if problem.spaceIndices.count > 3 { return .no(because: "the problem has more than three space coordinates", alternative: nil) }
        if let objection = problem.inverseObjection { return .no(because: objection, alternative: nil) }
        if let jump = problem.equations.lazy.compactMap(\.jumpingCoefficient).first {
            return .no(
                because: "'\(jump.printed(SymbolNames(problem)))' may jump, and polynomials do not see jumps of coefficients",
                alternative: MultigridSolver.name)
        }
        do {
            if let whole = SpaceTime(problem) {
                try Self.trial(CollocationProblem(whole.steady(problem)).substitutingDefinitions())
            } else if problem.timeIndex == nil {
                try Self.trial(CollocationProblem(problem).substitutingDefinitions())
            } else if !ChebyshevEvolution.isEvolution(problem) {
                return .no(because: "the problem has no space coordinates", alternative: "runge-kutta")
            } else if let reason = ChebyshevEvolution.objection(problem) {
                return .no(because: reason, alternative: nil)
            }
            return .yes
        } catch {
            return .no(because: error.reason, alternative: nil)
        }
    }

    public func makeStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper {
        if case .no(let reason, let alternative) = supports(problem) {
            throw SolverError.unsupported(term: problem.name, because: reason, try: alternative)
        }
        do {
            if problem.timeIndex != nil && SpaceTime(problem) == nil { return try evolutionStepper(for: problem, context: context) }
            return try SteadyStepper(problem, settings: ChebyshevSettings(settings), context: context)
        } catch let error as DiscretizationError {
            throw SolverError(error)
        }
    }

    /// Builds the system at the lowest resolution, which finds everything that cannot be taken.
    static func trial(_ problem: CollocationProblem) throws(DiscretizationError) {
        let axes = problem.spaceIndices.map { index in
            let coordinate = problem.coordinates[index]
            return coordinate.isPeriodic
                ? AxisDiscretization(periodic: coordinate.name, from: coordinate.lower, to: coordinate.upper, count: 4)
                : AxisDiscretization(
                    coordinate.name, breaks: [coordinate.lower, coordinate.upper], residualPointsPerElement: 3)
        }
        _ = try CollocationSystem(problem, axes: axes)
    }
}
