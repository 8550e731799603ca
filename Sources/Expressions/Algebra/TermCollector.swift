/// Collects the terms of a sum: equal terms are merged by adding their coefficients.
struct TermCollector {
    private var monomials: [Expression] = []
    private var coefficients: [Double] = []
    private var positions: [Expression: Int] = [:]

    mutating func add(_ term: Expression, scale: Double = 1) {
        if case .sum(let terms) = term.kind {
            for inner in terms { add(inner, scale: scale) }
            return
        }
        let (coefficient, rest) = term.coefficientAndRest
        if case .sum(let terms) = rest.kind {
            for inner in terms { add(inner, scale: scale * coefficient) }
            return
        }
        if let position = positions[rest] {
            coefficients[position] += scale * coefficient
        } else {
            positions[rest] = monomials.count
            monomials.append(rest)
            coefficients.append(scale * coefficient)
        }
    }

    var sum: Expression {
        var terms: [Expression] = []
        for (monomial, coefficient) in zip(monomials, coefficients) where coefficient != 0 {
            terms.append(Self.scaled(monomial, by: coefficient))
        }
        switch terms.count {
        case 0: return .zero
        case 1: return terms[0]
        default: return Expression(.sum(terms))
        }
    }

    private static func scaled(_ monomial: Expression, by coefficient: Double) -> Expression {
        if coefficient == 1 { return monomial }
        if monomial.isOne { return .constant(coefficient) }
        if case .product(let factors) = monomial.kind { return Expression(.product([.constant(coefficient)] + factors)) }
        return Expression(.product([.constant(coefficient), monomial]))
    }
}
