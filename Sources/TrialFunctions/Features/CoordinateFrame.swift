import Fields

/// An affine map of every coordinate range to [-1, 1]: s = (x - centre) / halfWidth.
///
/// Weights of features are drawn in these coordinates, so that recipes do not depend on units.
public struct CoordinateFrame: Hashable, Sendable {
    /// Middle of each range.
    public let centres: [Double]
    /// Half the length of each range.
    public let halfWidths: [Double]

    /// Precondition: `lower` < `upper` for every coordinate.
    public init(lower: [Double], upper: [Double]) {
        precondition(lower.count == upper.count && zip(lower, upper).allSatisfy { $0 < $1 }, "a range is empty")
        centres = zip(lower, upper).map { ($0 + $1) / 2 }
        halfWidths = zip(lower, upper).map { ($1 - $0) / 2 }
    }

    /// The ranges of the coordinates of a problem.
    public init(_ coordinates: [Coordinate]) {
        self.init(lower: coordinates.map(\.lower), upper: coordinates.map(\.upper))
    }

    /// Number of coordinates.
    public var count: Int { centres.count }
}
