/// Where a residual takes jets: the point itself with some coordinates replaced.
public struct Site: Hashable, Sendable {
    /// Coordinates held at a value: `u(t=1)` fixes t, `u(x=-x)` is not a trace and is refused.
    public var fixed: [Int: Double]

    public init(fixed: [Int: Double] = [:]) {
        self.fixed = fixed
    }
}
