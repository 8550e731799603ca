import Expressions

extension ProblemBuilder {
    /// A parsed and resolved expression, or nil after reporting what is wrong with it.
    mutating func expression(_ node: RawNode, in scope: Scope, exactFor unknown: String? = nil) -> TypedExpression? {
        guard let tree = syntax(node, FormulaParser.parse(expression:)) else { return nil }
        return resolve(node) { elaborator throws(FormulaErrors) in
            try elaborator.expression(tree, in: scope, exactFor: unknown)
        }
    }

    /// The residual of an equation.
    mutating func equation(_ node: RawNode, in scope: Scope) -> TypedExpression? {
        guard let text = formulaText(node) else { return nil }
        do throws(FormulaError) {
            let tree = try FormulaParser.parse(equation: text)
            use(tree.left)
            use(tree.right)
            return resolve(node) { elaborator throws(FormulaErrors) in try elaborator.equation(tree, in: scope) }
        } catch {
            report(error, in: node)
            return nil
        }
    }

    mutating func condition(_ node: RawNode, in scope: Scope) -> LogicalExpression? {
        guard let tree = syntax(node, FormulaParser.parse(condition:)) else { return nil }
        return resolve(node) { elaborator throws(FormulaErrors) in try elaborator.condition(tree, in: scope) }
    }

    /// A scalar without coordinates and unknowns, as a number.
    mutating func number(_ node: RawNode, what: String) -> Double? {
        var inner = scope
        inner.allowsUnknowns = false
        inner.allowsFunctionals = false
        inner.allowsTraces = false
        inner.allowsFiles = false
        guard let value = expression(node, in: inner) else { return nil }
        guard let scalar = value.scalar else {
            report(.expression(.notConstant(what: what, found: value.shape.description)), at: node.origin)
            return nil
        }
        if let number = scalar.constantValue { return number }
        let parameters = problem.parameters
        let number = scalar.value { symbol in
            guard case .parameter(let index) = symbol, index < parameters.count else { return nil }
            return parameters[index].value
        }
        if number == nil {
            report(.expression(.notConstant(what: what, found: "a function of the coordinates")), at: node.origin)
        }
        return number
    }

    /// A number by a formula of its own, without reporting: `1e-3`, `2*pi`.
    static func constant(_ text: String) -> Double? {
        ConstantText.value(of: text)
    }

    mutating func syntax(
        _ node: RawNode, _ parse: (String) throws(FormulaError) -> SyntaxNode
    ) -> SyntaxNode? {
        guard let text = formulaText(node) else { return nil }
        do throws(FormulaError) {
            let tree = try parse(text)
            use(tree)
            return tree
        } catch {
            report(error, in: node)
            return nil
        }
    }

    mutating func use(_ tree: SyntaxNode) {
        usedNames.formUnion(FormulaNames.all(in: tree))
    }

    /// The text of a formula; missing text was reported with its key.
    func formulaText(_ node: RawNode) -> String? {
        node.text == "" && !node.isQuoted ? nil : node.text
    }

    private mutating func resolve<Value>(
        _ node: RawNode, _ body: (inout Elaborator) throws(FormulaErrors) -> Value
    ) -> Value? {
        do throws(FormulaErrors) {
            return try body(&elaborator)
        } catch {
            for mistake in error.errors { report(mistake, in: node) }
            return nil
        }
    }

    mutating func report(_ error: FormulaError, in node: RawNode) {
        // A formula that YAML cut at a comma is the cause; what the parser says about the pieces is not.
        if !error.kind.dependsOnNames { hasUnreadFormula = true }
        if node.standsAtComma, let text = node.text, FormulaNames.isUnbalanced(text) {
            return report(.expression(.cutAtComma(text: text)), at: node.origin)
        }
        if !areNamesReliable, error.kind.dependsOnNames { return }
        let related = error.related.map { [node.origin(of: $0.span)] } ?? []
        let kind = ExpressionProblem.formula(error.kind, related: error.related?.label, context: context)
        report(.expression(kind), at: node.origin(of: error.span), related: related)
    }
}
