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
        let size: Int
        let depth: Int

        init(_ kind: Kind) {
            self.kind = kind
            hash = kind.structuralHash
            let children = kind.children
            size = children.reduce(1) { min($0 + $1.size, Expression.largestSize) }
            depth = 1 + (children.map(\.depth).max() ?? 0)
        }
    }

    private let node: Node

    /// Cap of `size`, so that sums of sizes cannot overflow.
    static let largestSize = 1 << 50

    /// Wraps a kind as it stands, without simplification.
    public init(_ kind: Kind) {
        node = Node(kind)
    }

    public var kind: Kind { node.kind }

    /// Number of nodes when written out as a tree, shared parts counted each time they occur.
    public var size: Int { node.size }

    /// Levels of nesting: 1 for a number or symbol.
    public var depth: Int { node.depth }

    /// Equal up to the order of terms in sums and of factors in products.
    public static func == (left: Expression, right: Expression) -> Bool {
        if left.node === right.node { return true }
        return left.node.hash == right.node.hash && left.kind.matches(right.kind)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(node.hash)
    }

    /// Hash for sorting within one process; its values differ from process to process.
    var sortingHash: Int { node.hash }
}
