/// An expression of any rank with its scalar components.
public struct TypedExpression: Hashable, Sendable {
    /// Rank and extents.
    public enum Shape: Hashable, Sendable {
        case scalar
        case vector(Int)
        /// Rows and columns; the gradient of a vector has a row for each component and a column for each axis.
        case tensor(Int, Int)

        /// Number of scalar components.
        public var count: Int {
            switch self {
            case .scalar: 1
            case .vector(let count): count
            case .tensor(let rows, let columns): rows * columns
            }
        }
    }

    public var shape: Shape
    /// Scalar components; of a tensor [row][column].
    public var components: [Expression]
    /// The divergence form of the components that have been differentiated as a whole, by component; the others have none.
    public var divergences: [Int: DivergenceForm]
    /// Where the expression stands in the formula.
    public var span: SourceSpan

    public init(
        shape: Shape, components: [Expression], divergences: [Int: DivergenceForm] = [:], span: SourceSpan = SourceSpan(0, 0)
    ) {
        precondition(components.count == shape.count, "\(components.count) components do not make \(shape)")
        self.shape = shape
        self.components = components
        self.divergences = divergences
        self.span = span
    }

    public init(_ scalar: Expression, divergence: DivergenceForm? = nil, span: SourceSpan = SourceSpan(0, 0)) {
        self.init(shape: .scalar, components: [scalar], divergences: divergence.map { [0: $0] } ?? [:], span: span)
    }

    /// The expression if it is a scalar.
    public var scalar: Expression? { shape == .scalar ? components[0] : nil }

    /// The same shape with each component replaced; divergence forms are lost.
    public func mapping(_ transform: (Expression) -> Expression) -> TypedExpression {
        TypedExpression(shape: shape, components: components.map(transform), span: span)
    }

    /// The same shape with each component replaced by a linear image of itself.
    func mappingLinearly(_ transform: (Expression) -> Expression) -> TypedExpression {
        var result = mapping(transform)
        result.divergences = divergences.mapValues { $0.mapping(transform) }
        return result
    }

    /// A component in divergence form, all of it remainder if nothing is known.
    func form(_ component: Int) -> DivergenceForm {
        divergences[component] ?? DivergenceForm(remainder: components[component])
    }

    /// Divergence forms of sums, from (part, component of it) for each resulting component; none where no part has one.
    static func summedForms(_ parts: [[(part: TypedExpression, component: Int)]]) -> [Int: DivergenceForm] {
        var forms: [Int: DivergenceForm] = [:]
        for (index, summands) in parts.enumerated() where summands.contains(where: { $0.part.divergences[$0.component] != nil }) {
            forms[index] = .sum(summands.map { $0.part.form($0.component) })
        }
        return forms
    }

    /// The components at some positions as an expression of another shape.
    func selecting(_ positions: [Int], as shape: Shape) -> TypedExpression {
        var forms: [Int: DivergenceForm] = [:]
        for (index, position) in positions.enumerated() { forms[index] = divergences[position] }
        return TypedExpression(shape: shape, components: positions.map { components[$0] }, divergences: forms)
    }
}

extension TypedExpression.Shape: CustomStringConvertible {
    /// `a scalar`, `a vector (2 components)`, `a tensor (2 x 2)`.
    public var description: String {
        switch self {
        case .scalar: "a scalar"
        case .vector(1): "a vector (1 component)"
        case .vector(let count): "a vector (\(count) components)"
        case .tensor(let rows, let columns): "a tensor (\(rows) x \(columns))"
        }
    }
}
