import Foundation

/// A ball, disk or interval, and their stretched forms: ellipse and ellipsoid.
public struct Ellipsoid: ShapePrimitive, Hashable {
    public let centre: [Double]
    /// Half the lengths of the axes [own axis].
    public let semiAxes: [Double]
    /// Turn of the first own axis from the first coordinate, counter-clockwise, in radians; in two dimensions only.
    public let angle: Double

    /// Precondition: positive semi-axes, one a coordinate; an angle in two dimensions only.
    public init(centre: [Double], semiAxes: [Double], angle: Double = 0) {
        precondition(centre.count == semiAxes.count && semiAxes.allSatisfy { $0 > 0 }, "an ellipsoid needs positive semi-axes")
        precondition(angle == 0 || centre.count == 2, "an angle needs two dimensions")
        self.centre = centre
        self.semiAxes = semiAxes
        self.angle = angle
    }

    /// All points at most `radius` away from `centre`.
    public init(centre: [Double], radius: Double) {
        self.init(centre: centre, semiAxes: centre.map { _ in radius })
    }

    public var dimension: Int { centre.count }

    /// True if all semi-axes are equal.
    public var isBall: Bool { semiAxes.allSatisfy { $0 == semiAxes[0] } }

    public var boundingBox: ShapeBounds? {
        let (c, s) = (cos(angle), sin(angle))
        let reach = angle == 0
            ? semiAxes
            : [(c * semiAxes[0]).magnitude(with: s * semiAxes[1]), (s * semiAxes[0]).magnitude(with: c * semiAxes[1])]
        return ShapeBounds(lower: zip(centre, reach).map { $0 - $1 }, upper: zip(centre, reach).map { $0 + $1 })
    }

    /// Distance to the boundary for balls; a quadratic function of the same sign otherwise.
    public func level(at point: [Double]) -> Double {
        if isBall {
            var sum = 0.0
            for axis in centre.indices { sum += (point[axis] - centre[axis]) * (point[axis] - centre[axis]) }
            return sum.squareRoot() - semiAxes[0]
        }
        return scaled(local(point.minus(centre))).reduce(0) { $0 + $1 * $1 } - 1
    }

    public func outwardNormal(at point: [Double]) -> [Double] {
        let offset = local(point.minus(centre))
        if isBall { return global(offset).normalised }
        // The normal of the nearest boundary point, so that points off the boundary by rounding or more do as well.
        let foot = nearestBoundaryPoint(offset)
        return global(zip(foot, semiAxes).map { $0 / ($1 * $1) }).normalised
    }

    public func crossings(from start: [Double], to end: [Double]) -> [Double] {
        let first = scaled(local(start.minus(centre)))
        let step = scaled(local(end.minus(start)))
        let a = step.dot(step), b = first.dot(step), c = first.dot(first) - 1
        guard a > 0 else { return [] }
        // Distance of the line from the centre instead of b² - ac, which cancels for far points.
        let normal = first.adding(-b / a, step)
        let height = 1 - normal.dot(normal)
        guard height >= 0 else { return [] }
        let root = (a * height).squareRoot()
        let far = -(b + (b < 0 ? -root : root))
        return far == 0 ? [0] : [far / a, c / far]
    }

    // MARK: Own axes

    /// A vector in the ellipsoid's own axes.
    func local(_ vector: [Double]) -> [Double] {
        if angle == 0 { return vector }
        let (c, s) = (cos(angle), sin(angle))
        return [c * vector[0] + s * vector[1], c * vector[1] - s * vector[0]]
    }

    func global(_ vector: [Double]) -> [Double] {
        if angle == 0 { return vector }
        let (c, s) = (cos(angle), sin(angle))
        return [c * vector[0] - s * vector[1], s * vector[0] + c * vector[1]]
    }

    private func scaled(_ vector: [Double]) -> [Double] { zip(vector, semiAxes).map { $0 / $1 } }
}

extension Double {
    fileprivate func magnitude(with other: Double) -> Double { (self * self + other * other).squareRoot() }
}
