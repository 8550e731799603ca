extension Shape {
    /// Outward unit normal at a point of the boundary: that of the primitive whose boundary it lies on, turned round if
    /// that was subtracted. At corners one of the normals that meet there; off the boundary that of the nearest primitive.
    public func outwardNormal(at point: [Double]) -> [Double] {
        let leaves = leaves
        if leaves.count == 1 { return leaves[0].outwardNormal(at: point) }
        let distances = leaves.map { abs($0.primitive.signedDistance(at: point)) }
        let order = leaves.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
        let step = probeStep(at: point)
        for index in order where distances[index] <= step {
            let normal = leaves[index].outwardNormal(at: point)
            if isBoundary(point, normal, step: step) { return normal }
        }
        return leaves[order[0]].outwardNormal(at: point)
    }

    /// Fraction of a segment at its first crossing of the boundary, to round-off; nil if it stays on one side.
    ///
    /// Points of the boundary count as `contains` says. Primitives give the places where the segment can cross by their closed
    /// forms (implicit regions by bracketing and iteration); the first one with the other side behind it is returned.
    /// Touching does not count.
    public func crossing(from start: [Double], to end: [Double]) -> Double? {
        let slack = 1e-13
        var places = leaves.flatMap { $0.primitive.crossings(from: start, to: end) }
        places = places.filter { $0 >= -slack && $0 <= 1 + slack }.map { min(1, max(0, $0)) }.sorted()
        guard !places.isEmpty else { return nil }
        let wasInside = contains(start)
        let step = end.minus(start)
        for (index, place) in places.enumerated() {
            let next = index + 1 < places.count ? places[index + 1] : 1
            guard next - place > slack else { continue }
            if contains(start.adding(0.5 * (place + next), step)) != wasInside { return place }
        }
        return contains(end) == wasInside ? nil : places[places.count - 1]
    }

    /// Whether the shape lies on the inner side of a point with this outward normal, and not on its outer side.
    func isBoundary(_ point: [Double], _ normal: [Double], step: Double) -> Bool {
        level(at: point.adding(-step, normal)) < 0 && level(at: point.adding(step, normal)) > 0
    }

    /// A step that is tiny against the shape and large against rounding.
    func probeStep(at point: [Double]) -> Double {
        let size = boundingBox?.diagonal ?? 0
        let place = point.reduce(0) { max($0, abs($1)) }
        return max(1e-9 * size, 1e-12 * place, Double.leastNormalMagnitude)
    }
}
