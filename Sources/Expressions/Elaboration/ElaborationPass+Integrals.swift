import NumericsCore

extension ElaborationPass {
    /// Points of the Gauss-Legendre formula that stands for an integral whose bounds or integrand vary from point to
    /// point: exact to round-off for integrands that a polynomial of degree 127 describes on the interval.
    static let integralPoints = 64
    /// Relative change at which the value of a constant integral counts as settled.
    static let integralTolerance = 1e-12

    /// `mean(f)` and `integral(f)` over the domain in space, component by component.
    mutating func functional(_ name: String, _ argument: SyntaxNode, _ span: SourceSpan) -> TypedExpression? {
        if !scope.allowsFunctionals || isInsideFunctional {
            _ = elaborate(argument)
            return fail(.functionalNotAllowed(name), span)
        }
        if scope.spaceIndices.isEmpty {
            return fail(.wrongDimension(operation: name, expected: "at least one space coordinate", found: 0), span)
        }
        isInsideFunctional = true
        defer { isInsideFunctional = false }
        guard let value = elaborate(argument) else { return nil }
        return value.mapping { integrand in
            .symbol(.functional(requests.functional(FunctionalRequest(integrand: integrand, isMean: name == "mean"))))
        }
    }

    /// `integral(f, s, from, to)` of a known integrand.
    mutating func definiteIntegral(_ arguments: [SyntaxNode], _ span: SourceSpan) -> TypedExpression? {
        let from = scalar(arguments[2], for: "a bound of an integral")
        let to = scalar(arguments[3], for: "a bound of an integral")
        guard let variable = boundName(arguments[1]) else { return nil }
        let bound = Symbol.bound(locals.count)
        locals[variable] = .symbol(bound)
        let integrand = elaborate(arguments[0])
        locals[variable] = nil
        guard let from, let to, let integrand else { return nil }
        if (integrand.components + [from, to]).contains(where: { $0.contains(where: \.dependsOnUnknowns) }) {
            return fail(.unknownInIntegral, arguments[0].span)
        }
        return integrated(integrand, bound, from: from, to: to, span)
    }

    private mutating func boundName(_ node: SyntaxNode) -> String? {
        guard case .name(let text) = node.kind else {
            return fail(.unexpected(found: "this", expected: "the name of the variable of integration"), node.span)
        }
        let taken = scope.unknowns.map(\.name) + scope.parameters + scope.coordinates + scope.inputs
        if taken.contains(text) || scope.definitions[text] != nil || locals[text] != nil {
            return fail(.integralVariableTaken(text), node.span)
        }
        return text
    }

    private mutating func integrated(
        _ integrand: TypedExpression, _ bound: Symbol, from: Expression, to: Expression, _ span: SourceSpan
    ) -> TypedExpression? {
        var components: [Expression] = []
        for component in integrand.components {
            if let value = constantIntegral(component, bound, from: from, to: to) {
                guard value.isSettled else { return fail(.integralUnsettled, span) }
                components.append(.constant(value.value))
            } else {
                guard component.size * Self.integralPoints < Self.sizeLimit else { return fail(.growsTooLarge, span) }
                components.append(Self.quadrature(component, bound, from: from, to: to))
            }
        }
        return TypedExpression(shape: integrand.shape, components: components)
    }

    private static func quadrature(_ integrand: Expression, _ bound: Symbol, from: Expression, to: Expression) -> Expression {
        let rule = Quadrature.gaussLegendre(integralPoints)
        let half = 0.5 * (to - from)
        let middle = 0.5 * (to + from)
        let terms = zip(rule.points, rule.weights).map { point, weight in
            let node = middle + .constant(point) * half
            return .constant(weight) * integrand.substituting { $0 == bound ? node : nil }
        }
        return half * .sum(terms)
    }

    /// The value if nothing but the variable occurs: panels are halved until it settles.
    private func constantIntegral(
        _ integrand: Expression, _ bound: Symbol, from: Expression, to: Expression
    ) -> (value: Double, isSettled: Bool)? {
        guard let lower = from.constantValue, let upper = to.constantValue, integrand.symbols.isSubset(of: [bound]) else {
            return nil
        }
        let program = BatchProgram([integrand], inputs: [bound])
        var previous = Self.composite(program, lower, upper, panels: 1)
        for level in 1...12 {
            let next = Self.composite(program, lower, upper, panels: 1 << level)
            if abs(next.value - previous.value) <= Self.integralTolerance * next.magnitude { return (next.value, true) }
            previous = next
        }
        return (previous.value, false)
    }

    /// The integral and the integral of the magnitude by equal panels of 16 Gauss-Legendre points.
    private static func composite(
        _ program: BatchProgram, _ lower: Double, _ upper: Double, panels: Int
    ) -> (value: Double, magnitude: Double) {
        let rule = Quadrature.gaussLegendre(16)
        let width = (upper - lower) / Double(panels)
        var points: [Double] = []
        for panel in 0..<panels {
            let middle = lower + (Double(panel) + 0.5) * width
            points += rule.points.map { middle + 0.5 * width * $0 }
        }
        var values = Tensor(shape: [1, points.count], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(
            inputs: Tensor(shape: [1, points.count], elements: points), outputs: &values, workspace: &workspace)
        var (value, magnitude) = (0.0, 0.0)
        for (index, sample) in values.elements.enumerated() {
            let part = 0.5 * width * rule.weights[index % 16] * sample
            value += part
            magnitude += abs(part)
        }
        return (value, magnitude)
    }
}
