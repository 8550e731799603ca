extension SyntaxNode {
    /// The direct operands, in the order written.
    public var children: [SyntaxNode] {
        switch kind {
        case .number, .name, .file: []
        case .sum(let terms): terms.map(\.node)
        case .product(let factors): factors.map(\.node)
        case .negation(let operand), .member(let operand, _), .element(let operand, _), .not(let operand): [operand]
        case .power(let base, let exponent): [base, exponent]
        case .call(_, let arguments): arguments
        case .trace(_, let places): places.map(\.value)
        case .vector(let operands), .and(let operands), .or(let operands): operands
        case .comparison(let left, _, let right): [left, right]
        }
    }

    /// Calls `body` with this node and all below it.
    public func visit(_ body: (SyntaxNode) -> Void) {
        body(self)
        for child in children { child.visit(body) }
    }

    /// Every name written in the tree: fields, parameters, coordinates and functions, with their places.
    public var names: [Name] {
        var found: [Name] = []
        visit { node in
            switch node.kind {
            case .name(let text): found.append(Name(text: text, span: node.span))
            case .call(let name, _), .trace(let name, _): found.append(name)
            default: break
            }
        }
        return found
    }

    /// The tree with the bare name at `span` replaced by another one.
    func renaming(at span: SourceSpan, to text: String) -> SyntaxNode {
        if self.span == span, case .name = kind { return SyntaxNode(.name(text), span) }
        func renamed(_ node: SyntaxNode) -> SyntaxNode { node.renaming(at: span, to: text) }
        switch kind {
        case .number, .name, .file, .trace, .comparison, .and, .or, .not: return self
        case .sum(let terms):
            return SyntaxNode(.sum(terms.map { Term(isSubtracted: $0.isSubtracted, node: renamed($0.node)) }), self.span)
        case .product(let factors):
            return SyntaxNode(.product(factors.map { Factor(isDivisor: $0.isDivisor, node: renamed($0.node)) }), self.span)
        case .negation(let operand): return SyntaxNode(.negation(renamed(operand)), self.span)
        case .member(let operand, let axis): return SyntaxNode(.member(renamed(operand), axis), self.span)
        case .element(let operand, let index): return SyntaxNode(.element(renamed(operand), index: index), self.span)
        case .power(let base, let exponent):
            return SyntaxNode(.power(base: renamed(base), exponent: renamed(exponent)), self.span)
        case .call(let name, let arguments): return SyntaxNode(.call(name, arguments.map(renamed)), self.span)
        case .vector(let components): return SyntaxNode(.vector(components.map(renamed)), self.span)
        }
    }
}
