/// A rectangle of the page, in points, y downwards.
public struct PlotRectangle: Hashable, Sendable {
    public var x, y, width, height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    public var right: Double { x + width }
    public var bottom: Double { y + height }

    /// The rectangle smaller by these amounts; never of negative size.
    func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) -> PlotRectangle {
        PlotRectangle(x: x + left, y: y + top, width: max(width - left - right, 0), height: max(height - top - bottom, 0))
    }

    /// Whether another rectangle lies inside, up to a hundredth of a point.
    public func contains(_ other: PlotRectangle) -> Bool {
        let slack = 0.01
        return other.x >= x - slack && other.y >= y - slack && other.right <= right + slack && other.bottom <= bottom + slack
    }

    public func intersects(_ other: PlotRectangle) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }
}
