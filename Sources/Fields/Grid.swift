/// A tensor-product grid over the space coordinates, in the problem's order; the last axis runs fastest in memory.
///
/// A problem without space coordinates has a grid without axes and one point.
public struct Grid: Hashable, Sendable {
    public let axes: [GridAxis]

    public init(_ axes: [GridAxis]) {
        self.axes = axes
    }

    /// Number of points along each axis.
    public var shape: [Int] { axes.map(\.count) }

    /// Number of points.
    public var count: Int { shape.reduce(1, *) }
}
