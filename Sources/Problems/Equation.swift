import Expressions

/// A scalar equation: residual = 0 everywhere inside.
public struct Equation: Sendable {
    /// Name for tables and messages (`momentum.x`).
    public var name: String
    /// Left side minus right side.
    public var residual: Expression
    /// The residual as divergences of fluxes, where it was written with `div`, `lap` or derivatives of products; nil is
    /// unknown, and the residual is all there is.
    public var divergence: DivergenceForm?
    public var origin: SourceOrigin?

    public init(name: String, residual: Expression, divergence: DivergenceForm? = nil, origin: SourceOrigin? = nil) {
        self.name = name
        self.residual = residual
        self.divergence = divergence
        self.origin = origin
    }
}
