/// One independent variable of a problem and its range.
public struct Coordinate: Hashable, Sendable {
    public var name: String
    /// Ends of the range; for a periodic coordinate the second is the image of the first.
    public var lower: Double
    public var upper: Double
    public var isPeriodic: Bool
    /// True for the coordinate called `t`.
    public var isTime: Bool

    public init(_ name: String, from lower: Double, to upper: Double, isPeriodic: Bool = false) {
        self.name = name
        self.lower = lower
        self.upper = upper
        self.isPeriodic = isPeriodic
        isTime = name == "t"
    }

    public var length: Double { upper - lower }
}
