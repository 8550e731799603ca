extension ElaborationPass {
    /// Highest order a single derivative may have.
    static let orderLimit = 8

    mutating func derivativeCall(_ name: String, _ arguments: [SyntaxNode], _ span: SourceSpan) -> TypedExpression? {
        guard let value = elaborate(arguments[0]) else {
            if name == "advect" { _ = elaborate(arguments[1]) }
            return nil
        }
        switch name {
        case "dt", "dx", "dy", "dz": return named(String(name.suffix(1)), of: value, name, span)
        case "d": return general(value, arguments, span)
        default: break
        }
        guard !scope.spaceIndices.isEmpty else {
            return fail(.wrongDimension(operation: name, expected: "at least one space coordinate", found: 0), span)
        }
        switch name {
        case "grad": return gradient(value, span)
        case "div": return divergence(value, span)
        case "curl", "rot": return curl(value, name, span)
        case "lap": return laplacian(value, span)
        case "bilap": return laplacian(value, span).flatMap { laplacian($0, span) }
        default: return advection(value, arguments, span)
        }
    }

    /// One derivative of every component; jets at a trace site do not change along a coordinate held there.
    mutating func derivative(_ value: TypedExpression, along axis: Int, _ span: SourceSpan) -> TypedExpression? {
        let isTime = axis == scope.timeIndex
        let hasFunctional = value.components.contains { component in
            component.contains { if case .functional = $0 { true } else { false } }
        }
        if isTime, hasFunctional { return fail(.timeDerivativeOfFunctional, span) }
        let sites = requests.sites
        let result = value.mapping { component in
            component.totalDerivative { symbol in
                switch symbol {
                case .coordinate(let index): index == axis ? .one : .zero
                case .jet(let jet):
                    sites[jet.site][axis] == nil ? .symbol(.jet(jet.raised(along: axis))) : .zero
                case .input(let index, let derivative):
                    // Input fields are functions of space.
                    isTime ? .zero : .symbol(.input(index, derivative.raised(along: axis)))
                default: .zero
                }
            }
        }
        if result.components.contains(where: isTooLarge) { return fail(.growsTooLarge, span) }
        return isTime ? result : result.keepingFluxes(of: value, along: axis)
    }

    private mutating func named(
        _ coordinate: String, of value: TypedExpression, _ function: String, _ span: SourceSpan
    ) -> TypedExpression? {
        guard let axis = scope.coordinates.firstIndex(of: coordinate) else {
            return fail(.missingCoordinate(function: function, coordinate: coordinate), span)
        }
        return derivative(value, along: axis, span)
    }

    /// `d(f, x, n)`.
    private mutating func general(_ value: TypedExpression, _ arguments: [SyntaxNode], _ span: SourceSpan) -> TypedExpression? {
        guard case .name(let coordinate) = arguments[1].kind, let axis = scope.coordinates.firstIndex(of: coordinate) else {
            return fail(.notACoordinate(function: "d(f, x, n)", coordinates: scope.coordinates), arguments[1].span)
        }
        var order = 1
        if arguments.count == 3 {
            guard case .number(let number) = arguments[2].kind, number == number.rounded(),
                number >= 1, number <= Double(Self.orderLimit)
            else { return fail(.notAnOrder(limit: Self.orderLimit), arguments[2].span) }
            order = Int(number)
        }
        var result = value
        for _ in 0..<order {
            guard let next = derivative(result, along: axis, span) else { return nil }
            result = next
        }
        return result
    }

    /// The derivatives of all components along each space axis [axis].
    private mutating func allDerivatives(_ value: TypedExpression, _ span: SourceSpan) -> [TypedExpression]? {
        var columns: [TypedExpression] = []
        for axis in scope.spaceIndices {
            guard let column = derivative(value, along: axis, span) else { return nil }
            columns.append(column)
        }
        return columns
    }

    /// One value for each component and axis, [component][axis].
    private mutating func jacobian(_ value: TypedExpression, _ span: SourceSpan) -> [[Expression]]? {
        guard let columns = allDerivatives(value, span) else { return nil }
        return value.components.indices.map { row in columns.map { $0.components[row] } }
    }

    private mutating func gradient(_ value: TypedExpression, _ span: SourceSpan) -> TypedExpression? {
        if case .tensor = value.shape { return wrong("grad", "a scalar or vector", value, span) }
        guard let rows = jacobian(value, span) else { return nil }
        let axes = scope.spaceIndices.count
        let shape: TypedExpression.Shape = value.shape == .scalar ? .vector(axes) : .tensor(rows.count, axes)
        return TypedExpression(shape: shape, components: rows.flatMap { $0 })
    }

    private mutating func divergence(_ value: TypedExpression, _ span: SourceSpan) -> TypedExpression? {
        let axes = scope.spaceIndices.count
        switch value.shape {
        case .vector(axes):
            guard let columns = allDerivatives(value, span) else { return nil }
            return TypedExpression.total((0..<axes).map { columns[$0].selecting([$0], as: .scalar) })
        case .tensor(let count, axes):
            guard let columns = allDerivatives(value, span) else { return nil }
            return TypedExpression.total((0..<axes).map { axis in
                columns[axis].selecting((0..<count).map { $0 * axes + axis }, as: .vector(count))
            })
        default: return wrong("div", "a vector with \(axes) component\(axes == 1 ? "" : "s")", value, span)
        }
    }

    private mutating func curl(_ value: TypedExpression, _ name: String, _ span: SourceSpan) -> TypedExpression? {
        let axes = scope.spaceIndices.count
        guard axes > 1 else {
            return fail(.wrongDimension(operation: name, expected: "two or three space coordinates", found: axes), span)
        }
        switch (axes, value.shape) {
        case (2, .scalar):
            guard let row = jacobian(value, span)?[0] else { return nil }
            return TypedExpression(shape: .vector(2), components: [row[1], -row[0]])
        case (2, .vector(2)):
            guard let rows = jacobian(value, span) else { return nil }
            return TypedExpression(rows[1][0] - rows[0][1])
        case (3, .vector(3)):
            guard let rows = jacobian(value, span) else { return nil }
            let components = (0..<3).map { axis in
                let (next, last) = ((axis + 1) % 3, (axis + 2) % 3)
                return rows[last][next] - rows[next][last]
            }
            return TypedExpression(shape: .vector(3), components: components)
        default: return wrong(name, axes == 2 ? "a scalar or a vector with 2 components" : "a vector with 3 components", value, span)
        }
    }

    private mutating func laplacian(_ value: TypedExpression, _ span: SourceSpan) -> TypedExpression? {
        var parts: [TypedExpression] = []
        for axis in scope.spaceIndices {
            guard let first = derivative(value, along: axis, span) else { return nil }
            guard let second = derivative(first, along: axis, span) else { return nil }
            parts.append(second)
        }
        return TypedExpression.total(parts)
    }

    /// (v . grad) w.
    private mutating func advection(
        _ velocity: TypedExpression, _ arguments: [SyntaxNode], _ span: SourceSpan
    ) -> TypedExpression? {
        guard let value = elaborate(arguments[1]) else { return nil }
        let axes = scope.spaceIndices.count
        guard velocity.shape == .vector(axes) else {
            return wrong("advect", "a vector with \(axes) component\(axes == 1 ? "" : "s")", velocity, arguments[0].span)
        }
        guard let rows = jacobian(value, span) else { return nil }
        let components = rows.map { row in
            Expression.sum(zip(velocity.components, row).map { $0 * $1 })
        }
        return TypedExpression(shape: value.shape, components: components)
    }

    mutating func wrong(
        _ operation: String, _ expected: String, _ value: TypedExpression, _ span: SourceSpan
    ) -> TypedExpression? {
        fail(
            .wrongRank(operation: operation, expected: expected, found: value.shape.description, suggestion: nil),
            value.span == SourceSpan(0, 0) ? span : value.span)
    }
}

extension TypedExpression {
    /// The sum of expressions of one shape. Precondition: at least one.
    static func total(_ parts: [TypedExpression]) -> TypedExpression {
        let components = parts[0].components.indices.map { index in Expression.sum(parts.map { $0.components[index] }) }
        let summands = components.indices.map { index in parts.map { (part: $0, component: index) } }
        return TypedExpression(shape: parts[0].shape, components: components, divergences: summedForms(summands))
    }

    /// A derivative that remembers what was differentiated; derivatives of the unknowns themselves say so anyway.
    fileprivate func keepingFluxes(of value: TypedExpression, along axis: Int) -> TypedExpression {
        var result = self
        for (index, flux) in value.components.enumerated() {
            if case .symbol = flux.kind { continue }
            guard flux.contains(where: \.isJet) else { continue }
            result.divergences[index] = DivergenceForm(terms: [.init(coordinate: axis, flux: flux)], remainder: .zero)
        }
        return result
    }
}
