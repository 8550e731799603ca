import Discretization
import NumericsCore
import Problems
import Solving

final class FourierSteadyStepper: SolutionStepper {
    init(_ equations: FourierEquations, _ options: FourierRunOptions, problem: Problem, estimates: Bool) throws {
        throw SolverError.unsupported(term: problem.name, because: "steady problems are not taken yet", try: "chebyshev")
    }
    func step() throws -> StepStatus { .running }
    var report: StepReport { StepReport(step: 0, fraction: nil, time: nil, quantities: [], phase: "") }
    func checkpoint() -> Checkpoint { Checkpoint() }
    func restore(_ checkpoint: Checkpoint) throws {}
    func solution() throws -> Solution { preconditionFailure() }
}
