/// Values at the points of a rectangular, not necessarily even grid of a plane.
public struct PlaneValues: Hashable, Sendable {
    /// Ascending positions of the columns.
    public let horizontal: [Double]
    /// Ascending positions of the rows.
    public let vertical: [Double]
    /// Values [row][column]; NaN where there is none.
    public var values: [Double]

    /// Precondition: as many values as points, and at least one point.
    public init(horizontal: [Double], vertical: [Double], values: [Double]) {
        precondition(values.count == horizontal.count * vertical.count && !values.isEmpty, "values do not fit the plane")
        self.horizontal = horizontal
        self.vertical = vertical
        self.values = values
    }

    public var columns: Int { horizontal.count }
    public var rows: Int { vertical.count }

    /// Value by row and column.
    public subscript(_ row: Int, _ column: Int) -> Double { values[row * horizontal.count + column] }

    /// The same points with other values.
    public func map(_ transform: (Double) -> Double) -> PlaneValues {
        PlaneValues(horizontal: horizontal, vertical: vertical, values: values.map(transform))
    }

    /// Bilinear interpolation; NaN outside and beside points without a value.
    public func value(at point: PlotPoint) -> Double {
        guard let column = PlaneCell(horizontal, at: point.x), let row = PlaneCell(vertical, at: point.y) else { return .nan }
        let (top, bottom) = (row.index * columns, row.next * columns)
        let low = values[top + column.index] * (1 - column.part) + values[top + column.next] * column.part
        let high = values[bottom + column.index] * (1 - column.part) + values[bottom + column.next] * column.part
        return low * (1 - row.part) + high * row.part
    }

    /// Whether some points have no value.
    public var hasHoles: Bool { values.contains { $0.isNaN } }
}

/// Where a position lies between the points of an axis.
struct PlaneCell: Hashable {
    let index: Int
    let next: Int
    /// 0 at `index`, 1 at `next`.
    let part: Double

    /// nil outside the range.
    init?(_ points: [Double], at position: Double) {
        guard let first = points.first, let last = points.last, position >= first, position <= last else { return nil }
        guard points.count > 1 else {
            (index, next, part) = (0, 0, 0)
            return
        }
        var (low, high) = (0, points.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if points[middle] <= position { low = middle } else { high = middle }
        }
        index = low
        next = low + 1
        part = (position - points[low]) / (points[low + 1] - points[low])
    }
}
