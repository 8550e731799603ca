/// A named number of the problem.
public struct Parameter: Hashable, Sendable {
    public var name: String
    /// The value used in a forward solve, and the start of an estimation.
    public var value: Double
    /// Admissible range, if given.
    public var range: ClosedRange<Double>?
    /// True if the value is to be found from observations.
    public var isEstimated: Bool
    /// A label only: problems are non-dimensional.
    public var unit: String?

    public init(name: String, value: Double, range: ClosedRange<Double>? = nil, isEstimated: Bool = false, unit: String? = nil) {
        self.name = name
        self.value = value
        self.range = range
        self.isEstimated = isEstimated
        self.unit = unit
    }
}
