/// Rebuilds an expression bottom-up, each shared part once.
struct ExpressionRewriter {
    /// The replacement of a symbol; nil keeps it.
    let replacement: (Symbol) -> Expression?
    private var memory: [Expression: Expression] = [:]

    init(replacement: @escaping (Symbol) -> Expression?) {
        self.replacement = replacement
    }

    mutating func rewrite(_ expression: Expression) -> Expression {
        switch expression.kind {
        case .constant: return expression
        case .symbol(let symbol): return replacement(symbol) ?? expression
        default: break
        }
        if let known = memory[expression] { return known }
        let result = rebuilt(expression)
        memory[expression] = result
        return result
    }

    private mutating func rebuilt(_ expression: Expression) -> Expression {
        switch expression.kind {
        case .constant, .symbol: return expression
        case .sum(let terms): return .sum(rewrite(terms))
        case .product(let factors): return .product(rewrite(factors))
        case .power(let base, let exponent): return .power(rewrite(base), rewrite(exponent))
        case .call(let function, let arguments): return .call(function, rewrite(arguments))
        case .choice(let condition, let first, let second):
            return .choice(rewrite(condition), rewrite(first), rewrite(second))
        }
    }

    private mutating func rewrite(_ expressions: [Expression]) -> [Expression] {
        var results: [Expression] = []
        results.reserveCapacity(expressions.count)
        for expression in expressions { results.append(rewrite(expression)) }
        return results
    }

    mutating func rewrite(_ condition: LogicalExpression) -> LogicalExpression {
        switch condition {
        case .compare(let left, let relation, let right): return .compare(rewrite(left), relation, rewrite(right))
        case .and(let left, let right): return .and(rewrite(left), rewrite(right))
        case .or(let left, let right): return .or(rewrite(left), rewrite(right))
        case .not(let inner): return .not(rewrite(inner))
        }
    }
}

extension Expression {
    /// The expression with symbols replaced and the result folded again; nil keeps a symbol.
    public func substituting(_ replacement: @escaping (Symbol) -> Expression?) -> Expression {
        var rewriter = ExpressionRewriter(replacement: replacement)
        return rewriter.rewrite(self)
    }
}

extension LogicalExpression {
    /// The condition with symbols replaced; nil keeps a symbol.
    public func substituting(_ replacement: @escaping (Symbol) -> Expression?) -> LogicalExpression {
        var rewriter = ExpressionRewriter(replacement: replacement)
        return rewriter.rewrite(self)
    }
}
