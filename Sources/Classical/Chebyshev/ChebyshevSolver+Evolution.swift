import Problems
import Solving

extension ChebyshevSolver {
    /// The stepper of an initial-value problem.
    func evolutionStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper {
        return try ChebyshevEvolution.makeStepper(
            for: problem, tolerance: settings.number("tolerance"), estimates: settings.flag("error-estimate"),
            settings: settings, context: context)
    }
}
