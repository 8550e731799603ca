/// Parses formulas of the problem language; text is only ever parsed, never executed.
///
/// One node is made for each operation, with its span in Unicode scalars. Nesting is limited to `depthLimit` levels, so
/// that no text can exhaust the stack here or in any later walk over the tree.
public struct FormulaParser {
    /// Deepest nesting of brackets, signs and exponents.
    public static let depthLimit = 100
    /// Longest formula in Unicode scalars.
    public static let lengthLimit = 50_000

    var lexer: Lexer
    var current: Token
    var depth = 0

    init(_ text: String) throws(FormulaError) {
        lexer = Lexer(text)
        let whole = SourceSpan(0, lexer.scalars.count)
        if lexer.scalars.count > Self.lengthLimit { throw FormulaError(.tooLong(limit: Self.lengthLimit), whole) }
        current = try lexer.next()
        if current.kind == .end { throw FormulaError(.empty, whole) }
    }

    /// The tree of a single expression or vector.
    public static func parse(expression text: String) throws(FormulaError) -> SyntaxNode {
        var parser = try FormulaParser(text)
        let node = try parser.disjunction()
        try parser.finish()
        if node.isCondition { throw FormulaError(.conditionOutsideChoice, node.span) }
        return node
    }

    /// The two sides of a formula with exactly one equals sign.
    public static func parse(equation text: String) throws(FormulaError) -> SyntaxEquation {
        var parser = try FormulaParser(text)
        let left = try parser.disjunction()
        if left.isCondition { throw parser.conditionForEquation(left) }
        let equals = parser.current
        if equals.kind == .end {
            throw FormulaError(.missingEquals, SourceSpan(0, parser.lexer.scalars.count))
        }
        guard equals.isMark("=") else { throw parser.afterOperand(left) }
        try parser.advance()
        let right = try parser.disjunction()
        if right.isCondition { throw FormulaError(.conditionOutsideChoice, right.span) }
        if parser.current.isMark("=") {
            throw FormulaError(.secondEquals, parser.current.span, related: .init(equals.span, "the first equals sign"))
        }
        try parser.finish()
        return SyntaxEquation(left: left, right: right, equalsSpan: equals.span)
    }

    /// The tree of a condition such as `x < 0 and not (y > 1)`.
    public static func parse(condition text: String) throws(FormulaError) -> SyntaxNode {
        var parser = try FormulaParser(text)
        let node = try parser.disjunction()
        if parser.current.isMark("=") { throw parser.assignment(after: node) }
        try parser.finish()
        if !node.isCondition { throw FormulaError(.conditionExpected, node.span) }
        return node
    }

    private func conditionForEquation(_ node: SyntaxNode) -> FormulaError {
        if case .comparison(let left, .equal, let right) = node.kind {
            let rewrite = "\(lexer.text(left.span)) = \(lexer.text(right.span))"
            return FormulaError(.doubleEquals(rewrite: rewrite), node.span)
        }
        return FormulaError(.conditionOutsideChoice, node.span)
    }

    private mutating func assignment(after node: SyntaxNode) -> FormulaError {
        let equals = current.span
        var rest = lexer.text(SourceSpan(equals.end, lexer.scalars.count))
        rest = String(rest.drop { $0 == " " })
        return FormulaError(.assignmentInCondition(rewrite: "\(lexer.text(node.span)) == \(rest)"), equals)
    }

    mutating func advance() throws(FormulaError) {
        current = try lexer.next()
    }

    private func finish() throws(FormulaError) {
        guard current.kind != .end else { return }
        throw afterOperand(nil)
    }

    /// The error for a token that cannot follow a complete operand.
    func afterOperand(_ operand: SyntaxNode?) -> FormulaError {
        if current.isMark("=") { return FormulaError(.unexpected(found: "=", expected: "an operator"), current.span) }
        if current.isMark(")") || current.isMark("]") {
            return FormulaError(.unexpected(found: lexer.text(current.span), expected: "an operator or the end"), current.span)
        }
        return FormulaError(.unexpected(found: found, expected: "an operator"), current.span)
    }

    /// The current token for messages.
    var found: String {
        current.kind == .end ? "the end of the formula" : lexer.text(current.span)
    }

    /// Runs `body` one level deeper.
    mutating func nested<Result>(
        _ body: (inout FormulaParser) throws(FormulaError) -> Result
    ) throws(FormulaError) -> Result {
        if depth >= Self.depthLimit {
            throw FormulaError(.nestedTooDeeply(limit: Self.depthLimit), current.span)
        }
        depth += 1
        let result = try body(&self)
        depth -= 1
        return result
    }
}
