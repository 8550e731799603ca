/// When an iteration may end: ‖b − A x‖ ≤ max(absolute, relative · ‖b‖), or after `iterations` steps.
public struct KrylovLimits: Sendable, Equatable {
    public var absolute: Double
    public var relative: Double
    public var iterations: Int

    public init(absolute: Double = 0, relative: Double = 1e-10, iterations: Int = 1000) {
        self.absolute = absolute
        self.relative = relative
        self.iterations = iterations
    }

    func threshold(_ rightNorm: Double) -> Double { max(absolute, relative * rightNorm) }
}
