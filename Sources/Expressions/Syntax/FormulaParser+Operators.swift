extension FormulaParser {
    /// cond = conj { "or" conj }; also every plain expression, whose kind is checked afterwards.
    mutating func disjunction() throws(FormulaError) -> SyntaxNode {
        try sequence("or", of: { parser throws(FormulaError) in try parser.conjunction() }, make: { .or($0) })
    }

    private mutating func conjunction() throws(FormulaError) -> SyntaxNode {
        try sequence("and", of: { parser throws(FormulaError) in try parser.inverse() }, make: { .and($0) })
    }

    private mutating func sequence(
        _ word: String, of operand: (inout FormulaParser) throws(FormulaError) -> SyntaxNode,
        make: ([SyntaxNode]) -> SyntaxNode.Kind
    ) throws(FormulaError) -> SyntaxNode {
        var operands = [try operand(&self)]
        while current.kind == .name(word) {
            try advance()
            operands.append(try operand(&self))
        }
        if operands.count == 1 { return operands[0] }
        for operand in operands where !operand.isCondition { throw FormulaError(.conditionExpected, operand.span) }
        return SyntaxNode(make(operands), operands[0].span.union(operands[operands.count - 1].span))
    }

    private mutating func inverse() throws(FormulaError) -> SyntaxNode {
        guard current.kind == .name("not") else { return try comparison() }
        let start = current.span
        try advance()
        let operand = try nested { parser throws(FormulaError) in try parser.inverse() }
        if !operand.isCondition { throw FormulaError(.conditionExpected, operand.span) }
        return SyntaxNode(.not(operand), start.union(operand.span))
    }

    private var relation: LogicalExpression.Relation? {
        if case .mark(let text) = current.kind { LogicalExpression.Relation(rawValue: text) } else { nil }
    }

    private mutating func comparison() throws(FormulaError) -> SyntaxNode {
        let left = try sum()
        guard let relation else { return left }
        try advance()
        let right = try sum()
        for side in [left, right] where side.isCondition { throw FormulaError(.conditionOutsideChoice, side.span) }
        if let next = self.relation {
            try advance()
            let last = try sum()
            let texts = [left, right, last].map { lexer.text($0.span) }
            let rewrite = "\(texts[0]) \(relation.rawValue) \(texts[1]) and \(texts[1]) \(next.rawValue) \(texts[2])"
            throw FormulaError(.chainedComparison(rewrite: rewrite), left.span.union(last.span))
        }
        return SyntaxNode(.comparison(left, relation, right), left.span.union(right.span))
    }

    private mutating func sum() throws(FormulaError) -> SyntaxNode {
        var terms = [SyntaxNode.Term(isSubtracted: false, node: try product())]
        while current.isMark("+") || current.isMark("-") {
            let isSubtracted = current.isMark("-")
            try advance()
            terms.append(SyntaxNode.Term(isSubtracted: isSubtracted, node: try product()))
        }
        if terms.count == 1 { return terms[0].node }
        try refuseConditions(terms.map(\.node))
        return SyntaxNode(.sum(terms), terms[0].node.span.union(terms[terms.count - 1].node.span))
    }

    private mutating func product() throws(FormulaError) -> SyntaxNode {
        var factors = [SyntaxNode.Factor(isDivisor: false, node: try unary())]
        while true {
            try refuseImplicitProduct(after: factors[factors.count - 1].node)
            guard current.isMark("*") || current.isMark("/") else { break }
            let isDivisor = current.isMark("/")
            try advance()
            factors.append(SyntaxNode.Factor(isDivisor: isDivisor, node: try unary()))
        }
        if factors.count == 1 { return factors[0].node }
        try refuseConditions(factors.map(\.node))
        return SyntaxNode(.product(factors), factors[0].node.span.union(factors[factors.count - 1].node.span))
    }

    /// `2u`, `2 (x)`, `u v`: two operands without an operator between them.
    private mutating func refuseImplicitProduct(after left: SyntaxNode) throws(FormulaError) {
        switch current.kind {
        case .name(let word) where ["and", "or", "not"].contains(word): return
        case .name, .number: break
        case .mark(let text) where text == "(": break
        default: return
        }
        if left.isCondition { throw FormulaError(.unexpected(found: found, expected: "'and' or 'or'"), current.span) }
        let right = try unary()
        let rewrite = "\(lexer.text(left.span))*\(lexer.text(right.span))"
        throw FormulaError(.implicitProduct(rewrite: rewrite), left.span.union(right.span))
    }

    private func refuseConditions(_ nodes: [SyntaxNode]) throws(FormulaError) {
        for node in nodes where node.isCondition { throw FormulaError(.conditionOutsideChoice, node.span) }
    }

    /// unary = ("+"|"-") unary | power.
    mutating func unary() throws(FormulaError) -> SyntaxNode {
        guard current.isMark("+") || current.isMark("-") else { return try power() }
        let sign = current
        try advance()
        let operand = try nested { parser throws(FormulaError) in try parser.unary() }
        try refuseConditions([operand])
        let span = sign.span.union(operand.span)
        return sign.isMark("-") ? SyntaxNode(.negation(operand), span) : SyntaxNode(operand.kind, span)
    }

    private mutating func power() throws(FormulaError) -> SyntaxNode {
        let base = try postfix()
        guard current.isMark("^") || current.isMark("**") else { return base }
        try advance()
        let exponent = try nested { parser throws(FormulaError) in try parser.unary() }
        try refuseConditions([base, exponent])
        return SyntaxNode(.power(base: base, exponent: exponent), base.span.union(exponent.span))
    }
}
