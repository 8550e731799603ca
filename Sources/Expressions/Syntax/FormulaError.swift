/// A mistake in a formula, as data: what is wrong, where, and what it clashes with. `FormulaErrorText` has the words.
public struct FormulaError: Error, Hashable, Sendable {
    public var kind: Kind
    /// The part of the formula at fault.
    public var span: SourceSpan
    /// The other operand, or the place something was opened.
    public var related: Related?

    /// A second place and what stands there.
    public struct Related: Hashable, Sendable {
        public var span: SourceSpan
        public var label: String

        public init(_ span: SourceSpan, _ label: String) {
            self.span = span
            self.label = label
        }
    }

    public init(_ kind: Kind, _ span: SourceSpan, related: Related? = nil) {
        self.kind = kind
        self.span = span
        self.related = related
    }
}
