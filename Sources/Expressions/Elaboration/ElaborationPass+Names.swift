extension ElaborationPass {
    /// A bare name, in the order of the language: bound variable, field, parameter, coordinate, constant, input,
    /// `exact`, normal and tangent, then the subscripted form of a field.
    mutating func name(_ text: String, _ span: SourceSpan) -> TypedExpression? {
        if let value = locals[text] { return TypedExpression(value) }
        if let field = scope.unknowns.first(where: { $0.name == text }) { return unknown(field, span) }
        if let known = given(text, span) { return known.value }
        switch text {
        case "exact": return exact(span)
        case "normal": return normal("normal", span)
        case "tangent": return tangent(span)
        default: break
        }
        if FunctionDescription.named(text) != nil {
            let example = FunctionDescription.named(text)?.usage ?? "\(text)(…)"
            return fail(.functionWithoutArguments(text, example: example), span)
        }
        return subscripted(text, span)
    }

    /// Names that stand for known values. The outer optional says whether the name is one of them.
    private mutating func given(_ text: String, _ span: SourceSpan) -> (value: TypedExpression?, Void)? {
        if let index = scope.parameters.firstIndex(of: text) { return (TypedExpression(.parameter(index)), ()) }
        if let definition = scope.definitions[text] { return (definition, ()) }
        if let index = scope.coordinates.firstIndex(of: text) {
            if !scope.allowsCoordinates { return (fail(.coordinateNotAllowed(text), span), ()) }
            return (TypedExpression(.coordinate(index)), ())
        }
        if text == "pi" { return (TypedExpression(.constant(.pi)), ()) }
        if text == "e" { return (TypedExpression(.constant(Expression.eulerNumber)), ()) }
        if let index = scope.inputs.firstIndex(of: text) { return (TypedExpression(.symbol(.input(index, .none))), ()) }
        return nil
    }

    private mutating func unknown(_ field: Scope.Field, _ span: SourceSpan) -> TypedExpression? {
        if !scope.allowsUnknowns { return fail(.unknownNotAllowed(field.name), span) }
        let components = field.components.map { Expression.jet($0) }
        return TypedExpression(shape: field.isVector ? .vector(components.count) : .scalar, components: components)
    }

    private mutating func exact(_ span: SourceSpan) -> TypedExpression? {
        let target = exactTarget ?? (scope.unknowns.count == 1 ? scope.unknowns[0].name : nil)
        guard let field = scope.unknowns.first(where: { $0.name == target }) else { return fail(.exactAmbiguous, span) }
        let components = field.components.compactMap { scope.exact[$0] }
        if components.count < field.components.count { return fail(.exactMissing(unknown: field.name), span) }
        return TypedExpression(shape: field.isVector ? .vector(components.count) : .scalar, components: components)
    }

    /// `u_xxt`: every letter after the last underscore is a coordinate of one letter.
    private mutating func subscripted(_ text: String, _ span: SourceSpan) -> TypedExpression? {
        guard let underscore = text.lastIndex(of: "_"), underscore != text.startIndex else { return unknownName(text, span) }
        let head = String(text[..<underscore])
        let letters = text[text.index(after: underscore)...].unicodeScalars.map { String(Character($0)) }
        guard isField(head), !letters.isEmpty else { return unknownName(text, span) }
        let axes = letters.compactMap { scope.coordinates.firstIndex(of: $0) }
        if axes.count < letters.count {
            return fail(.unknownSubscript(field: head, letters: letters.joined(), coordinates: scope.coordinates), span)
        }
        if axes.count > Self.orderLimit { return fail(.notAnOrder(limit: Self.orderLimit), span) }
        guard var value = name(head, span) else { return nil }
        for axis in axes {
            guard let next = derivative(value, along: axis, span) else { return nil }
            value = next
        }
        return value
    }

    private func isField(_ name: String) -> Bool {
        name == "exact" || scope.unknowns.contains { $0.name == name } || scope.inputs.contains(name)
            || scope.definitions[name] != nil
    }

    private mutating func unknownName(_ text: String, _ span: SourceSpan) -> TypedExpression? {
        var known = scope.unknowns.map(\.name) + scope.parameters + scope.definitions.keys.sorted()
        known += scope.coordinates + scope.inputs + locals.keys.sorted()
        let suggestion = NearestName.find(text, in: known + ["pi", "exact", "normal", "tangent"])
        return fail(.unknownName(text, suggestion: suggestion, known: known), span)
    }

    /// The only unknown named in a tree; nil if there are none or several.
    func unknownNamed(in node: SyntaxNode) -> String? {
        var found: Set<String> = []
        node.visit { inner in
            switch inner.kind {
            case .name(let text): if let field = fieldName(text) { found.insert(field) }
            case .trace(let name, _): if let field = fieldName(name.text) { found.insert(field) }
            default: break
            }
        }
        return found.count == 1 ? found.first : nil
    }

    private func fieldName(_ text: String) -> String? {
        if scope.unknowns.contains(where: { $0.name == text }) { return text }
        guard let underscore = text.lastIndex(of: "_") else { return nil }
        let head = String(text[..<underscore])
        return scope.unknowns.contains { $0.name == head } ? head : nil
    }

    mutating func file(_ path: String, _ span: SourceSpan) -> TypedExpression? {
        if !scope.allowsFiles { return fail(.fileNotAllowed, span) }
        return TypedExpression(.symbol(.input(requests.file(path, span), .none)))
    }
}
