/// Differentiates expressions along one direction in symbol space; shared parts are differentiated once.
struct Differentiator {
    /// The rate of change of a symbol.
    let rate: (Symbol) -> Expression
    private var memory: [Expression: Expression] = [:]

    init(rate: @escaping (Symbol) -> Expression) {
        self.rate = rate
    }

    mutating func derivative(_ expression: Expression) -> Expression {
        switch expression.kind {
        case .constant: return .zero
        case .symbol(let symbol): return rate(symbol)
        default: break
        }
        if let known = memory[expression] { return known }
        let result = computed(expression)
        memory[expression] = result
        return result
    }

    private mutating func computed(_ expression: Expression) -> Expression {
        switch expression.kind {
        case .constant, .symbol: return .zero
        case .sum(let terms): return .sum(terms.map { derivative($0) })
        case .product(let factors): return product(factors)
        case .power(let base, let exponent): return power(base, exponent, whole: expression)
        case .call(let function, let arguments): return call(function, arguments)
        case .choice(let condition, let first, let second):
            return .choice(condition, derivative(first), derivative(second))
        }
    }

    private mutating func product(_ factors: [Expression]) -> Expression {
        var terms: [Expression] = []
        for (index, factor) in factors.enumerated() {
            let rate = derivative(factor)
            if rate.isZero { continue }
            var term = factors
            term[index] = rate
            terms.append(.product(term))
        }
        return .sum(terms)
    }

    private mutating func power(_ base: Expression, _ exponent: Expression, whole: Expression) -> Expression {
        let baseRate = derivative(base)
        let exponentRate = derivative(exponent)
        var terms: [Expression] = []
        if !baseRate.isZero {
            terms.append(.product([exponent, .power(base, exponent - 1), baseRate]))
        }
        // 0^e is 0 for e > 0 and undefined elsewhere.
        if !exponentRate.isZero, !base.isZero {
            var factor = whole * .call(.log, base)
            // b^e log(b) tends to 0 with b, but is 0 * -inf in floating point.
            if base.constantValue == nil { factor = .choice(.compare(base, .equal, 0), 0, factor) }
            terms.append(factor * exponentRate)
        }
        return .sum(terms)
    }

    private mutating func call(_ function: ScalarFunction, _ arguments: [Expression]) -> Expression {
        let rates = arguments.map { derivative($0) }
        if rates.allSatisfy(\.isZero) { return .zero }
        if arguments.count == 1 { return function.slope(arguments[0]) * rates[0] }
        return function.slope(arguments, rates: rates)
    }
}

extension Expression {
    /// The partial derivative by a symbol, all symbols being independent of each other.
    ///
    /// Jumps of `sign`, `step`, `floor` and `if` contribute nothing; at a kink of `abs`, `min`, `max` and `clamp` one
    /// of the one-sided values, or 0, is taken.
    public func derivative(by symbol: Symbol) -> Expression {
        var differentiator = Differentiator { $0 == symbol ? .one : .zero }
        return differentiator.derivative(self)
    }

    /// The derivative along a coordinate by the chain rule: the coordinate itself, jets at site 0 and input fields
    /// advance; everything else stays.
    public func totalDerivative(along coordinate: Int) -> Expression {
        totalDerivative { symbol in
            switch symbol {
            case .coordinate(let index): index == coordinate ? .one : .zero
            case .jet(let jet) where jet.site == 0: .symbol(.jet(jet.raised(along: coordinate)))
            case .input(let index, let derivative): .symbol(.input(index, derivative.raised(along: coordinate)))
            default: .zero
            }
        }
    }

    /// The derivative when each symbol changes at the given rate.
    public func totalDerivative(rate: @escaping (Symbol) -> Expression) -> Expression {
        var differentiator = Differentiator(rate: rate)
        return differentiator.derivative(self)
    }
}

extension Jet {
    /// The derivative of this jet along a coordinate.
    public func raised(along coordinate: Int) -> Jet {
        Jet(component: component, derivative: derivative.raised(along: coordinate), site: site)
    }
}
