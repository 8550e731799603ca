import NumericsCore

/// The part of a primitive's boundary that is boundary of the whole shape.
struct VisibleBoundary {
    let shape: Shape
    let leaves: [Shape.Leaf]
    /// The primitive.
    let index: Int

    /// Gauss points and weights on [0, 1].
    static let rule: (points: [Double], weights: [Double]) = {
        let rule = Quadrature.gaussLegendre(3)
        return (rule.points.map { 0.5 * ($0 + 1) }, rule.weights.map { 0.5 * $0 })
    }()

    /// Quadrature points on the visible part of a cell, with the normal out of the shape.
    func places(on cell: BoundaryCell) -> [BoundaryCell.Place] {
        switch cell.parameterCount {
        case 0: return [oriented(cell.place([]))].filter(isVisible)
        case 1:
            // Nothing swallows a single primitive; its corners need no probing.
            let intervals = leaves.count == 1 ? [(lower: 0, upper: 1)] : visibleIntervals(of: cell)
            return intervals.flatMap { interval in curve(cell, interval.lower, interval.upper) }
        case 2 where leaves.count == 1: return square(cell, [0, 0], 1)
        default: return patch(cell, corner: [0, 0], size: 1, depth: 0)
        }
    }

    private func oriented(_ place: BoundaryCell.Place) -> BoundaryCell.Place {
        guard leaves[index].isComplement else { return place }
        var result = place
        result.normal = place.normal.map { -$0 }
        return result
    }

    /// On the boundary of the shape, and not on an earlier primitive's boundary that coincides with this one.
    private func isVisible(_ place: BoundaryCell.Place) -> Bool {
        let step = shape.probeStep(at: place.point)
        guard shape.isBoundary(place.point, place.normal, step: step) else { return false }
        return !leaves[..<index].contains { leaf in
            abs(leaf.primitive.signedDistance(at: place.point)) <= step
                && leaf.outwardNormal(at: place.point).dot(place.normal) > 1 - 1e-6
        }
    }

    private func isVisible(_ cell: BoundaryCell, _ parameters: [Double]) -> Bool {
        isVisible(oriented(cell.place(parameters)))
    }

    // MARK: Curves

    /// Parameter ranges of the visible pieces, their ends found by bisection.
    func visibleIntervals(of cell: BoundaryCell) -> [(lower: Double, upper: Double)] {
        // The very ends are corners, where the normal is not unique.
        let probes = [1e-9, 0.25, 0.5, 0.75, 1 - 1e-9]
        let seen = probes.map { isVisible(cell, [$0]) }
        if seen.allSatisfy({ $0 }) { return [(0, 1)] }
        var ends: [Double] = seen[0] ? [0] : []
        for gap in 0..<(probes.count - 1) where seen[gap] != seen[gap + 1] {
            var (low, high) = (probes[gap], probes[gap + 1])
            while high - low > 1e-13 {
                let middle = 0.5 * (low + high)
                if isVisible(cell, [middle]) == seen[gap] { low = middle } else { high = middle }
            }
            ends.append(0.5 * (low + high))
        }
        if ends.count % 2 == 1 { ends.append(1) }
        return stride(from: 0, to: ends.count, by: 2).map { (ends[$0], ends[$0 + 1]) }
    }

    private func curve(_ cell: BoundaryCell, _ lower: Double, _ upper: Double) -> [BoundaryCell.Place] {
        zip(Self.rule.points, Self.rule.weights).map { point, weight in
            var place = oriented(cell.place([lower + point * (upper - lower)]))
            place.measure *= weight * (upper - lower)
            return place
        }
    }

    // MARK: Surfaces

    /// Levels of refinement where a patch is cut.
    private static let finest = 4

    private func patch(_ cell: BoundaryCell, corner: [Double], size: Double, depth: Int) -> [BoundaryCell.Place] {
        let probes = [1e-9, 0.5, 1 - 1e-9]
        let seen = probes.flatMap { u in
            probes.map { v in isVisible(cell, [corner[0] + u * size, corner[1] + v * size]) }
        }
        if !seen.contains(true) { return [] }
        if !seen.contains(false) { return square(cell, corner, size) }
        if depth == Self.finest {
            // A patch too small to divide counts by its middle.
            return seen[4] ? square(cell, corner, size) : []
        }
        let half = 0.5 * size
        return [[0, 0], [half, 0], [0, half], [half, half]].flatMap { offset in
            patch(cell, corner: [corner[0] + offset[0], corner[1] + offset[1]], size: half, depth: depth + 1)
        }
    }

    private func square(_ cell: BoundaryCell, _ corner: [Double], _ size: Double) -> [BoundaryCell.Place] {
        let rule = Self.rule
        return rule.points.indices.flatMap { i in
            rule.points.indices.map { j in
                var place = oriented(
                    cell.place([corner[0] + rule.points[i] * size, corner[1] + rule.points[j] * size]))
                place.measure *= rule.weights[i] * rule.weights[j] * size * size
                return place
            }
        }
    }
}
