extension ElaborationPass {
    /// Components of the outward normal along the space coordinates; nil inside the domain.
    private var normalComponents: [Expression]? {
        switch scope.place {
        case .interior, .instant: nil
        case .boundary: scope.spaceIndices.map { .symbol(.normal($0)) }
        case .side(let coordinate, let isUpper):
            scope.spaceIndices.map { $0 == coordinate ? .constant(isUpper ? 1 : -1) : .zero }
        }
    }

    mutating func normal(_ name: String, _ span: SourceSpan) -> TypedExpression? {
        guard let components = normalComponents else { return fail(.boundaryOnly(name), span) }
        return TypedExpression(shape: .vector(components.count), components: components)
    }

    /// The normal turned a quarter to the left; in the plane only.
    mutating func tangent(_ span: SourceSpan) -> TypedExpression? {
        guard let components = normalComponents else { return fail(.boundaryOnly("tangent"), span) }
        guard components.count == 2 else { return fail(.noSingleTangent, span) }
        return TypedExpression(shape: .vector(2), components: [-components[1], components[0]])
    }

    /// `dn(u)`: derivative along the outward normal, component by component.
    mutating func normalDerivative(_ value: TypedExpression, _ span: SourceSpan) -> TypedExpression? {
        guard let components = normalComponents else { return fail(.boundaryOnly("dn"), span) }
        var sums = value.components.map { _ in [Expression]() }
        for (axis, normal) in zip(scope.spaceIndices, components) where !normal.isZero {
            guard let slope = derivative(value, along: axis, span) else { return nil }
            for index in sums.indices { sums[index].append(normal * slope.components[index]) }
        }
        return TypedExpression(shape: value.shape, components: sums.map { .sum($0) })
    }
}
