/// One end of the range of one space coordinate.
public struct BoundarySide: Hashable, Sendable {
    public var coordinate: Int
    public var isUpper: Bool

    public init(coordinate: Int, isUpper: Bool) {
        self.coordinate = coordinate
        self.isUpper = isUpper
    }

    /// The outward unit normal's component along the side's own coordinate: -1 or 1.
    public var outwardSign: Double { isUpper ? 1 : -1 }
}
