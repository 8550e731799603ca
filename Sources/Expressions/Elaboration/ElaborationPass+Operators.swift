extension ElaborationPass {
    /// A term of a sum or of an equation with its sign and value.
    struct SignedTerm {
        var node: SyntaxNode
        var isSubtracted: Bool
        var value: TypedExpression
    }

    mutating func sum(_ terms: [SyntaxNode.Term]) -> TypedExpression? {
        guard let values = evaluated(terms.map { ($0.node, $0.isSubtracted) }) else { return nil }
        return agreed(values)
    }

    /// Left minus right. Terms of both sides are compared with each other, so that the odd one is named.
    mutating func residual(_ equation: SyntaxEquation) -> TypedExpression? {
        let right = equation.right.signedTerms.map { ($0.node, !$0.isSubtracted) }
        let left = equation.left.signedTerms.map { ($0.node, $0.isSubtracted) }
        guard let values = evaluated(left + right) else { return nil }
        guard var residual = agreed(values) else { return nil }
        residual.span = equation.left.span.union(equation.right.span)
        return residual
    }

    /// All terms, or nil after every mistake in them has been recorded.
    private mutating func evaluated(_ nodes: [(node: SyntaxNode, isSubtracted: Bool)]) -> [SignedTerm]? {
        var values: [SignedTerm] = []
        for (node, isSubtracted) in nodes {
            guard let value = elaborate(node) else { continue }
            values.append(SignedTerm(node: node, isSubtracted: isSubtracted, value: value))
        }
        return values.count == nodes.count ? values : nil
    }

    /// The sum of terms of one shape; the shape most terms have decides which ones are odd.
    private mutating func agreed(_ terms: [SignedTerm]) -> TypedExpression? {
        let shape = Self.commonShape(terms)
        var isAgreed = true
        for term in terms where term.value.shape != shape {
            isAgreed = false
            guard let other = terms.first(where: { $0.value.shape == shape }) else { continue }
            report(term, unlike: other)
        }
        guard isAgreed else { return nil }
        let values = terms.map { term in term.isSubtracted ? term.value.mappingLinearly { -$0 } : term.value }
        let components = (0..<shape.count).map { index in Expression.sum(values.map { $0.components[index] }) }
        let parts = (0..<shape.count).map { index in values.map { (part: $0, component: index) } }
        return TypedExpression(shape: shape, components: components, divergences: TypedExpression.summedForms(parts))
    }

    private static func commonShape(_ terms: [SignedTerm]) -> TypedExpression.Shape {
        var best = terms[0].value.shape
        var bestCount = 0
        for term in terms {
            let count = terms.count { $0.value.shape == term.value.shape }
            if count > bestCount { (best, bestCount) = (term.value.shape, count) }
        }
        return best
    }

    private mutating func report(_ term: SignedTerm, unlike other: SignedTerm) {
        let suggestion = replacement(for: term.node, of: other.value.shape)
        errors.append(
            FormulaError(
                .rankMismatch(
                    left: other.value.shape.description, right: term.value.shape.description, suggestion: suggestion),
                term.node.span, related: .init(other.node.span, "this is \(other.value.shape)")))
    }

    mutating func product(_ factors: [SyntaxNode.Factor]) -> TypedExpression? {
        var values: [TypedExpression?] = []
        for factor in factors {
            values.append(factor.isDivisor ? divisor(factor.node) : elaborate(factor.node))
        }
        guard var result = values[0] else { return nil }
        for (factor, value) in zip(factors, values).dropFirst() {
            guard let value else { return nil }
            guard let next = multiplied(result, value, factor) else { return nil }
            result = next
        }
        return result
    }

    private mutating func divisor(_ node: SyntaxNode) -> TypedExpression? {
        scalar(node, for: "a division").map { TypedExpression($0, span: node.span) }
    }

    private mutating func multiplied(
        _ left: TypedExpression, _ right: TypedExpression, _ factor: SyntaxNode.Factor
    ) -> TypedExpression? {
        if factor.isDivisor { return left.mappingLinearly { $0 / right.components[0] } }
        if let scale = left.scalar, right.scalar == nil || left.divergences.isEmpty {
            return right.mappingLinearly { scale * $0 }
        }
        if let scale = right.scalar { return left.mappingLinearly { $0 * scale } }
        return fail(
            .wrongRank(
                operation: "a product", expected: "a scalar on one side", found: right.shape.description,
                suggestion: "dot(a, b) for the inner product"),
            factor.node.span, related: .init(left.span, "this is \(left.shape)"))
    }

    mutating func power(_ base: SyntaxNode, _ exponent: SyntaxNode) -> TypedExpression? {
        let first = scalar(base, for: "a power", suggestion: "dot(v, v) or norm(v)")
        let second = scalar(exponent, for: "an exponent")
        guard let first, let second else { return nil }
        return TypedExpression(.power(first, second))
    }

    mutating func vector(_ nodes: [SyntaxNode], _ span: SourceSpan) -> TypedExpression? {
        var values: [TypedExpression] = []
        for node in nodes {
            guard let value = elaborate(node) else { continue }
            values.append(value)
        }
        guard values.count == nodes.count else { return nil }
        let components = values.flatMap(\.components)
        let shapes = Set(values.map(\.shape))
        if shapes == [.scalar] {
            let parts = values.map { [(part: $0, component: 0)] }
            return TypedExpression(
                shape: .vector(values.count), components: components, divergences: TypedExpression.summedForms(parts))
        }
        if shapes.count == 1, case .vector(let columns) = values[0].shape {
            return TypedExpression(shape: .tensor(values.count, columns), components: components)
        }
        return fail(.raggedVector, span)
    }
}

extension SyntaxNode {
    /// The terms of a sum with their signs; the node itself if it is not a sum.
    var signedTerms: [Term] {
        if case .sum(let terms) = kind { terms } else { [Term(isSubtracted: false, node: self)] }
    }
}
