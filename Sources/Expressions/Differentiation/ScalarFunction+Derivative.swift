extension ScalarFunction {
    /// Derivative of a function of one argument.
    func slope(_ x: Expression) -> Expression {
        switch self {
        case .sin: .call(.cos, x)
        case .cos: -.call(.sin, x)
        case .tan: 1 + .power(.call(.tan, x), 2.0)
        case .asin: .power(1 - .power(x, 2.0), -0.5)
        case .acos: -.power(1 - .power(x, 2.0), -0.5)
        case .atan: .power(1 + .power(x, 2.0), -1.0)
        case .sinh: .call(.cosh, x)
        case .cosh: .call(.sinh, x)
        case .tanh: 1 - .power(.call(.tanh, x), 2.0)
        case .exp: .call(.exp, x)
        case .log: .power(x, -1.0)
        case .sqrt: 0.5 * .power(x, -0.5)
        case .abs: .call(.sign, x)
        case .erf: .constant(2 / Double.pi.squareRoot()) * .call(.exp, -.power(x, 2.0))
        case .bump: Self.bumpSlope(x)
        case .sign, .step, .floor, .atan2, .angle, .min, .max, .clamp: .zero
        }
    }

    /// bump' = -2 x / (1 - x^2)^2 bump; the quotient is cut off where the bump is exactly zero.
    private static func bumpSlope(_ x: Expression) -> Expression {
        let quotient = -2 * x * .power(1 - .power(x, 2.0), -2.0)
        return .choice(.compare(.call(.abs, x), .less, 1), quotient * .call(.bump, x), 0)
    }

    /// Derivative of a function of several arguments that change at the given rates.
    func slope(_ arguments: [Expression], rates: [Expression]) -> Expression {
        let (first, second) = (arguments[0], arguments[1])
        switch self {
        case .atan2: return Self.turning(x: second, y: first, xRate: rates[1], yRate: rates[0])
        case .angle: return Self.turning(x: first, y: second, xRate: rates[0], yRate: rates[1])
        case .min: return .choice(.compare(first, .lessOrEqual, second), rates[0], rates[1])
        case .max: return .choice(.compare(first, .greaterOrEqual, second), rates[0], rates[1])
        case .clamp:
            // min(max(x, low), high)
            let high = arguments[2]
            let raised = Expression.choice(.compare(second, .greater, high), rates[2], rates[1])
            let lower = Expression.choice(.compare(first, .less, second), raised, rates[0])
            return .choice(.compare(first, .greater, high), rates[2], lower)
        default: return .zero
        }
    }

    /// Rate of the polar angle: (x y' - y x') / (x^2 + y^2).
    private static func turning(x: Expression, y: Expression, xRate: Expression, yRate: Expression) -> Expression {
        let square = Expression.power(x, 2.0) + .power(y, 2.0)
        return (x * yRate - y * xRate) / square
    }
}
