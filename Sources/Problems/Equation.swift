import Expressions

/// A scalar equation: residual = 0 everywhere inside.
public struct Equation: Sendable {
    /// Name for tables and messages (`momentum.x`).
    public var name: String
    /// Left side minus right side.
    public var residual: Expression
    public var origin: SourceOrigin?

    public init(name: String, residual: Expression, origin: SourceOrigin? = nil) {
        self.name = name
        self.residual = residual
        self.origin = origin
    }
}
