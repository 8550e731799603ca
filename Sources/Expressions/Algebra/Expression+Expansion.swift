extension Expression {
    /// Largest number of terms a product of sums is multiplied out to.
    static let expansionLimit = 2000

    /// The expression with products of sums and small integer powers of sums multiplied out, at the top level only
    /// (not inside functions); a product that would exceed 2000 terms stays as it is.
    public func expanded() -> Expression {
        switch kind {
        case .sum(let terms): return .sum(terms.map { $0.expanded() })
        case .product(let factors): return Self.expanding(factors, otherwise: self)
        case .power(let base, let exponent):
            guard let value = exponent.constantValue, value >= 2, value <= 16, value == value.rounded() else { return self }
            guard case .sum = base.expanded().kind else { return self }
            return Self.expanding(Array(repeating: base, count: Int(value)), otherwise: self)
        default: return self
        }
    }

    /// The summands of the expression written out as a sum; one for anything that is not a sum.
    public var terms: [Expression] {
        let whole = expanded()
        if case .sum(let terms) = whole.kind { return terms }
        return whole.isZero ? [] : [whole]
    }

    private static func expanding(_ factors: [Expression], otherwise: Expression) -> Expression {
        var partial: [Expression] = [.one]
        for factor in factors {
            let expanded = factor.expanded()
            var summands = [expanded]
            if case .sum(let terms) = expanded.kind { summands = terms }
            if partial.count * summands.count > expansionLimit { return otherwise }
            partial = partial.flatMap { left in summands.map { left * $0 } }
            if summands.count > 1, case .sum(let collected) = sum(partial).kind { partial = collected }
        }
        return sum(partial)
    }
}
