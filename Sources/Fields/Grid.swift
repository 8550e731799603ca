/// A tensor-product grid over the space coordinates, in the problem's order; the last axis runs fastest in memory.
///
/// A problem without space coordinates has a grid without axes and one point. A grid over a shape holds the whole box and
/// a mask: fields carry NaN at the points outside, which norms, integrals, comparisons and files leave out. A NaN at a
/// point inside is a failure like any other.
public struct Grid: Hashable, Sendable {
    public let axes: [GridAxis]
    /// Which points belong to the shape [grid…], row-major; nil if all do.
    public let mask: [Bool]?

    /// - Parameter mask: one flag a point, row-major; nil for the whole box.
    public init(_ axes: [GridAxis], mask: [Bool]? = nil) {
        precondition(mask.map { $0.count == axes.reduce(1) { $0 * $1.count } } ?? true, "the mask does not fit the grid")
        self.axes = axes
        self.mask = mask
    }

    /// Number of points along each axis.
    public var shape: [Int] { axes.map(\.count) }

    /// Number of points, those outside a shape included.
    public var count: Int { shape.reduce(1, *) }

    /// Number of points that belong to the shape.
    public var insideCount: Int { mask.map { $0.count { $0 } } ?? count }

    /// Whether the point at a row-major position belongs to the shape.
    public func isInside(_ position: Int) -> Bool { mask?[position] ?? true }
}
