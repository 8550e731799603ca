extension Expression {
    /// A scalar function of its arguments, with numbers folded. Precondition: the number of arguments is its arity.
    public static func call(_ function: ScalarFunction, _ arguments: [Expression]) -> Expression {
        precondition(arguments.count == function.arity, "\(function.rawValue) takes \(function.arity) arguments")
        let values = arguments.compactMap(\.constantValue)
        if values.count == arguments.count { return .constant(function.value(values)) }
        return function == .sqrt ? squareRoot(arguments[0]) : reduced(function, arguments)
    }

    public static func call(_ function: ScalarFunction, _ argument: Expression) -> Expression {
        call(function, [argument])
    }

    private static func reduced(_ function: ScalarFunction, _ arguments: [Expression]) -> Expression {
        switch (function, arguments[0].kind) {
        case (.abs, .call(.abs, _)), (.abs, .call(.exp, _)), (.floor, .call(.floor, _)): return arguments[0]
        case (.abs, .product(let factors)) where factors[0].constantValue != nil:
            let (coefficient, rest) = arguments[0].coefficientAndRest
            return product([.constant(coefficient.magnitude), call(.abs, rest)])
        case (.log, .call(.exp, let inner)): return inner[0]
        default: break
        }
        if function == .min || function == .max, arguments[0] == arguments[1] { return arguments[0] }
        return Expression(.call(function, arguments))
    }

    /// `if(condition, first, second)`.
    public static func choice(
        _ condition: LogicalExpression, _ first: Expression, _ second: Expression
    ) -> Expression {
        if let decided = condition.constantValue { return decided ? first : second }
        return first == second ? first : Expression(.choice(condition, first, second))
    }
}

extension LogicalExpression {
    /// The expressions compared.
    public var operands: [Expression] {
        switch self {
        case .compare(let left, _, let right): [left, right]
        case .and(let left, let right), .or(let left, let right): left.operands + right.operands
        case .not(let inner): inner.operands
        }
    }

    /// The truth value if it does not depend on any symbol.
    public var constantValue: Bool? {
        switch self {
        case .compare(let left, let relation, let right):
            guard let first = left.constantValue, let second = right.constantValue else { return nil }
            return relation.holds(first, second)
        case .and(let left, let right):
            let both = (left.constantValue, right.constantValue)
            if both.0 == false || both.1 == false { return false }
            return both.0 == true && both.1 == true ? true : nil
        case .or(let left, let right):
            let both = (left.constantValue, right.constantValue)
            if both.0 == true || both.1 == true { return true }
            return both.0 == false && both.1 == false ? false : nil
        case .not(let inner): return inner.constantValue.map { !$0 }
        }
    }

    /// The same condition with every compared expression replaced.
    public func mapping(_ transform: (Expression) -> Expression) -> LogicalExpression {
        switch self {
        case .compare(let left, let relation, let right): .compare(transform(left), relation, transform(right))
        case .and(let left, let right): .and(left.mapping(transform), right.mapping(transform))
        case .or(let left, let right): .or(left.mapping(transform), right.mapping(transform))
        case .not(let inner): .not(inner.mapping(transform))
        }
    }
}

extension LogicalExpression.Relation {
    /// The relation between two numbers; false if either is NaN, except for `!=`.
    public func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .equal: left == right
        case .notEqual: left != right
        }
    }
}
