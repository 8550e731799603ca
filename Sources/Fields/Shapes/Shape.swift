import NumericsCore

/// A region of one to three dimensions, made of primitives by union, intersection and complement.
///
/// A value. Points are [coordinate]; shapes hold their boundary; batches of points are tensors [point][coordinate].
public indirect enum Shape: Sendable {
    case primitive(any ShapePrimitive)
    /// Points of either.
    case union(Shape, Shape)
    /// Points of both.
    case intersection(Shape, Shape)
    /// Points outside.
    case complement(Shape)
}

extension Shape {
    public static func box(from lower: [Double], to upper: [Double]) -> Shape { .primitive(Box(from: lower, to: upper)) }

    /// A ball, in two dimensions a disk, in one an interval.
    public static func ball(centre: [Double], radius: Double) -> Shape {
        .primitive(Ellipsoid(centre: centre, radius: radius))
    }

    /// An ellipse or ellipsoid; see `Ellipsoid`.
    public static func ellipsoid(centre: [Double], semiAxes: [Double], angle: Double = 0) -> Shape {
        .primitive(Ellipsoid(centre: centre, semiAxes: semiAxes, angle: angle))
    }

    /// A simple polygon with corners [corner][coordinate] in either direction.
    public static func polygon(_ corners: [[Double]]) -> Shape { .primitive(Polygon(corners)) }

    /// All points on the side of `point` that the outward `normal` does not point to.
    public static func halfSpace(point: [Double], normal: [Double]) -> Shape {
        .primitive(HalfSpace(point: point, normal: normal))
    }

    /// Points of either.
    public func adding(_ other: Shape) -> Shape { .union(self, other) }

    /// Points of this one outside the other.
    public func subtracting(_ other: Shape) -> Shape { .intersection(self, .complement(other)) }

    /// Points of both.
    public func intersecting(_ other: Shape) -> Shape { .intersection(self, other) }

    /// A primitive of the shape; `isComplement` if its boundary is met from outside.
    public struct Leaf: Sendable {
        public var primitive: any ShapePrimitive
        public var isComplement: Bool

        /// Unit normal out of the shape.
        func outwardNormal(at point: [Double]) -> [Double] {
            let normal = primitive.outwardNormal(at: point)
            return isComplement ? normal.map { -$0 } : normal
        }
    }

    /// All primitives, in the order written.
    public var leaves: [Leaf] {
        switch self {
        case .primitive(let primitive): [Leaf(primitive: primitive, isComplement: false)]
        case .union(let left, let right), .intersection(let left, let right): left.leaves + right.leaves
        case .complement(let inner):
            inner.leaves.map { Leaf(primitive: $0.primitive, isComplement: !$0.isComplement) }
        }
    }

    /// Number of coordinates.
    public var dimension: Int {
        switch self {
        case .primitive(let primitive): primitive.dimension
        case .union(let shape, _), .intersection(let shape, _), .complement(let shape): shape.dimension
        }
    }

    /// A box that holds the shape, the smallest for primitives and unions of such; nil if none is known.
    public var boundingBox: ShapeBounds? {
        switch self {
        case .primitive(let primitive): return primitive.boundingBox
        case .union(let left, let right):
            guard let first = left.boundingBox, let second = right.boundingBox else { return nil }
            return first.union(second)
        case .intersection(let left, let right):
            guard let first = left.boundingBox else { return right.boundingBox }
            return right.boundingBox.map(first.intersection) ?? first
        case .complement: return nil
        }
    }
}
