extension Ellipsoid {
    /// Exact, by the root of a convex function (Eberly 2013, Distance from a point to an ellipse, an ellipsoid, or a
    /// hyperellipsoid).
    public func signedDistance(at point: [Double]) -> Double {
        if isBall { return level(at: point) }
        let offset = local(point.minus(centre))
        let distance = offset.minus(nearestBoundaryPoint(offset)).norm
        return level(at: point) < 0 ? -distance : distance
    }

    /// The nearest point of the boundary, in own axes around the centre.
    func nearestBoundaryPoint(_ offset: [Double]) -> [Double] {
        let folded = offset.map(abs)
        let foot = foot(folded)
        return zip(foot, offset).map { $1 < 0 ? -$0 : $0 }
    }

    /// The same for a point whose coordinates are not negative: x_i = e_i² y_i / (s + e_i² - e_min²) with s > 0 where
    /// the point lies on the ellipsoid.
    private func foot(_ y: [Double]) -> [Double] {
        let shortest = semiAxes.min() ?? 1
        let gaps = semiAxes.map { ($0 - shortest) * ($0 + shortest) }
        let isOnAxis = zip(gaps, y).allSatisfy { $0 > 0 || $1 == 0 }
        if isOnAxis, let foot = footFromAxis(y, gaps, shortest) { return foot }
        let root = stretch(y, gaps, shortest)
        return semiAxes.indices.map { semiAxes[$0] * semiAxes[$0] * y[$0] / (root + gaps[$0]) }
    }

    /// Points on the long axes near the centre have their nearest points off the axes, two by symmetry; nil elsewhere.
    private func footFromAxis(_ y: [Double], _ gaps: [Double], _ shortest: Double) -> [Double]? {
        var foot = y.indices.map { gaps[$0] > 0 ? semiAxes[$0] * semiAxes[$0] * y[$0] / gaps[$0] : 0 }
        let rest = 1 - zip(foot, semiAxes).reduce(0) { $0 + ($1.0 / $1.1) * ($1.0 / $1.1) }
        guard rest >= 0, let axis = gaps.firstIndex(of: 0) else { return nil }
        foot[axis] = shortest * rest.squareRoot()
        return foot
    }

    /// The root s of sum (e_i y_i / (s + gap_i))² = 1: the sum falls and is convex, so Newton's iteration from the left
    /// climbs to it; bisection guards against steps that stall on the steep side.
    private func stretch(_ y: [Double], _ gaps: [Double], _ shortest: Double) -> Double {
        let products = zip(semiAxes, y).map { $0 * $1 }
        var low = zip(gaps, products).reduce(0.0) { max($0, $1.0 == 0 ? $1.1 : $1.1 - $1.0) }
        var high = products.norm
        var s = low
        for _ in 0..<200 {
            var (value, slope) = (-1.0, 0.0)
            for axis in products.indices where products[axis] > 0 {
                let quotient = products[axis] / (s + gaps[axis])
                value += quotient * quotient
                slope -= 2 * quotient * quotient / (s + gaps[axis])
            }
            if value >= 0 { low = s } else { high = s }
            var next = s - value / slope
            if abs(next - s) <= s.ulp || high - low <= 2 * s.ulp { break }
            if !(next > low && next < high) { next = 0.5 * (low + high) }
            // Far to the left of the root Newton gains a constant factor only; halving is faster there.
            s = value > 8 ? 0.5 * (low + high) : next
        }
        return s
    }
}
