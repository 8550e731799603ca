import Problems

/// The methods of a build, in the order of preference of `auto`; an explicit list, passed in where it is needed.
public struct SolverCatalogue: Sendable {
    public let methods: [any Solver.Type]
    /// Methods of the problem language that this build does not contain.
    public let missing: [String]

    public init(_ methods: [any Solver.Type], missing: [String] = []) {
        self.methods = methods
        self.missing = missing
    }

    /// The method of that name, if this build has it.
    public func method(named name: String) -> (any Solver.Type)? {
        methods.first { $0.name == name }
    }

    /// The first method that takes the problem, with every refusal before it.
    public func choose(for problem: Problem) -> (choice: (any Solver.Type)?, refusals: [(method: String, because: String)]) {
        var refusals: [(method: String, because: String)] = []
        for method in methods {
            guard let solver = try? method.init(settings: Settings(schema: method.schema)) else { continue }
            switch solver.supports(problem) {
            case .yes: return (method, refusals)
            case .no(let reason, _): refusals.append((method.name, reason))
            }
        }
        return (nil, refusals)
    }
}
