/// Static checks of a problem, all collected.
struct WellPosedness {
    let problem: Problem

    init(_ problem: Problem) {
        self.problem = problem
    }

    func diagnostics() -> [Diagnostic] { [] }
}
