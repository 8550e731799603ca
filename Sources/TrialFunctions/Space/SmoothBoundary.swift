import Expressions
import Fields
import Problems

/// The boundary of a region in pieces, each the zero set of one polynomial that is positive inside, at most about one, and of
/// slope other than zero on the piece: what Rvachev et al. (2001) make of primitives, without joins, whose corners would
/// have no second derivatives.
struct SmoothBoundary {
    /// In coordinates of the problem.
    let pieces: [Expression]

    /// Nil for boxes and for regions that are no intersection of half-spaces, boxes, convex polygons, ellipsoids and what lies
    /// outside ellipsoids: re-entrant corners have no polynomial.
    init?(_ problem: Problem) {
        guard let region = problem.region else { return nil }
        let bounds = region.boundingBox ?? problem.spaceBounds
        let place = problem.spaceIndices.map(Expression.coordinate)
        guard let found = Self.pieces(of: region, isComplement: false, at: place) else { return nil }
        let inside = Self.lattice(bounds).filter { region.contains($0) }
        pieces = found.map { piece in
            let largest = inside.map { problem.value(of: piece, inSpace: $0) }.max() ?? 0
            return largest > 0 ? piece / .constant(largest) : piece
        }
    }

    private static func pieces(of shape: Shape, isComplement: Bool, at place: [Expression]) -> [Expression]? {
        switch (shape, isComplement) {
        case (.primitive(let primitive), _): return pieces(of: primitive, isComplement: isComplement, at: place)
        case (.complement(let inner), _): return pieces(of: inner, isComplement: !isComplement, at: place)
        case (.intersection(let left, let right), false), (.union(let left, let right), true):
            guard let first = pieces(of: left, isComplement: isComplement, at: place),
                let second = pieces(of: right, isComplement: isComplement, at: place)
            else { return nil }
            return first + second
        case (.union, false), (.intersection, true): return nil
        }
    }

    private static func pieces(of primitive: any ShapePrimitive, isComplement: Bool, at place: [Expression]) -> [Expression]? {
        switch primitive {
        case let ellipsoid as Ellipsoid:
            let level = level(of: ellipsoid, at: place)
            return [isComplement ? -level : level]
        case let half as HalfSpace:
            return [isComplement ? -depth(in: half, at: place) : depth(in: half, at: place)]
        case let box as Box where !isComplement: return box.halfSpaces.map { depth(in: $0, at: place) }
        case let polygon as Polygon where !isComplement: return polygon.halfSpaces?.map { depth(in: $0, at: place) }
        default: return nil
        }
    }

    /// 1 - |s|², with s in units of the semi-axes.
    private static func level(of ellipsoid: Ellipsoid, at place: [Expression]) -> Expression {
        let offset = zip(place, ellipsoid.centre).map { $0 - .constant($1) }
        let own = ellipsoid.axes.map { axis in Expression.sum(zip(axis, offset).map { .constant($0) * $1 }) }
        return .sum([1] + zip(own, ellipsoid.semiAxes).map { along, length in
            -(along * along) / .constant(length * length)
        })
    }

    private static func depth(in half: HalfSpace, at place: [Expression]) -> Expression {
        .sum(place.indices.map { axis in .constant(half.normal[axis]) * (.constant(half.point[axis]) - place[axis]) })
    }

    /// Points of a grid over a box [point][coordinate].
    static func lattice(_ bounds: ShapeBounds) -> [[Double]] {
        zip(bounds.lower, bounds.upper).reduce([[]]) { rows, range in
            rows.flatMap { row in
                (0..<pointsPerAxis).map { row + [range.0 + (range.1 - range.0) * (Double($0) + 0.5) / Double(pointsPerAxis)] }
            }
        }
    }

    /// Finds the largest value of a quadratic to a few per cent.
    private static let pointsPerAxis = 24
}

extension Problem {
    /// The value of an expression in coordinates and parameters at a point of space, at the first instant; NaN if it has none.
    func value(of expression: Expression, inSpace point: [Double]) -> Double {
        expression.value { value(of: $0, at: place(inSpace: point)) } ?? .nan
    }

    /// All coordinates of a point of space, at the first instant.
    func place(inSpace point: [Double]) -> [Double] {
        var place = coordinates.map(\.lower)
        for (axis, coordinate) in spaceIndices.enumerated() { place[coordinate] = point[axis] }
        return place
    }
}
