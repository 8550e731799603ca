/// A small piece of the boundary of a primitive, as the image of the unit interval or square.
public struct BoundaryCell: Sendable {
    /// A point of a boundary.
    public struct Place: Sendable {
        /// Coordinates.
        public var point: [Double]
        /// Outward unit normal of the primitive.
        public var normal: [Double]
        /// Length or area of the image per length or area of the parameters; 1 for a point.
        public var measure: Double

        public init(point: [Double], normal: [Double], measure: Double) {
            self.point = point
            self.normal = normal
            self.measure = measure
        }
    }

    /// Number of parameters: 0 for a point (in one dimension), 1 for a curve, 2 for a surface.
    public let parameterCount: Int
    private let map: @Sendable ([Double]) -> Place

    /// - Parameter map: from parameters in [0, 1] to the place.
    public init(parameterCount: Int, map: @escaping @Sendable ([Double]) -> Place) {
        self.parameterCount = parameterCount
        self.map = map
    }

    public func place(_ parameters: [Double]) -> Place { map(parameters) }

    /// A flat piece: a point, a segment or a parallelogram spanned by `edges` from `corner`.
    static func flat(corner: [Double], edges: [[Double]], normal: [Double]) -> BoundaryCell {
        let measure: Double
        switch edges.count {
        case 0: measure = 1
        case 1: measure = edges[0].norm
        default: measure = edges[0].cross(edges[1]).norm
        }
        return BoundaryCell(parameterCount: edges.count) { parameters in
            var point = corner
            for (parameter, edge) in zip(parameters, edges) {
                for axis in point.indices { point[axis] += parameter * edge[axis] }
            }
            return Place(point: point, normal: normal, measure: measure)
        }
    }

    /// A flat piece cut into cells whose edges are no longer than `size`.
    static func flats(corner: [Double], edges: [[Double]], normal: [Double], size: Double) -> [BoundaryCell] {
        let counts = edges.map { max(1, Int(($0.norm / size).rounded(.up))) }
        let steps = zip(edges, counts).map { edge, count in edge.map { $0 / Double(count) } }
        var corners = [corner]
        for (step, count) in zip(steps, counts) {
            corners = corners.flatMap { start in
                (0..<count).map { index in zip(start, step).map { $0 + Double(index) * $1 } }
            }
        }
        return corners.map { flat(corner: $0, edges: steps, normal: normal) }
    }
}

extension [Double] {
    var norm: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }

    func dot(_ other: [Double]) -> Double {
        var sum = 0.0
        for index in indices { sum += self[index] * other[index] }
        return sum
    }

    func minus(_ other: [Double]) -> [Double] { zip(self, other).map { $0 - $1 } }

    /// `self + factor*other`.
    func adding(_ factor: Double, _ other: [Double]) -> [Double] { zip(self, other).map { $0 + factor * $1 } }

    /// The vector product. Precondition: three components each.
    func cross(_ other: [Double]) -> [Double] {
        [
            self[1] * other[2] - self[2] * other[1], self[2] * other[0] - self[0] * other[2],
            self[0] * other[1] - self[1] * other[0],
        ]
    }

    /// The vector of length one; the first axis for a zero vector.
    var normalised: [Double] {
        let length = norm
        guard length > 0 else { return indices.map { $0 == 0 ? 1 : 0 } }
        return map { $0 / length }
    }
}
