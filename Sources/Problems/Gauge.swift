import Expressions

/// Fixes what the equations leave free: residual = 0 where the residual holds functionals, such as mean(p).
public struct Gauge: Sendable {
    public var name: String
    public var residual: Expression
    public var origin: SourceOrigin?

    public init(name: String, residual: Expression, origin: SourceOrigin? = nil) {
        self.name = name
        self.residual = residual
        self.origin = origin
    }
}
