import NumericsCore

extension ProgramBuilder {
    /// Plain terms are added first, so that products can be fused into multiply-adds on the running sum.
    mutating func lowerSum(_ terms: [Expression]) -> Int {
        var constant = 0.0
        var plain: [Expression] = []
        var fused: [Expression] = []
        for term in terms {
            if let value = term.constantValue {
                constant += value
            } else if isFusable(term) {
                fused.append(term)
            } else {
                plain.append(term)
            }
        }
        var total = start(&plain, &fused)
        for term in plain { total = add(term, to: total) }
        for term in fused { total = addProduct(term, to: total) }
        return constant == 0 ? total : emit(.addConstant, total, immediate: constant)
    }

    /// The first summand: one with coefficient 1 if there is any, which saves a negation.
    private mutating func start(_ plain: inout [Expression], _ fused: inout [Expression]) -> Int {
        if let index = plain.firstIndex(where: { $0.coefficientAndRest.coefficient == 1 }) ?? plain.indices.first {
            return lower(plain.remove(at: index))
        }
        return lower(fused.removeFirst())
    }

    private mutating func add(_ term: Expression, to total: Int) -> Int {
        let (coefficient, rest) = term.coefficientAndRest
        if coefficient == -1 { return emit(.subtract, total, lower(rest)) }
        return emit(.add, total, lower(term))
    }

    /// A product of two or more numerator factors that nobody else needs; -1 is better served by a subtraction.
    private func isFusable(_ term: Expression) -> Bool {
        guard case .product = term.kind, isUsedOnce(term) else { return false }
        let (coefficient, rest) = term.coefficientAndRest
        guard coefficient != -1, case .product(let factors) = rest.kind else { return false }
        return factors.allSatisfy { !$0.isReciprocal } && factors.count >= 2
    }

    private mutating func addProduct(_ term: Expression, to total: Int) -> Int {
        let (coefficient, rest) = term.coefficientAndRest
        guard case .product(let factors) = rest.kind, let last = factors.last else { return add(term, to: total) }
        var left = chain(factors.dropLast().map { lower($0) })
        if coefficient != 1 { left = emit(.multiplyConstant, left, immediate: coefficient) }
        return emit(.multiplyAdd, left, lower(last), total)
    }

    private mutating func chain(_ values: [Int]) -> Int {
        values.dropFirst().reduce(values[0]) { emit(.multiply, $0, $1) }
    }

    mutating func lowerProduct(_ product: Expression) -> Int {
        let (coefficient, rest) = product.coefficientAndRest
        guard case .product(let factors) = rest.kind else { return scaled(lower(rest), by: coefficient) }
        let numerator = factors.filter { !$0.isReciprocal }.map { lower($0) }
        let denominator = factors.filter(\.isReciprocal).map { lowerReciprocal(of: $0) }
        if denominator.isEmpty { return scaled(chain(numerator), by: coefficient) }
        let divisor = chain(denominator)
        if numerator.isEmpty { return scaled(emit(.reciprocal, divisor), by: coefficient) }
        return scaled(emit(.divide, chain(numerator), divisor), by: coefficient)
    }

    private mutating func scaled(_ value: Int, by coefficient: Double) -> Int {
        switch coefficient {
        case 1: value
        case -1: emit(.negate, value)
        default: emit(.multiplyConstant, value, immediate: coefficient)
        }
    }

    /// The value of `x^2` for the factor `x^(-2)`.
    private mutating func lowerReciprocal(of factor: Expression) -> Int {
        guard case .power(let base, let exponent) = factor.kind, let value = exponent.constantValue else { return lower(factor) }
        return lowerPower(lower(base), -value)
    }

    mutating func lowerPower(_ base: Expression, _ exponent: Expression) -> Int {
        if let value = exponent.constantValue {
            let base = lower(base)
            return value < 0 ? emit(.reciprocal, lowerPower(base, -value)) : lowerPower(base, value)
        }
        if let value = base.constantValue, value == Expression.eulerNumber { return emit(.exp, lower(exponent)) }
        return emit(.power, lower(base), lower(exponent))
    }

    /// A positive power: repeated squaring for whole numbers, one square root for halves.
    private mutating func lowerPower(_ base: Int, _ exponent: Double) -> Int {
        let whole = exponent.rounded(.down)
        if whole > 64 || exponent.isNaN || (whole != exponent && exponent - whole != 0.5) {
            if whole == exponent, whole < 1e9 { return emit(.integerPower, base, immediate: exponent) }
            return emit(.power, base, emit(.constant, immediate: exponent))
        }
        if whole == exponent { return integerPower(base, Int(whole)) }
        let root = emit(.sqrt, base)
        return whole == 0 ? root : emit(.multiply, integerPower(base, Int(whole)), root)
    }

    private mutating func integerPower(_ base: Int, _ exponent: Int) -> Int {
        if exponent == 1 { return base }
        if exponent.isMultiple(of: 2) { return emit(.square, integerPower(base, exponent / 2)) }
        return emit(.multiply, integerPower(base, exponent - 1), base)
    }
}

extension Expression {
    /// e, rounded; its powers are exponentials.
    static let eulerNumber = 2.718281828459045

    /// True for a power with a negative number as exponent.
    var isReciprocal: Bool {
        if case .power(_, let exponent) = kind, let value = exponent.constantValue { value < 0 } else { false }
    }
}
