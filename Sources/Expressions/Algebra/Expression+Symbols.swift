extension Expression {
    /// All symbols that occur, conditions of choices included.
    public var symbols: Set<Symbol> {
        var found: Set<Symbol> = []
        var visited: Set<Expression> = []
        collectSymbols(&found, &visited)
        return found
    }

    /// True if a symbol for which `predicate` holds occurs.
    public func contains(where predicate: (Symbol) -> Bool) -> Bool {
        symbols.contains(where: predicate)
    }

    private func collectSymbols(_ found: inout Set<Symbol>, _ visited: inout Set<Expression>) {
        switch kind {
        case .constant: return
        case .symbol(let symbol): found.insert(symbol)
        default:
            guard visited.insert(self).inserted else { return }
            for child in kind.children { child.collectSymbols(&found, &visited) }
        }
    }

    /// The value when every symbol has one; nil if `lookup` does not know a symbol that is needed.
    ///
    /// For set-up and checks; batches go through `BatchProgram`.
    public func value(_ lookup: (Symbol) -> Double?) -> Double? {
        var memory: [Expression: Double] = [:]
        return value(lookup, &memory)
    }

    private func value(_ lookup: (Symbol) -> Double?, _ memory: inout [Expression: Double]) -> Double? {
        switch kind {
        case .constant(let value): return value
        case .symbol(let symbol): return lookup(symbol)
        default: break
        }
        if let known = memory[self] { return known }
        let result = computedValue(lookup, &memory)
        memory[self] = result
        return result
    }

    private func computedValue(_ lookup: (Symbol) -> Double?, _ memory: inout [Expression: Double]) -> Double? {
        if case .choice(let condition, let first, let second) = kind {
            guard let holds = condition.value(where: { $0.value(lookup, &memory) }) else { return nil }
            return (holds ? first : second).value(lookup, &memory)
        }
        var operands: [Double] = []
        for child in kind.children {
            guard let operand = child.value(lookup, &memory) else { return nil }
            operands.append(operand)
        }
        switch kind {
        case .sum: return operands.reduce(0, +)
        case .product: return operands.reduce(1, *)
        case .power: return numericPower(operands[0], operands[1])
        case .call(let function, _): return function.value(operands)
        default: return nil
        }
    }
}

extension LogicalExpression {
    /// All symbols that occur.
    public var symbols: Set<Symbol> {
        operands.reduce(into: []) { $0.formUnion($1.symbols) }
    }

    /// The truth value when every symbol has a value; nil if `lookup` does not know one.
    public func value(_ lookup: (Symbol) -> Double?) -> Bool? {
        value(where: { $0.value(lookup) })
    }

    func value(where evaluate: (Expression) -> Double?) -> Bool? {
        switch self {
        case .compare(let left, let relation, let right):
            guard let first = evaluate(left), let second = evaluate(right) else { return nil }
            return relation.holds(first, second)
        case .and(let left, let right):
            guard let first = left.value(where: evaluate), let second = right.value(where: evaluate) else { return nil }
            return first && second
        case .or(let left, let right):
            guard let first = left.value(where: evaluate), let second = right.value(where: evaluate) else { return nil }
            return first || second
        case .not(let inner): return inner.value(where: evaluate).map { !$0 }
        }
    }
}
