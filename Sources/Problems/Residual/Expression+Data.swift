import Expressions

extension Expression {
    /// The largest parts that depend on coordinates and parameters alone, each once: sources and coefficients of a residual. Terms of a sum, and
    /// factors of a product, stay together.
    public var dataParts: [Expression] {
        var found: [Expression] = []
        collectData(into: &found)
        return found
    }

    private func collectData(into found: inout [Expression]) {
        if isData { return Self.insert(self, into: &found) }
        switch kind {
        case .constant, .symbol: return
        case .sum(let terms): Self.collect(terms, Expression.sum, into: &found)
        case .product(let factors): Self.collect(factors, Expression.product, into: &found)
        case .power(let base, let exponent): for part in [base, exponent] { part.collectData(into: &found) }
        case .call(_, let arguments): for argument in arguments { argument.collectData(into: &found) }
        case .choice(_, let first, let second): for part in [first, second] { part.collectData(into: &found) }
        }
    }

    private static func collect(_ parts: [Expression], _ join: ([Expression]) -> Expression, into found: inout [Expression]) {
        insert(join(parts.filter(\.isData)), into: &found)
        for part in parts where !part.isData { part.collectData(into: &found) }
    }

    /// Whether only coordinates, parameters and numbers occur.
    private var isData: Bool {
        !contains { symbol in
            switch symbol {
            case .coordinate, .parameter: false
            default: true
            }
        }
    }

    /// Takes what varies, once.
    private static func insert(_ expression: Expression, into found: inout [Expression]) {
        let varies = expression.contains { if case .coordinate = $0 { true } else { false } }
        if varies && !found.contains(expression) { found.append(expression) }
    }
}
