extension Expression: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    public init(floatLiteral value: Double) {
        self = .constant(value)
    }

    public init(integerLiteral value: Int) {
        self = .constant(Double(value))
    }

    public static let zero: Expression = 0
    public static let one: Expression = 1

    /// A number.
    public static func constant(_ value: Double) -> Expression {
        Expression(.constant(value))
    }

    public static func symbol(_ symbol: Symbol) -> Expression {
        Expression(.symbol(symbol))
    }

    /// A coordinate of the problem, time included.
    public static func coordinate(_ index: Int) -> Expression {
        symbol(.coordinate(index))
    }

    public static func parameter(_ index: Int) -> Expression {
        symbol(.parameter(index))
    }

    /// A component of an unknown or one of its derivatives.
    public static func jet(_ component: Int, _ derivative: MultiIndex = .none, site: Int = 0) -> Expression {
        symbol(.jet(Jet(component: component, derivative: derivative, site: site)))
    }
}

extension Expression {
    /// The sum, with nested sums flattened, numbers folded and equal terms collected; terms keep the order in which
    /// they first occur.
    public static func sum(_ terms: [Expression]) -> Expression {
        var collector = TermCollector()
        for term in terms { collector.add(term) }
        return collector.sum
    }

    /// The product, with nested products flattened, numbers folded into one leading coefficient and powers of equal
    /// bases collected; factors keep the order in which they first occur.
    ///
    /// Powers of one base are merged for any numeric exponents: the result agrees wherever the factors are defined,
    /// and removable singularities (`x/x`) disappear.
    public static func product(_ factors: [Expression]) -> Expression {
        var collector = FactorCollector()
        for factor in factors { collector.add(factor) }
        return collector.product
    }

    public static func + (left: Expression, right: Expression) -> Expression {
        sum([left, right])
    }

    public static func - (left: Expression, right: Expression) -> Expression {
        var collector = TermCollector()
        collector.add(left)
        collector.add(right, scale: -1)
        return collector.sum
    }

    public static func * (left: Expression, right: Expression) -> Expression {
        product([left, right])
    }

    /// The quotient; division by a number divides the coefficient, so that `x/10` loses no digit.
    public static func / (left: Expression, right: Expression) -> Expression {
        guard let divisor = right.constantValue else { return product([left, power(right, -1.0)]) }
        let (coefficient, rest) = left.coefficientAndRest
        return product([constant(coefficient / divisor), rest])
    }

    public static prefix func - (operand: Expression) -> Expression {
        product([constant(-1), operand])
    }
}

extension Expression {
    /// The value if this is a number.
    public var constantValue: Double? {
        if case .constant(let value) = kind { value } else { nil }
    }

    /// True for the number 0.
    public var isZero: Bool { constantValue == 0 }

    /// True for the number 1.
    public var isOne: Bool { constantValue == 1 }

    /// The numeric coefficient and what it multiplies: `(-2, x*y)` for `-2*x*y`, `(3, 1)` for `3`.
    public var coefficientAndRest: (coefficient: Double, rest: Expression) {
        switch kind {
        case .constant(let value): return (value, .one)
        case .product(let factors):
            guard let value = factors.first?.constantValue else { return (1, self) }
            let rest = Array(factors.dropFirst())
            return (value, rest.count == 1 ? rest[0] : Expression(.product(rest)))
        default: return (1, self)
        }
    }
}
