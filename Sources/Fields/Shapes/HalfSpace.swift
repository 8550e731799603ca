/// All points on one side of a point, line or plane.
public struct HalfSpace: ShapePrimitive, Hashable {
    /// A point of the boundary.
    public let point: [Double]
    /// Outward unit normal.
    public let normal: [Double]

    /// - Parameter normal: points outward; any length but zero.
    public init(point: [Double], normal: [Double]) {
        precondition(point.count == normal.count && normal.norm > 0, "a half-space needs a normal")
        self.point = point
        self.normal = normal.normalised
    }

    public var dimension: Int { point.count }
    public var boundingBox: ShapeBounds? { nil }

    public func level(at place: [Double]) -> Double {
        var sum = 0.0
        for axis in normal.indices { sum += normal[axis] * (place[axis] - point[axis]) }
        return sum
    }

    /// Exact.
    public func signedDistance(at place: [Double]) -> Double { level(at: place) }

    public func outwardNormal(at place: [Double]) -> [Double] { normal }

    public func crossings(from start: [Double], to end: [Double]) -> [Double] {
        let (first, last) = (level(at: start), level(at: end))
        return first == last ? [] : [first / (first - last)]
    }

    public func boundaryCells(size: Double, within window: ShapeBounds) -> [BoundaryCell] {
        let centre = window.centre
        let foot = centre.adding(-level(at: centre), normal)
        // From the middle of the window no point of it is farther than half the diagonal.
        let reach = 0.5 * window.diagonal
        let edges = tangents.map { direction in direction.map { 2 * reach * $0 } }
        let corner = tangents.reduce(foot) { $0.adding(-reach, $1) }
        return BoundaryCell.flats(corner: corner, edges: edges, normal: normal, size: size)
    }

    /// Unit vectors that span the boundary.
    private var tangents: [[Double]] {
        switch dimension {
        case 1: return []
        case 2: return [[-normal[1], normal[0]]]
        default:
            let smallest = normal.indices.min { abs(normal[$0]) < abs(normal[$1]) } ?? 0
            let axis = normal.indices.map { $0 == smallest ? 1.0 : 0 }
            let first = normal.cross(axis).normalised
            return [first, normal.cross(first)]
        }
    }
}
