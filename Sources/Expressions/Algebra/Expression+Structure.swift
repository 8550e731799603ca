extension Expression {
    /// Writes the expression as `sum of coefficients[s] * s + rest`, neither holding a symbol for which `isVariable`
    /// is true; nil if it is not affine in those symbols.
    public func affineSplit(
        in isVariable: (Symbol) -> Bool
    ) -> (coefficients: [Symbol: Expression], rest: Expression)? {
        directAffineSplit(isVariable) ?? expanded().directAffineSplit(isVariable)
    }

    private func directAffineSplit(_ isVariable: (Symbol) -> Bool) -> (coefficients: [Symbol: Expression], rest: Expression)? {
        switch kind {
        case .constant: return ([:], self)
        case .symbol(let symbol): return isVariable(symbol) ? ([symbol: .one], .zero) : ([:], self)
        default: break
        }
        if !contains(where: isVariable) { return ([:], self) }
        switch kind {
        case .sum(let terms): return Self.affineSum(terms, isVariable)
        case .product(let factors): return Self.affineProduct(factors, isVariable)
        case .choice(let condition, let first, let second):
            return Self.affineChoice(condition, first, second, isVariable)
        default: return nil
        }
    }

    private static func affineSum(
        _ terms: [Expression], _ isVariable: (Symbol) -> Bool
    ) -> (coefficients: [Symbol: Expression], rest: Expression)? {
        var collected: [Symbol: [Expression]] = [:]
        var rests: [Expression] = []
        for term in terms {
            guard let part = term.directAffineSplit(isVariable) else { return nil }
            for (symbol, coefficient) in part.coefficients { collected[symbol, default: []].append(coefficient) }
            rests.append(part.rest)
        }
        return (collected.mapValues(sum).filter { !$0.value.isZero }, sum(rests))
    }

    private static func affineProduct(
        _ factors: [Expression], _ isVariable: (Symbol) -> Bool
    ) -> (coefficients: [Symbol: Expression], rest: Expression)? {
        let dependent = factors.indices.filter { factors[$0].contains(where: isVariable) }
        guard dependent.count == 1, let part = factors[dependent[0]].directAffineSplit(isVariable) else { return nil }
        let others = factors.indices.filter { $0 != dependent[0] }.map { factors[$0] }
        return (part.coefficients.mapValues { product(others + [$0]) }, product(others + [part.rest]))
    }

    private static func affineChoice(
        _ condition: LogicalExpression, _ first: Expression, _ second: Expression, _ isVariable: (Symbol) -> Bool
    ) -> (coefficients: [Symbol: Expression], rest: Expression)? {
        if condition.symbols.contains(where: isVariable) { return nil }
        guard let a = first.directAffineSplit(isVariable), let b = second.directAffineSplit(isVariable) else { return nil }
        var coefficients: [Symbol: Expression] = [:]
        for symbol in Set(a.coefficients.keys).union(b.coefficients.keys) {
            coefficients[symbol] = choice(condition, a.coefficients[symbol] ?? 0, b.coefficients[symbol] ?? 0)
        }
        return (coefficients, choice(condition, a.rest, b.rest))
    }

    /// Degree as a polynomial in the symbols for which `isVariable` is true; nil if it is not a polynomial in them.
    public func polynomialDegree(in isVariable: (Symbol) -> Bool) -> Int? {
        if !contains(where: isVariable) { return 0 }
        switch kind {
        case .constant: return 0
        case .symbol: return 1
        case .sum(let terms): return Self.combinedDegree(terms, isVariable) { max($0, $1) }
        case .product(let factors): return Self.combinedDegree(factors, isVariable) { $0 + $1 }
        case .power(let base, let exponent):
            guard let value = exponent.constantValue, value > 0, value <= 1000, value == value.rounded() else { return nil }
            return base.polynomialDegree(in: isVariable).map { $0 * Int(value) }
        case .call: return nil
        case .choice(let condition, let first, let second):
            if condition.symbols.contains(where: isVariable) { return nil }
            return Self.combinedDegree([first, second], isVariable) { max($0, $1) }
        }
    }

    private static func combinedDegree(
        _ operands: [Expression], _ isVariable: (Symbol) -> Bool, _ combine: (Int, Int) -> Int
    ) -> Int? {
        var degree = 0
        for operand in operands {
            guard let next = operand.polynomialDegree(in: isVariable) else { return nil }
            degree = combine(degree, next)
        }
        return degree
    }

    /// The expression rebuilt with every folding rule, and multiplied out where that makes it smaller.
    public func simplified() -> Expression {
        let rebuilt = substituting { _ in nil }
        let expanded = rebuilt.expanded()
        return expanded.size < rebuilt.size ? expanded : rebuilt
    }
}
