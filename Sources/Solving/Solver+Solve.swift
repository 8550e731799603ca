import Problems

extension Solver {
    /// Makes the method with its default settings.
    public init() throws {
        try self.init(settings: Settings(schema: Self.schema))
    }

    /// Solves a problem in one call.
    /// - Throws: `SolverError` when the method does not take the problem or cannot go on.
    public func solve(_ problem: Problem, context: SolveContext = SolveContext()) throws -> Solution {
        if case .no(let reason, let alternative) = supports(problem) {
            throw SolverError.unsupported(term: problem.name, because: reason, try: alternative)
        }
        let stepper = try makeStepper(for: problem, context: context)
        var observer = SilentObserver()
        let outcome = try run(stepper, observer: &observer)
        var solution = try stepper.solution()
        solution.outcome = outcome
        return solution
    }
}

extension Solution {
    /// Error of every unknown against another solution with the same output times.
    public func error(against reference: Solution, of problem: Problem) throws -> [FieldVerdict] {
        try verdicts(
            against: reference.snapshots, as: .method(reference.method), problem: problem,
            referenceErrors: reference.estimates.mapValues(\.relativeL2))
    }
}
