/// An axis-parallel box: an interval, a rectangle or a cuboid.
public struct Box: ShapePrimitive, Hashable {
    /// Smaller ends [coordinate].
    public let lower: [Double]
    /// Larger ends [coordinate].
    public let upper: [Double]

    /// Precondition: as many lower as upper ends. A box whose ends cross is empty.
    public init(from lower: [Double], to upper: [Double]) {
        precondition(lower.count == upper.count && !lower.isEmpty, "the corners of a box differ in dimension")
        self.lower = lower
        self.upper = upper
    }

    public var dimension: Int { lower.count }
    public var boundingBox: ShapeBounds? { ShapeBounds(lower: lower, upper: upper) }

    public func level(at point: [Double]) -> Double {
        var largest = -Double.infinity
        for axis in lower.indices { largest = max(largest, max(lower[axis] - point[axis], point[axis] - upper[axis])) }
        return largest
    }

    /// Exact inside and outside.
    public func signedDistance(at point: [Double]) -> Double {
        var (largest, squares) = (-Double.infinity, 0.0)
        for axis in lower.indices {
            let excess = max(lower[axis] - point[axis], point[axis] - upper[axis])
            largest = max(largest, excess)
            if excess > 0 { squares += excess * excess }
        }
        return largest > 0 ? squares.squareRoot() : largest
    }

    /// That of the nearest face; at edges and corners that of one of the faces.
    public func outwardNormal(at point: [Double]) -> [Double] {
        var best = (axis: 0, sign: -1.0, excess: -Double.infinity)
        for axis in lower.indices {
            if lower[axis] - point[axis] > best.excess { best = (axis, -1, lower[axis] - point[axis]) }
            if point[axis] - upper[axis] > best.excess { best = (axis, 1, point[axis] - upper[axis]) }
        }
        return lower.indices.map { $0 == best.axis ? best.sign : 0 }
    }

    public func crossings(from start: [Double], to end: [Double]) -> [Double] {
        lower.indices.flatMap { axis -> [Double] in
            let step = end[axis] - start[axis]
            return step == 0 ? [] : [(lower[axis] - start[axis]) / step, (upper[axis] - start[axis]) / step]
        }
    }

    public func boundaryCells(size: Double, within window: ShapeBounds) -> [BoundaryCell] {
        lower.indices.flatMap { axis in
            [false, true].flatMap { isUpper -> [BoundaryCell] in
                var corner = lower
                if isUpper { corner[axis] = upper[axis] }
                let edges = lower.indices.filter { $0 != axis }.map { other in
                    lower.indices.map { $0 == other ? upper[other] - lower[other] : 0 }
                }
                let normal = lower.indices.map { $0 == axis ? (isUpper ? 1.0 : -1.0) : 0 }
                return BoundaryCell.flats(corner: corner, edges: edges, normal: normal, size: size)
            }
        }
    }
}
