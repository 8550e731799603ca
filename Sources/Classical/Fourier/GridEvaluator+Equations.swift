import Discretization
import Expressions
import Problems
import Solving
import TimeIntegration

extension GridEvaluator {
    /// An evaluator over the axes of sorted equations.
    /// - Throws: `SolverError.unsupported`.
    static func make(
        _ expressions: [Expression], _ equations: FourierEquations, modes: FourierModes, points: [Int], problem: Problem,
        recipe: (Jet) throws -> Recipe
    ) throws -> GridEvaluator {
        do {
            return try GridEvaluator(
                expressions, axes: equations.axes, modes: modes, points: points, problem: problem, recipe: recipe)
        } catch let error as EvolutionError {
            throw SolverError.unsupported(term: error.term, because: error.reason, try: nil)
        }
    }
}
