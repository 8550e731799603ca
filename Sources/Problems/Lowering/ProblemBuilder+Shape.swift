import Expressions
import Fields

extension ProblemBuilder {
    mutating func readShape() {
        guard let node = root["shape"], let text = formulaText(node) else { return }
        problem.shape = ShapeText(text, origin: node.origin)
        if node.standsAtComma, FormulaNames.isUnbalanced(text) {
            return report(.expression(.cutAtComma(text: text)), at: node.origin)
        }
        do throws(ShapeSyntaxError) {
            let syntax = try ShapeParser.parse(text)
            guard let shape = shape(syntax, node) else { return }
            // Half-spaces and conditions reach to infinity; the ranges are where the problem lives.
            problem.region = shape.boundingBox == nil
                ? shape.intersecting(.box(from: problem.spaceBounds.lower, to: problem.spaceBounds.upper)) : shape
        } catch {
            reportShape(error.reason, error.span, node)
        }
    }

    mutating func reportShape(_ reason: String, _ span: SourceSpan, _ node: RawNode, help: String? = nil) {
        hasUnreadFormula = true
        report(.expression(.shape(reason: reason, example: help)), at: node.origin(of: span))
    }

    private mutating func shape(_ syntax: ShapeSyntax, _ node: RawNode) -> Shape? {
        switch syntax {
        case .term(let name, let nameSpan, let span): return term(name, nameSpan, span, node)
        case .combination(let combination, let left, let right):
            // Both, so that the mistakes of both are found.
            let (first, second) = (shape(left, node), shape(right, node))
            guard let first, let second else { return nil }
            switch combination {
            case .union: return first.adding(second)
            case .difference: return first.subtracting(second)
            case .intersection: return first.intersecting(second)
            }
        }
    }

    private mutating func term(_ name: String, _ nameSpan: SourceSpan, _ span: SourceSpan, _ node: RawNode) -> Shape? {
        let dimension = problem.spaceIndices.count
        guard let term = ShapeTerm(rawValue: name) else {
            let known = ShapeTerm.allCases.map(\.rawValue)
            let nearest = Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
            reportShape(nearest ?? "a shape is made of \(known.joined(separator: ", "))", nameSpan, node)
            return nil
        }
        if term == .mesh {
            reportShape("shapes from mesh files are not in this build", nameSpan, node)
            return nil
        }
        guard term.dimensions.contains(dimension) else {
            let number = dimension == 1 ? "one space coordinate" : "\(PosingProblem.number(dimension)) space coordinates"
            let instead = term == .polygon ? nil : term == .disk ? ShapeTerm.ball : dimension == 1 ? ShapeTerm.ball : nil
            reportShape("'\(name)' has no meaning with \(number)", nameSpan, node, help: instead?.example(dimension: dimension))
            return nil
        }
        if term == .condition { return conditionShape(nameSpan, span, node) }
        return primitive(term, node.part(span))
    }

    // MARK: Conditions

    private mutating func conditionShape(_ nameSpan: SourceSpan, _ span: SourceSpan, _ node: RawNode) -> Shape? {
        let inner = node.part(SourceSpan(nameSpan.end, span.end))
        var scope = knownScope
        scope.allowsFiles = false
        guard let found = condition(inner, in: scope) else { return nil }
        let values = problem.parameters.map(\.value)
        let known: LogicalExpression = found.substituting { symbol in
            if case .parameter(let index) = symbol { .constant(values[index]) } else { nil }
        }
        do throws(Shape.ConditionError) {
            return try Shape(known, axes: problem.spaceIndices, window: problem.spaceBounds)
        } catch {
            switch error {
            case .equality: reportShape("'==' and '!=' bound no region; use < or >", span, node)
            case .foreignSymbol(let symbol):
                let text = SymbolNames(problem).text(symbol)
                reportShape("'\(text)' is not a coordinate of space; a shape is the same at all times", span, node)
            }
            return nil
        }
    }
}
