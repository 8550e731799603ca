import Problems
import Solving

extension ChebyshevSolver {
    /// The stepper of a problem with time.
    func evolutionStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper {
        guard ChebyshevEvolution.isEvolution(problem) else {
            let condition = problem.conditions.first { if case .instant = $0.place { true } else { false } }
            throw SolverError.unsupported(
                term: condition?.name ?? "t", because: "only problems whose conditions in time are all at the start are integrated",
                try: problem.spaceIndices.isEmpty ? "runge-kutta" : nil)
        }
        return try ChebyshevEvolution.makeStepper(
            for: problem, tolerance: settings.number("tolerance"), estimates: settings.flag("error-estimate"),
            settings: settings, context: context)
    }
}
