/// A node of the syntax tree of a formula: what was written, before names are resolved.
public struct SyntaxNode: Hashable, Sendable {
    public indirect enum Kind: Hashable, Sendable {
        case number(Double)
        case name(String)
        /// Two or more terms, the first with its own sign inside.
        case sum([Term])
        /// Two or more factors and divisors, in the order written.
        case product([Factor])
        case negation(SyntaxNode)
        case power(base: SyntaxNode, exponent: SyntaxNode)
        /// `v.x`.
        case member(SyntaxNode, Name)
        /// `A[0]`.
        case element(SyntaxNode, index: Int)
        case call(Name, [SyntaxNode])
        /// `u(t=1)`.
        case trace(Name, [Place])
        /// `[a, b]`.
        case vector([SyntaxNode])
        /// `file(u0.npy)`.
        case file(path: String)
        case comparison(SyntaxNode, LogicalExpression.Relation, SyntaxNode)
        case and([SyntaxNode])
        case or([SyntaxNode])
        case not(SyntaxNode)
    }

    /// A name and where it stands.
    public struct Name: Hashable, Sendable {
        public var text: String
        public var span: SourceSpan
    }

    public struct Term: Hashable, Sendable {
        public var isSubtracted: Bool
        public var node: SyntaxNode
    }

    public struct Factor: Hashable, Sendable {
        public var isDivisor: Bool
        public var node: SyntaxNode
    }

    /// One `axis = value` of a trace.
    public struct Place: Hashable, Sendable {
        public var axis: Name
        public var value: SyntaxNode
    }

    public var kind: Kind
    /// The scalars the node covers; parentheses around an operand belong to it.
    public var span: SourceSpan

    public init(_ kind: Kind, _ span: SourceSpan) {
        self.kind = kind
        self.span = span
    }

    /// True for comparisons and their combinations with `and`, `or` and `not`.
    public var isCondition: Bool {
        switch kind {
        case .comparison, .and, .or, .not: true
        default: false
        }
    }
}

/// The two sides of `left = right`.
public struct SyntaxEquation: Hashable, Sendable {
    public var left: SyntaxNode
    public var right: SyntaxNode
    /// Where the equals sign stands.
    public var equalsSpan: SourceSpan
}
