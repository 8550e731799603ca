extension Expression.Kind {
    /// The operands, in order; those inside the condition of a choice included.
    var children: [Expression] {
        switch self {
        case .constant, .symbol: []
        case .sum(let operands), .product(let operands), .call(_, let operands): operands
        case .power(let base, let exponent): [base, exponent]
        case .choice(let condition, let first, let second): condition.operands + [first, second]
        }
    }

    /// A hash that does not depend on the order of terms and factors.
    var structuralHash: Int {
        switch self {
        case .sum(let terms): Self.commutative(terms, salt: 1)
        case .product(let factors): Self.commutative(factors, salt: 2)
        default: hashValue
        }
    }

    private static func commutative(_ operands: [Expression], salt: Int) -> Int {
        var hasher = Hasher()
        hasher.combine(salt)
        hasher.combine(operands.count)
        hasher.combine(operands.reduce(0) { $0 &+ $1.hashValue })
        return hasher.finalize()
    }

    /// Equality up to the order of terms and factors.
    func matches(_ other: Expression.Kind) -> Bool {
        switch (self, other) {
        case (.sum(let left), .sum(let right)), (.product(let left), .product(let right)):
            Self.sameMembers(left, right)
        default: self == other
        }
    }

    private static func sameMembers(_ left: [Expression], _ right: [Expression]) -> Bool {
        guard left.count == right.count else { return false }
        if left == right { return true }
        return left.sorted { $0.sortingHash < $1.sortingHash } == right.sorted { $0.sortingHash < $1.sortingHash }
    }
}
