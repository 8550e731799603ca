/// The elaboration of one formula; collects its mistakes instead of stopping at the first.
struct ElaborationPass {
    let scope: Scope
    var requests: Elaborator
    var errors: [FormulaError] = []
    /// Name of the unknown that `exact` stands for.
    var exactTarget: String?
    /// Names bound inside: the variable of an integral.
    var locals: [String: Expression] = [:]
    /// True inside the integrand of a functional.
    var isInsideFunctional = false

    /// Largest tree and deepest nesting a formula may grow to when its derivatives are written out.
    static let sizeLimit = 200_000
    static let depthLimit = 600
    /// Longest product: its derivative has the square of this many factors.
    static let factorLimit = 1000

    init(scope: Scope, requests: Elaborator) {
        self.scope = scope
        self.requests = requests
    }

    /// Records a mistake; the result stands for the missing value.
    mutating func fail<Value>(_ kind: FormulaError.Kind, _ span: SourceSpan, related: FormulaError.Related? = nil) -> Value? {
        errors.append(FormulaError(kind, span, related: related))
        return nil
    }

    mutating func elaborate(_ node: SyntaxNode) -> TypedExpression? {
        guard var value = dispatched(node) else { return nil }
        value.span = node.span
        return checked(value)
    }

    private mutating func dispatched(_ node: SyntaxNode) -> TypedExpression? {
        switch node.kind {
        case .number(let value): return TypedExpression(.constant(value))
        case .name(let text): return name(text, node.span)
        case .sum(let terms): return sum(terms)
        case .product(let factors): return product(factors)
        case .negation(let operand): return elaborate(operand)?.mappingLinearly { -$0 }
        case .power(let base, let exponent): return power(base, exponent)
        case .member(let operand, let axis): return member(operand, axis)
        case .element(let operand, let index): return element(operand, index, node.span)
        case .call(let name, let arguments): return call(name, arguments, node.span)
        case .trace(let name, let places): return trace(name, places)
        case .vector(let components): return vector(components, node.span)
        case .file(let path): return file(path, node.span)
        case .comparison, .and, .or, .not: return fail(.conditionOutsideChoice, node.span)
        }
    }

    /// Refuses values that are no numbers and trees that have grown out of hand.
    private mutating func checked(_ value: TypedExpression) -> TypedExpression? {
        for component in value.components {
            if let number = component.constantValue, !number.isFinite {
                return fail(.notANumber(value: number.isNaN ? "nan" : "inf"), value.span)
            }
            if isTooLarge(component) { return fail(.growsTooLarge, value.span) }
        }
        return value
    }

    func isTooLarge(_ expression: Expression) -> Bool {
        if expression.size > Self.sizeLimit || expression.depth > Self.depthLimit { return true }
        if case .product(let factors) = expression.kind { return factors.count > Self.factorLimit }
        return false
    }

    /// A scalar value, or an error that names the operation.
    mutating func scalar(_ node: SyntaxNode, for operation: String, suggestion: String? = nil) -> Expression? {
        guard let value = elaborate(node) else { return nil }
        if let scalar = value.scalar { return scalar }
        return fail(
            .wrongRank(
                operation: operation, expected: "a scalar", found: value.shape.description, suggestion: suggestion),
            node.span)
    }

    mutating func condition(_ node: SyntaxNode) -> LogicalExpression? {
        switch node.kind {
        case .comparison(let left, let relation, let right):
            let (first, second) = (scalar(left, for: "a comparison"), scalar(right, for: "a comparison"))
            guard let first, let second else { return nil }
            return .compare(first, relation, second)
        case .and(let operands): return combined(operands) { .and($0, $1) }
        case .or(let operands): return combined(operands) { .or($0, $1) }
        case .not(let operand): return condition(operand).map { .not($0) }
        default: return fail(.conditionExpected, node.span)
        }
    }

    /// Combined from the left; a list longer than 200 would make a tree too deep to walk.
    private mutating func combined(
        _ nodes: [SyntaxNode], _ combine: (LogicalExpression, LogicalExpression) -> LogicalExpression
    ) -> LogicalExpression? {
        var values: [LogicalExpression] = []
        for node in nodes {
            guard let value = condition(node) else { continue }
            values.append(value)
        }
        guard values.count == nodes.count, values.count <= 200 else {
            return values.count > 200 ? fail(.growsTooLarge, nodes[0].span) : nil
        }
        return values.dropFirst().reduce(values[0], combine)
    }
}
