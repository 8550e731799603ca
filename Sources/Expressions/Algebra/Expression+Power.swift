extension Expression {
    /// `base` raised to `exponent`, real: NaN where a negative base meets an exponent that is not an integer.
    public static func power(_ base: Expression, _ exponent: Expression) -> Expression {
        if let value = exponent.constantValue { return power(base, value) }
        return base.isOne ? .one : Expression(.power(base: base, exponent: exponent))
    }

    /// `base` raised to a number.
    ///
    /// Only rules that hold for real numbers are applied: `(x^2)^(1/2)` stays, `(x^(1/2))^2` becomes `x`.
    public static func power(_ base: Expression, _ exponent: Double) -> Expression {
        if exponent == 0 { return .one }
        if exponent == 1 { return base }
        let isInteger = exponent == exponent.rounded()
        switch base.kind {
        case .constant(let value): return .constant(numericPower(value, exponent))
        case .product(let factors): return power(ofProduct: factors, base, exponent, isInteger: isInteger)
        case .power(let inner, let innerExponent):
            // x^a with a not an integer is defined for x >= 0 only, where powers of powers multiply.
            guard let value = innerExponent.constantValue, isInteger || value != value.rounded() else { break }
            return power(inner, value * exponent)
        case .call(.abs, let arguments):
            if isInteger, exponent.truncatingRemainder(dividingBy: 2) == 0 { return power(arguments[0], exponent) }
        default: break
        }
        return Expression(.power(base: base, exponent: .constant(exponent)))
    }

    private static func power(
        ofProduct factors: [Expression], _ base: Expression, _ exponent: Double, isInteger: Bool
    ) -> Expression {
        if isInteger { return product(factors.map { power($0, exponent) }) }
        let (coefficient, rest) = base.coefficientAndRest
        if coefficient > 0, coefficient != 1 {
            return product([.constant(numericPower(coefficient, exponent)), power(rest, exponent)])
        }
        return Expression(.power(base: base, exponent: .constant(exponent)))
    }

    /// The square root, kept as the power 1/2.
    public static func squareRoot(_ operand: Expression) -> Expression {
        power(operand, 0.5)
    }
}
