/// An integral or mean over the domain in space that formulas use; the i-th is `Symbol.functional(i)`.
public struct FunctionalRequest: Hashable, Sendable {
    public var integrand: Expression
    /// True if the integral is divided by the measure of the domain.
    public var isMean: Bool

    public init(integrand: Expression, isMean: Bool) {
        self.integrand = integrand
        self.isMean = isMean
    }
}

/// A file that formulas use as a field.
public struct FileRequest: Hashable, Sendable {
    /// As written: relative to the problem file.
    public var path: String
    /// Its index among the input fields: `Symbol.input(index, …)`.
    public var index: Int
    /// Where it is named first, in the formula that named it.
    public var span: SourceSpan

    public init(path: String, index: Int, span: SourceSpan) {
        self.path = path
        self.index = index
        self.span = span
    }
}

/// All mistakes of one formula.
public struct FormulaErrors: Error, Hashable, Sendable {
    public var errors: [FormulaError]

    public init(_ errors: [FormulaError]) {
        self.errors = errors
    }
}
