import Problems
import Solving

extension FourierSolver: FamilySolver {
    public static let gridSettings: Set<String> = ["modes", "max-modes", "adapt-modes", "error-estimate"]

    /// Error of a step allowed for the samples of a family where the file gives no tolerance: the learned operators that are
    /// trained on them are far from it.
    private static let sampleTolerance = 1e-7

    public func makeSampleSolver(for problem: Problem, request: SampleRequest) throws -> any SampleSolver {
        if case .no(let reason, let alternative) = supports(problem) {
            throw SolverError.unsupported(term: problem.name, because: reason, try: alternative)
        }
        guard problem.timeIndex != nil else {
            throw SolverError.unsupported(term: problem.name, because: "the problem is steady", try: nil)
        }
        if let parameter = problem.parameters.first(where: { $0.sampling != nil }) {
            throw SolverError.unsupported(term: parameter.name, because: "the parameter differs from sample to sample", try: nil)
        }
        // At the second level time errors shrink by 16 and more.
        let isFine = request.level > 1
        let tolerance = settings.given.contains("tolerance") ? settings.number("tolerance") : Self.sampleTolerance
        let step = settings.has("step") ? settings.number("step") : nil
        return try FourierSampleSolver(
            problem, equations: FourierEquations(evolution: problem), request: request,
            tolerance: isFine ? max(tolerance / 32, 1e-13) : tolerance, step: step.map { isFine ? $0 / 2 : $0 },
            dealiases: settings.flag("dealias"))
    }
}
