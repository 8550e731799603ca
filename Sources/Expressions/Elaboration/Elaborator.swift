/// Resolves the names of formulas and lowers them to scalar expressions.
///
/// One value serves all formulas of a problem: it numbers the functionals, trace sites and files they ask for.
public struct Elaborator: Sendable {
    /// Integrals and means asked for so far.
    public internal(set) var functionals: [FunctionalRequest] = []
    /// Coordinates held fixed at each site; site 0 is the point itself.
    public internal(set) var sites: [[Int: Double]] = [[:]]
    /// Files asked for so far; their input indices follow those of the declared inputs.
    public internal(set) var files: [FileRequest] = []
    /// Number of input fields declared by the problem.
    public let declaredInputs: Int

    public init(declaredInputs: Int = 0) {
        self.declaredInputs = declaredInputs
    }

    /// The meaning of an expression. Throws every mistake found in it.
    ///
    /// - Parameter exactFor: name of the unknown that `exact` stands for.
    public mutating func expression(
        _ node: SyntaxNode, in scope: Scope, exactFor unknown: String? = nil
    ) throws(FormulaErrors) -> TypedExpression {
        try run(scope) { pass in
            pass.exactTarget = unknown
            return pass.elaborate(node)
        }
    }

    /// The residual of an equation, left minus right: one component for each component of the sides, which must have
    /// the same shape. `exact` stands for the exact field of the unknown on the left. Throws every mistake found.
    public mutating func equation(_ equation: SyntaxEquation, in scope: Scope) throws(FormulaErrors) -> TypedExpression {
        try run(scope) { pass in
            pass.exactTarget = pass.unknownNamed(in: equation.left)
            return pass.residual(equation)
        }
    }

    /// The meaning of a condition such as `x < 0 and y > 1`. Throws every mistake found in it.
    public mutating func condition(_ node: SyntaxNode, in scope: Scope) throws(FormulaErrors) -> LogicalExpression {
        try run(scope) { $0.condition(node) }
    }

    private mutating func run<Result>(
        _ scope: Scope, _ body: (inout ElaborationPass) -> Result?
    ) throws(FormulaErrors) -> Result {
        var pass = ElaborationPass(scope: scope, requests: self)
        let result = body(&pass)
        guard let result, pass.errors.isEmpty else { throw FormulaErrors(pass.errors) }
        self = pass.requests
        return result
    }

    mutating func site(_ fixed: [Int: Double]) -> Int {
        if let known = sites.firstIndex(of: fixed) { return known }
        sites.append(fixed)
        return sites.count - 1
    }

    mutating func functional(_ request: FunctionalRequest) -> Int {
        if let known = functionals.firstIndex(of: request) { return known }
        functionals.append(request)
        return functionals.count - 1
    }

    mutating func file(_ path: String, _ span: SourceSpan) -> Int {
        if let known = files.first(where: { $0.path == path }) { return known.index }
        let index = declaredInputs + files.count
        files.append(FileRequest(path: path, index: index, span: span))
        return index
    }
}
