import Expressions
import Fields

extension ProblemBuilder {
    /// The primitive that a term such as `disk([0, 0], 1)` means; nil after reporting why it means none.
    mutating func primitive(_ term: ShapeTerm, _ node: RawNode) -> Shape? {
        guard let tree = syntax(node, FormulaParser.parse(expression:)) else { return nil }
        let example = term.example(dimension: problem.spaceIndices.count)
        guard case .call(_, var arguments) = tree.kind else {
            reportShape("'\(term.rawValue)' takes numbers and points", tree.span, node, help: example)
            return nil
        }
        // A list of corners may stand in brackets of its own.
        if term == .polygon, arguments.count == 1, case .vector(let corners) = arguments[0].kind { arguments = corners }
        guard term.arguments.contains(arguments.count) else {
            let range = term.arguments
            let count = range.count == 1 ? "\(range.lowerBound)" : term == .polygon ? "3 or more" : "2 or 3"
            reportShape("'\(term.rawValue)' takes \(count) arguments, not \(arguments.count)", tree.span, node, help: example)
            return nil
        }
        let values = arguments.map { numbers($0, node) }
        guard let known = values as? [[Double]] else { return nil }
        let reader = PrimitiveReader(term: term, dimension: problem.spaceIndices.count, arguments: known)
        do throws(PrimitiveReader.Mistake) {
            return try reader.shape()
        } catch {
            reportShape(error.reason, error.argument.map { arguments[$0].span } ?? tree.span, node, help: example)
            return nil
        }
    }

    /// The components of an argument; nil after reporting that they are not numbers.
    private mutating func numbers(_ tree: SyntaxNode, _ node: RawNode) -> [Double]? {
        var scope = knownScope
        scope.allowsCoordinates = false
        scope.allowsFiles = false
        let parameters = problem.parameters
        do throws(FormulaErrors) {
            let value = try elaborator.expression(tree, in: scope)
            let numbers = value.components.map { component in
                component.value { symbol in
                    if case .parameter(let index) = symbol { parameters[index].value } else { nil }
                }
            }
            if let known = numbers as? [Double], known.allSatisfy(\.isFinite) { return known }
            reportShape("this is not a number", tree.span, node)
        } catch {
            for mistake in error.errors { report(mistake, in: node) }
        }
        return nil
    }
}
