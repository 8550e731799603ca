/// Writes expressions in the grammar of the problem language.
struct ExpressionPrinter {
    /// How tightly the outermost operation of a text binds.
    private enum Level: Int {
        case sum, product, power, atom
    }

    let names: SymbolNames

    func text(_ expression: Expression) -> String {
        written(expression).text
    }

    private func written(_ expression: Expression) -> (text: String, level: Level) {
        switch expression.kind {
        case .constant(let value): constant(value)
        case .symbol(let symbol): (names.text(symbol), .atom)
        case .sum(let terms): (sum(terms), .sum)
        case .product(let factors): (product(factors), .product)
        case .power(let base, let exponent): power(base, exponent, whole: expression)
        case .call(let function, let arguments):
            ("\(function.rawValue)(\(arguments.map(text).joined(separator: ", ")))", .atom)
        case .choice(let condition, let first, let second):
            ("if(\(text(condition)), \(text(first)), \(text(second)))", .atom)
        }
    }

    private func written(_ expression: Expression, atLeast level: Level) -> String {
        let (text, own) = written(expression)
        return own.rawValue >= level.rawValue ? text : "(\(text))"
    }

    /// The shortest text that reads back as the same number.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "(0/0)" }
        if value.isInfinite { return value < 0 ? "(-1/0)" : "(1/0)" }
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private func constant(_ value: Double) -> (text: String, level: Level) {
        if value == .pi { return ("pi", .atom) }
        if value == -.pi { return ("-pi", .product) }
        return (Self.number(value), value < 0 ? .product : .atom)
    }

    private func sum(_ terms: [Expression]) -> String {
        var text = ""
        for (index, term) in terms.enumerated() {
            let isNegative = term.coefficientAndRest.coefficient < 0
            if index == 0 {
                text = written(term).text
            } else {
                text += isNegative ? " - " : " + "
                text += written(isNegative ? -term : term, atLeast: .product)
            }
        }
        return text
    }

    private func product(_ factors: [Expression]) -> String {
        let coefficient = factors.first?.constantValue
        var numerator: [String] = []
        var denominator: [String] = []
        for factor in factors.dropFirst(coefficient == nil ? 0 : 1) {
            if let reciprocal = factor.reciprocalOfNegativePower {
                denominator.append(written(reciprocal, atLeast: .power))
            } else {
                numerator.append(written(factor, atLeast: .power))
            }
        }
        var sign = ""
        if coefficient == -1, !numerator.isEmpty {
            sign = "-"
        } else if let coefficient {
            numerator.insert(constant(coefficient).text, at: 0)
        }
        let top = numerator.isEmpty ? "1" : numerator.joined(separator: "*")
        let bottom = denominator.joined(separator: "*")
        return switch denominator.count {
        case 0: sign + top
        case 1: "\(sign)\(top)/\(bottom)"
        default: "\(sign)\(top)/(\(bottom))"
        }
    }

    private func power(
        _ base: Expression, _ exponent: Expression, whole: Expression
    ) -> (text: String, level: Level) {
        if let reciprocal = whole.reciprocalOfNegativePower { return ("1/\(written(reciprocal, atLeast: .power))", .product) }
        if exponent.constantValue == 0.5 { return ("sqrt(\(text(base)))", .atom) }
        return ("\(written(base, atLeast: .atom))^\(written(exponent, atLeast: .atom))", .power)
    }
}

extension ExpressionPrinter {
    func text(_ condition: LogicalExpression) -> String {
        switch condition {
        case .compare(let left, let relation, let right): "\(text(left)) \(relation.rawValue) \(text(right))"
        case .and(let left, let right): "\(conjunct(left, isLeft: true)) and \(conjunct(right, isLeft: false))"
        case .or(let left, let right): "\(text(left)) or \(disjunct(right))"
        case .not(let inner): "not (\(text(inner)))"
        }
    }

    private func conjunct(_ condition: LogicalExpression, isLeft: Bool) -> String {
        switch condition {
        case .or: "(\(text(condition)))"
        case .and: isLeft ? text(condition) : "(\(text(condition)))"
        default: text(condition)
        }
    }

    private func disjunct(_ condition: LogicalExpression) -> String {
        if case .or = condition { "(\(text(condition)))" } else { text(condition) }
    }
}

extension Expression {
    /// `x^2` for `x^(-2)`; nil if this is not a power with a negative number as exponent.
    fileprivate var reciprocalOfNegativePower: Expression? {
        guard case .power(let base, let exponent) = kind, let value = exponent.constantValue, value < 0 else { return nil }
        return value == -1 ? base : Expression(.power(base: base, exponent: .constant(-value)))
    }

    /// The expression in the grammar of the problem language; parsing the text gives an equal expression.
    public func printed(_ names: SymbolNames) -> String {
        ExpressionPrinter(names: names).text(self)
    }
}

extension LogicalExpression {
    /// The condition in the grammar of the problem language.
    public func printed(_ names: SymbolNames) -> String {
        ExpressionPrinter(names: names).text(self)
    }
}
