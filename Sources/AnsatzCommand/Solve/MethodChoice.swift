import Ansatz

/// The methods that solve a problem, by the command line, the file or the catalogue.
struct MethodChoice {
    var methods: [any Solver.Type]
    /// Listed methods that this build does not contain.
    var unavailable: [String] = []
    /// Why the catalogue chose, for `auto`.
    var reason: String?

    /// Why no method can be run.
    struct Refusal: Error {
        var message: String
        var status: ExitStatus
    }

    /// - Parameter asked: a method's name, `auto`, `all`, or nil for the first method the file lists.
    /// - Throws: `Refusal`
    init(for problem: Problem, asked: String?, catalogue: SolverCatalogue = .standard) throws(Refusal) {
        switch asked ?? problem.solvers.first?.method ?? "auto" {
        case "auto": try self.init(automatically: problem, catalogue)
        case "all":
            let missing = problem.solvers.map(\.method).filter { catalogue.method(named: $0) == nil }
            let listed = problem.solvers.compactMap { catalogue.method(named: $0.method) }
            let fitting = listed.isEmpty ? catalogue.methods.filter { Self.refusal(of: $0, problem) == nil } : listed
            if fitting.isEmpty { try self.init(automatically: problem, catalogue) } else { self.init(methods: fitting) }
            unavailable = missing
        case let name:
            if let method = catalogue.method(named: name) {
                self.init(methods: [method])
            } else {
                throw Self.unknown(name, catalogue)
            }
        }
    }

    private init(methods: [any Solver.Type]) { self.methods = methods }

    private init(automatically problem: Problem, _ catalogue: SolverCatalogue) throws(Refusal) {
        let (choice, refusals) = catalogue.choose(for: problem)
        let reasons = refusals.map { "\($0.method): no, \($0.because)" }
        guard let choice else {
            let lines = reasons.map { "\n  " + $0 }.joined()
            throw Refusal(message: "no method of this build takes the problem" + lines, status: .rejected)
        }
        methods = [choice]
        reason = reasons.isEmpty ? "the first of the catalogue that fits" : reasons.joined(separator: "; ")
    }

    /// Why a method with its settings from the file does not take the problem; nil if it does.
    static func refusal(of method: any Solver.Type, _ problem: Problem, settings: Settings? = nil) -> SolverError? {
        guard let solver = try? method.init(settings: settings ?? Settings(schema: method.schema)),
            case .no(let reason, let alternative) = solver.supports(problem)
        else { return nil }
        return .unsupported(term: problem.name, because: reason, try: alternative)
    }

    private static func unknown(_ name: String, _ catalogue: SolverCatalogue) -> Refusal {
        if catalogue.missing.contains(name) {
            return Refusal(message: "the method '\(name)' is not in this build", status: .unavailable)
        }
        let names = catalogue.methods.map { $0.name }
        let near = Suggestion.nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? "."
        return Refusal(
            message: "there is no method '\(name)'\(near) Methods: \(names.joined(separator: ", "))", status: .usage)
    }
}
