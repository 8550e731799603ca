extension ElaborationPass {
    /// `v.x`: the component along a space coordinate.
    mutating func member(_ operand: SyntaxNode, _ axis: SyntaxNode.Name) -> TypedExpression? {
        if let rewrite = derivativeRewrite(operand, axis) { return fail(.subscriptedComponent(rewrite: rewrite), axis.span) }
        guard let value = elaborate(operand) else { return nil }
        let space = scope.spaceIndices.map { scope.coordinates[$0] }
        guard case .vector(let count) = value.shape, count == space.count else {
            return fail(
                .wrongRank(
                    operation: "'.\(axis.text)'", expected: "a vector with a component for each space coordinate",
                    found: value.shape.description, suggestion: nil), operand.span)
        }
        guard let index = space.firstIndex(of: axis.text) else {
            return fail(.noSuchComponent(axis.text, of: value.shape.description, available: space), axis.span)
        }
        return value.selecting([index], as: .scalar)
    }

    /// `d(v.x, y, 2)` for `v.x_yy`; nil if the name is not a component with a subscript.
    private func derivativeRewrite(_ operand: SyntaxNode, _ axis: SyntaxNode.Name) -> String? {
        let parts = axis.text.split(separator: "_", maxSplits: 1)
        guard parts.count == 2, scope.coordinates.contains(String(parts[0])) else { return nil }
        guard case .name(let name) = operand.kind else { return nil }
        let letters = parts[1].map { String($0) }
        guard letters.allSatisfy({ scope.coordinates.contains($0) }) else { return nil }
        var text = "\(name).\(parts[0])"
        var start = 0
        while start < letters.count {
            let end = letters[start...].firstIndex { $0 != letters[start] } ?? letters.count
            text = end - start == 1 ? "d(\(text), \(letters[start]))" : "d(\(text), \(letters[start]), \(end - start))"
            start = end
        }
        return text
    }

    /// `A[0]`: a component of a vector or a row of a tensor.
    mutating func element(_ operand: SyntaxNode, _ index: Int, _ span: SourceSpan) -> TypedExpression? {
        guard let value = elaborate(operand) else { return nil }
        switch value.shape {
        case .scalar:
            return fail(
                .wrongRank(
                    operation: "'[\(index)]'", expected: "a vector or tensor", found: value.shape.description,
                    suggestion: nil), operand.span)
        case .vector(let count):
            guard index < count else { return missing(index, value, count, span) }
            return value.selecting([index], as: .scalar)
        case .tensor(let rows, let columns):
            guard index < rows else { return missing(index, value, rows, span) }
            let row = Array(value.components[(index * columns)..<((index + 1) * columns)])
            return TypedExpression(shape: .vector(columns), components: row)
        }
    }

    private mutating func missing(
        _ index: Int, _ value: TypedExpression, _ count: Int, _ span: SourceSpan
    ) -> TypedExpression? {
        fail(.noSuchComponent("\(index)", of: value.shape.description, available: (0..<count).map(String.init)), span)
    }

    /// `u(t=1)`: the field with coordinates held at numbers.
    mutating func trace(_ field: SyntaxNode.Name, _ places: [SyntaxNode.Place]) -> TypedExpression? {
        if FunctionDescription.named(field.text) != nil, scope.definitions[field.text] == nil {
            return fail(.traceOfNonField(field.text), field.span)
        }
        let before = errors.count
        var fixed: [Int: Double] = [:]
        for place in places { fix(place, &fixed) }
        let value = name(field.text, field.span)
        guard let value, errors.count == before else { return nil }
        return traced(value, at: fixed, field)
    }

    private mutating func fix(_ place: SyntaxNode.Place, _ fixed: inout [Int: Double]) {
        let number = scalar(place.value, for: "the value of a coordinate")
        guard let index = scope.coordinates.firstIndex(of: place.axis.text) else {
            let suggestion = NearestName.find(place.axis.text, in: scope.coordinates)
            let kind = FormulaError.Kind.unknownAxis(place.axis.text, suggestion: suggestion, known: scope.coordinates)
            errors.append(FormulaError(kind, place.axis.span))
            return
        }
        guard let number else { return }
        if fixed[index] != nil { errors.append(FormulaError(.traceAxisRepeated(place.axis.text), place.axis.span)) }
        guard let value = number.constantValue else {
            errors.append(FormulaError(.traceNotConstant, place.value.span))
            return
        }
        fixed[index] = value
    }

    private mutating func traced(
        _ value: TypedExpression, at fixed: [Int: Double], _ field: SyntaxNode.Name
    ) -> TypedExpression? {
        let symbols = value.components.reduce(into: Set<Symbol>()) { $0.formUnion($1.symbols) }
        if symbols.contains(where: { if case .input = $0 { true } else { false } }) {
            return fail(.inputTrace(field.text), field.span)
        }
        var site = 0
        if symbols.contains(where: \.isJet) {
            if !scope.allowsTraces { return fail(.traceNotAllowed, field.span) }
            site = requests.site(fixed)
        }
        return value.mapping { component in
            component.substituting { symbol in
                switch symbol {
                case .coordinate(let index): fixed[index].map { .constant($0) }
                case .jet(let jet) where jet.site == 0:
                    .jet(jet.component, jet.derivative, site: site)
                default: nil
                }
            }
        }
    }
}
