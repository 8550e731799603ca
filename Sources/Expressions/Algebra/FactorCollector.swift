/// Collects the factors of a product: powers of equal bases are merged by adding their exponents.
struct FactorCollector {
    private var coefficient = 1.0
    private var bases: [Expression] = []
    private var exponents: [Double] = []
    private var positions: [Expression: Int] = [:]

    mutating func add(_ factor: Expression) {
        switch factor.kind {
        case .constant(let value): coefficient *= value
        case .product(let factors): for inner in factors { add(inner) }
        case .power(let base, let exponent):
            if let value = exponent.constantValue { add(base: base, exponent: value) } else { add(base: factor, exponent: 1) }
        default: add(base: factor, exponent: 1)
        }
    }

    private mutating func add(base: Expression, exponent: Double) {
        if let position = positions[base] {
            exponents[position] += exponent
        } else {
            positions[base] = bases.count
            bases.append(base)
            exponents.append(exponent)
        }
    }

    var product: Expression {
        if coefficient == 0 { return .zero }
        var factors: [Expression] = []
        var isSettled = true
        for (base, exponent) in zip(bases, exponents) where exponent != 0 {
            let factor = Expression.power(base, exponent)
            isSettled = isSettled && factor.isPower(of: base)
            factors.append(factor)
        }
        if !isSettled { return Expression.product([.constant(coefficient)] + factors) }
        if factors.isEmpty { return .constant(coefficient) }
        if coefficient == 1 { return factors.count == 1 ? factors[0] : Expression(.product(factors)) }
        return Expression(.product([.constant(coefficient)] + factors))
    }
}

extension Expression {
    /// True if this is `base` or a numeric power of it, so that collecting again would change nothing.
    fileprivate func isPower(of base: Expression) -> Bool {
        if case .power(let own, let exponent) = kind, exponent.constantValue != nil { return own == base }
        switch kind {
        case .product, .constant: return false
        default: return self == base
        }
    }
}
