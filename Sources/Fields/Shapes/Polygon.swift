/// A simple polygon in the plane, with its corners in either direction of turning.
public struct Polygon: ShapePrimitive, Hashable {
    /// Corners [corner][coordinate]; the last is joined to the first.
    public let corners: [[Double]]
    /// True if the corners turn counter-clockwise.
    private let isCounterClockwise: Bool

    /// Precondition: three or more corners of two coordinates each.
    public init(_ corners: [[Double]]) {
        precondition(corners.count >= 3 && corners.allSatisfy { $0.count == 2 }, "a polygon needs three corners in the plane")
        self.corners = corners
        isCounterClockwise = Self.signedArea(corners) > 0
    }

    public var dimension: Int { 2 }

    /// Area; of a polygon that crosses itself, parts count by how often it turns around them.
    public var area: Double { abs(Self.signedArea(corners)) }

    public var boundingBox: ShapeBounds? {
        ShapeBounds(
            lower: (0..<2).map { axis in corners.map { $0[axis] }.min() ?? 0 },
            upper: (0..<2).map { axis in corners.map { $0[axis] }.max() ?? 0 })
    }

    /// True if no two edges meet other than neighbours at their common corner.
    public var isSimple: Bool {
        let count = corners.count
        for first in 0..<count {
            let edge = self.edge(first)
            if edge.start == edge.end { return false }
            for second in (first + 1)..<max(count, first + 1) {
                let other = self.edge(second)
                let isNext = second == first + 1 || (first == 0 && second == count - 1)
                if isNext ? foldsBack(edge, other) : Self.meet(edge, other) { return false }
            }
        }
        return area > 0
    }

    public func level(at point: [Double]) -> Double { signedDistance(at: point) }

    /// Exact.
    public func signedDistance(at point: [Double]) -> Double {
        var smallest = Double.infinity
        var isInside = false
        for index in corners.indices {
            let (a, b) = (corners[index], corners[index + 1 < corners.count ? index + 1 : 0])
            let (dx, dy) = (b[0] - a[0], b[1] - a[1])
            let (px, py) = (point[0] - a[0], point[1] - a[1])
            let along = min(1, max(0, (px * dx + py * dy) / (dx * dx + dy * dy)))
            let (x, y) = (px - along * dx, py - along * dy)
            smallest = min(smallest, x * x + y * y)
            // Crossing number of the ray to the right; half-open edges count corners once.
            if (a[1] > point[1]) != (b[1] > point[1]), px < dx * py / dy { isInside.toggle() }
        }
        return isInside ? -smallest.squareRoot() : smallest.squareRoot()
    }

    public func outwardNormal(at point: [Double]) -> [Double] {
        let nearest = corners.indices.min { distance(point, edge($0)) < distance(point, edge($1)) } ?? 0
        return normal(edge(nearest))
    }

    public func crossings(from start: [Double], to end: [Double]) -> [Double] {
        let step = end.minus(start)
        return corners.indices.compactMap { index in
            let edge = edge(index)
            let along = edge.end.minus(edge.start)
            let denominator = step[0] * along[1] - step[1] * along[0]
            guard denominator != 0 else { return nil }
            let offset = edge.start.minus(start)
            let place = (offset[0] * step[1] - offset[1] * step[0]) / denominator
            guard place > -1e-9, place < 1 + 1e-9 else { return nil }
            return (offset[0] * along[1] - offset[1] * along[0]) / denominator
        }
    }

    public func boundaryCells(size: Double, within window: ShapeBounds) -> [BoundaryCell] {
        corners.indices.flatMap { index in
            let edge = edge(index)
            return BoundaryCell.flats(
                corner: edge.start, edges: [edge.end.minus(edge.start)], normal: normal(edge), size: size)
        }
    }

    // MARK: Edges

    private typealias Edge = (start: [Double], end: [Double])

    private func edge(_ index: Int) -> Edge { (corners[index], corners[(index + 1) % corners.count]) }

    /// Outward unit normal of the edge from a corner to the next.
    func normal(ofEdge index: Int) -> [Double] { normal(edge(index)) }

    private func normal(_ edge: Edge) -> [Double] {
        let along = edge.end.minus(edge.start).normalised
        return isCounterClockwise ? [along[1], -along[0]] : [-along[1], along[0]]
    }

    private func distance(_ point: [Double], _ edge: Edge) -> Double {
        let along = edge.end.minus(edge.start)
        let offset = point.minus(edge.start)
        let fraction = min(1, max(0, offset.dot(along) / along.dot(along)))
        return offset.adding(-fraction, along).norm
    }

    /// Neighbouring edges that run back over each other.
    private func foldsBack(_ first: Edge, _ second: Edge) -> Bool {
        let (one, two) = (first.end.minus(first.start), second.end.minus(second.start))
        return one[0] * two[1] == one[1] * two[0] && one.dot(two) < 0
    }

    private static func meet(_ first: Edge, _ second: Edge) -> Bool {
        func side(_ edge: Edge, _ point: [Double]) -> Double {
            let (along, offset) = (edge.end.minus(edge.start), point.minus(edge.start))
            return along[0] * offset[1] - along[1] * offset[0]
        }
        func overlaps(_ axis: Int) -> Bool {
            min(first.start[axis], first.end[axis]) <= max(second.start[axis], second.end[axis])
                && min(second.start[axis], second.end[axis]) <= max(first.start[axis], first.end[axis])
        }
        return overlaps(0) && overlaps(1) && side(first, second.start) * side(first, second.end) <= 0
            && side(second, first.start) * side(second, first.end) <= 0
    }

    private static func signedArea(_ corners: [[Double]]) -> Double {
        let origin = corners[0]
        return corners.indices.reduce(0) { sum, index in
            let (a, b) = (corners[index].minus(origin), corners[(index + 1) % corners.count].minus(origin))
            return sum + 0.5 * (a[0] * b[1] - a[1] * b[0])
        }
    }
}
