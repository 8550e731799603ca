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
    /// Where the expression stands in the formula.
    public var span: SourceSpan

    public init(shape: Shape, components: [Expression], span: SourceSpan = SourceSpan(0, 0)) {
        precondition(components.count == shape.count, "\(components.count) components do not make \(shape)")
        self.shape = shape
        self.components = components
        self.span = span
    }

    public init(_ scalar: Expression, span: SourceSpan = SourceSpan(0, 0)) {
        self.init(shape: .scalar, components: [scalar], span: span)
    }

    /// The expression if it is a scalar.
    public var scalar: Expression? { shape == .scalar ? components[0] : nil }

    /// The same shape with each component replaced.
    public func mapping(_ transform: (Expression) -> Expression) -> TypedExpression {
        TypedExpression(shape: shape, components: components.map(transform), span: span)
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
