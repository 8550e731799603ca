extension Box {
    /// The half-spaces whose intersection it is.
    public var halfSpaces: [HalfSpace] {
        lower.indices.flatMap { axis in
            let direction = lower.indices.map { $0 == axis ? 1.0 : 0 }
            return [HalfSpace(point: lower, normal: direction.map { -$0 }), HalfSpace(point: upper, normal: direction)]
        }
    }
}

extension Polygon {
    /// The half-planes whose intersection it is, one an edge; nil if it is not convex.
    public var halfSpaces: [HalfSpace]? {
        let edges = corners.indices.map { index in
            HalfSpace(point: corners[index], normal: normal(ofEdge: index))
        }
        let slack = 1e-12 * (boundingBox?.diagonal ?? 1)
        let isConvex = edges.allSatisfy { edge in corners.allSatisfy { edge.level(at: $0) <= slack } }
        return isConvex ? edges : nil
    }
}

extension Ellipsoid {
    /// Unit vectors along the semi-axes [own axis][coordinate].
    public var axes: [[Double]] {
        centre.indices.map { axis in global(centre.indices.map { $0 == axis ? 1 : 0 }) }
    }
}
