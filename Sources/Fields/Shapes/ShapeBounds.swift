/// An axis-parallel box that holds a shape.
public struct ShapeBounds: Hashable, Sendable {
    /// Smaller ends [coordinate].
    public var lower: [Double]
    /// Larger ends [coordinate].
    public var upper: [Double]

    /// Precondition: both have the same number of coordinates.
    public init(lower: [Double], upper: [Double]) {
        precondition(lower.count == upper.count, "the corners of bounds differ in dimension")
        self.lower = lower
        self.upper = upper
    }

    public var dimension: Int { lower.count }

    /// Length of the diagonal.
    public var diagonal: Double {
        zip(lower, upper).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }.squareRoot()
    }

    public var centre: [Double] { zip(lower, upper).map { 0.5 * ($0 + $1) } }

    /// True if the box holds no point.
    public var isEmpty: Bool { zip(lower, upper).contains { $0 > $1 } }

    /// The smallest box that holds both.
    public func union(_ other: ShapeBounds) -> ShapeBounds {
        ShapeBounds(
            lower: zip(lower, other.lower).map { min($0, $1) }, upper: zip(upper, other.upper).map { max($0, $1) })
    }

    /// What both have in common; may be empty.
    public func intersection(_ other: ShapeBounds) -> ShapeBounds {
        ShapeBounds(
            lower: zip(lower, other.lower).map { max($0, $1) }, upper: zip(upper, other.upper).map { min($0, $1) })
    }
}
