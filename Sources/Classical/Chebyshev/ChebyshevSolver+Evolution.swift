import Problems
import Solving

extension ChebyshevSolver {
    /// Settings of problems with time.
    static var evolutionSchema: [SettingDescription] { [] }

    /// The stepper of a problem with time.
    func evolutionStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper {
        throw SolverError.unsupported(
            term: problem.coordinates.first { $0.isTime }?.name ?? "t",
            because: "this build integrates no problems in time by collocation", try: nil)
    }
}
