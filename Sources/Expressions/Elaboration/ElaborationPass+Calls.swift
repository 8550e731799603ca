extension ElaborationPass {
    mutating func call(_ name: SyntaxNode.Name, _ arguments: [SyntaxNode], _ span: SourceSpan) -> TypedExpression? {
        guard let function = FunctionDescription.named(name.text) else { return notAFunction(name, arguments) }
        guard function.argumentCounts.contains(arguments.count) else {
            for argument in arguments where !argument.isCondition { _ = elaborate(argument) }
            return fail(
                .wrongArgumentCount(
                    function: function.usage, expected: function.expectedArguments, found: arguments.count), span)
        }
        if let scalar = ScalarFunction(rawValue: name.text) { return scalarCall(scalar, arguments) }
        switch function.group {
        case .derivatives: return derivativeCall(name.text, arguments, span)
        case .algebra: return algebraCall(name.text, arguments, span)
        case .boundary: return elaborate(arguments[0]).flatMap { normalDerivative($0, span) }
        case .constraints:
            return arguments.count == 1 ? functional(name.text, arguments[0], span) : definiteIntegral(arguments, span)
        case .scalar: return choice(arguments)
        }
    }

    /// A name that is no function before brackets: a missing `*` after a known name, else a misspelling.
    private mutating func notAFunction(_ name: SyntaxNode.Name, _ arguments: [SyntaxNode]) -> TypedExpression? {
        let errorsBefore = errors.count
        for argument in arguments where !argument.isCondition { _ = elaborate(argument) }
        var probe = self
        if probe.name(name.text, name.span) != nil || errors.count == errorsBefore && isDeclared(name.text) {
            return fail(.notAFunction(name.text, rewrite: "\(name.text)*(…)"), name.span)
        }
        let known = FunctionDescription.all.map(\.name)
        let suggestion = NearestName.find(name.text, in: known)
        return fail(.unknownFunction(name.text, suggestion: suggestion, known: known), name.span)
    }

    private func isDeclared(_ name: String) -> Bool {
        scope.unknowns.contains { $0.name == name } || scope.coordinates.contains(name)
    }

    private mutating func scalarCall(_ function: ScalarFunction, _ arguments: [SyntaxNode]) -> TypedExpression? {
        var values: [Expression] = []
        for argument in arguments {
            let suggestion = function == .abs ? "norm(v)" : nil
            guard let value = scalar(argument, for: "\(function.rawValue)", suggestion: suggestion) else { continue }
            values.append(value)
        }
        guard values.count == arguments.count else { return nil }
        guard function == .min || function == .max else { return TypedExpression(.call(function, values)) }
        return TypedExpression(values.dropFirst().reduce(values[0]) { .call(function, [$0, $1]) })
    }

    private mutating func choice(_ arguments: [SyntaxNode]) -> TypedExpression? {
        let condition = condition(arguments[0])
        let (first, second) = (elaborate(arguments[1]), elaborate(arguments[2]))
        guard let condition, let first, let second else { return nil }
        guard first.shape == second.shape else {
            return fail(
                .rankMismatch(left: first.shape.description, right: second.shape.description, suggestion: nil),
                arguments[2].span, related: .init(arguments[1].span, "this is \(first.shape)"))
        }
        let left = first.mappingLinearly { .choice(condition, $0, .zero) }
        let right = second.mappingLinearly { .choice(condition, .zero, $0) }
        let components = zip(first.components, second.components).map { Expression.choice(condition, $0, $1) }
        let parts = components.indices.map { [(part: left, component: $0), (part: right, component: $0)] }
        return TypedExpression(
            shape: first.shape, components: components, divergences: TypedExpression.summedForms(parts))
    }

    /// A replacement for a term of the wrong rank: another field in a call, or a vector of the number.
    mutating func replacement(for node: SyntaxNode, of shape: TypedExpression.Shape) -> String? {
        if case .number = node.kind, case .vector(let count) = shape, let value = elaborate(node)?.scalar?.constantValue {
            let number = ExpressionPrinter.number(value)
            return "[\(Array(repeating: number, count: count).joined(separator: ", "))]"
        }
        var calls: [(name: String, argument: SyntaxNode)] = []
        node.visit { inner in
            guard case .call(let name, let arguments) = inner.kind, arguments.count == 1 else { return }
            if case .name = arguments[0].kind { calls.append((name.text, arguments[0])) }
        }
        for call in calls.prefix(4) {
            for field in scope.unknowns.prefix(8) {
                var trial = self
                if trial.elaborate(node.renaming(at: call.argument.span, to: field.name))?.shape == shape {
                    return "\(call.name)(\(field.name))"
                }
            }
        }
        return nil
    }
}
