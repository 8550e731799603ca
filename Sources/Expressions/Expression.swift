/// A scalar expression: an immutable graph whose leaves are numbers and symbols.
///
/// Built with operators and the static functions below, which fold constants and drop neutral elements; equal
/// expressions compare and hash equal. Vectors and tensors are split into scalar components before they get here.
public struct Expression: Hashable, Sendable {
    /// The outermost operation, for code that walks the graph.
    public indirect enum Kind: Hashable, Sendable {
        case constant(Double)
        case symbol(Symbol)
        /// A sum of two or more terms.
        case sum([Expression])
        /// A product of two or more factors; a quotient is a product with a power of -1.
        case product([Expression])
        case power(base: Expression, exponent: Expression)
        case call(ScalarFunction, [Expression])
        /// `if(condition, a, b)`.
        case choice(LogicalExpression, Expression, Expression)
    }

    private final class Node: Sendable {
        let kind: Kind
        let hash: Int

        init(_ kind: Kind) {
            self.kind = kind
            hash = kind.hashValue
        }
    }

    private let node: Node

    /// Wraps a kind as it stands, without simplification.
    public init(_ kind: Kind) {
        node = Node(kind)
    }

    public var kind: Kind { node.kind }

    public static func == (left: Expression, right: Expression) -> Bool {
        left.node === right.node || (left.node.hash == right.node.hash && left.node.kind == right.node.kind)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(node.hash)
    }
}

/// A condition on real numbers, for `if(…)`, `where(…)` and parts of the boundary.
public indirect enum LogicalExpression: Hashable, Sendable {
    public enum Relation: String, Hashable, Sendable, CaseIterable {
        case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">=", equal = "==", notEqual = "!="
    }

    case compare(Expression, Relation, Expression)
    case and(LogicalExpression, LogicalExpression)
    case or(LogicalExpression, LogicalExpression)
    case not(LogicalExpression)
}

/// Scalar functions of the problem language.
public enum ScalarFunction: String, Hashable, Sendable, CaseIterable {
    case sin, cos, tan, asin, acos, atan, atan2, angle, sinh, cosh, tanh, exp, log, sqrt, abs, sign, min, max, floor
    case erf, step, clamp, bump
}
