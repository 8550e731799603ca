/// The part of a primitive's boundary that is boundary of the whole shape.
struct VisibleBoundary {
    let shape: Shape
    let leaves: [Shape.Leaf]
    /// The primitive.
    let index: Int

    /// All pieces of the boundary of a shape within a window, in cells of a size near `size`, primitive by primitive.
    static func pieces(of shape: Shape, size: Double, within window: ShapeBounds) -> [BoundaryPiece] {
        let leaves = shape.leaves
        return leaves.indices.flatMap { index in
            let part = VisibleBoundary(shape: shape, leaves: leaves, index: index)
            return leaves[index].primitive.boundaryCells(size: size, within: window).flatMap(part.pieces)
        }
    }

    /// The visible parts of a cell.
    private func pieces(of cell: BoundaryCell) -> [BoundaryPiece] {
        let whole = piece(cell, Array(repeating: 0, count: cell.parameterCount), 1)
        // Nothing swallows a single primitive; its corners need no probing.
        if leaves.count == 1 { return [whole] }
        switch cell.parameterCount {
        case 0: return isVisible(whole, []) ? [whole] : []
        case 1: return visibleIntervals(whole).map { piece(cell, [$0.lower], $0.upper - $0.lower) }
        default: return patches(whole, depth: 0)
        }
    }

    private func piece(_ cell: BoundaryCell, _ corner: [Double], _ extent: Double) -> BoundaryPiece {
        BoundaryPiece(cell: cell, corner: corner, extent: extent, isReversed: leaves[index].isComplement)
    }

    /// On the boundary of the shape, and not on an earlier primitive's boundary that coincides with this one.
    private func isVisible(_ piece: BoundaryPiece, _ fractions: [Double]) -> Bool {
        let place = piece.place(fractions)
        let step = shape.probeStep(at: place.point)
        guard shape.isBoundary(place.point, place.normal, step: step) else { return false }
        return !leaves[..<index].contains { leaf in
            abs(leaf.primitive.signedDistance(at: place.point)) <= step
                && leaf.outwardNormal(at: place.point).dot(place.normal) > 1 - 1e-6
        }
    }

    /// Parameter ranges of the visible parts, their ends found by bisection.
    private func visibleIntervals(_ whole: BoundaryPiece) -> [(lower: Double, upper: Double)] {
        // The very ends are corners, where the normal is not unique.
        let probes = [1e-9, 0.25, 0.5, 0.75, 1 - 1e-9]
        let seen = probes.map { isVisible(whole, [$0]) }
        if seen.allSatisfy({ $0 }) { return [(0, 1)] }
        var ends: [Double] = seen[0] ? [0] : []
        for gap in 0..<(probes.count - 1) where seen[gap] != seen[gap + 1] {
            var (low, high) = (probes[gap], probes[gap + 1])
            while high - low > 1e-13 {
                let middle = 0.5 * (low + high)
                if isVisible(whole, [middle]) == seen[gap] { low = middle } else { high = middle }
            }
            ends.append(0.5 * (low + high))
        }
        if ends.count % 2 == 1 { ends.append(1) }
        return stride(from: 0, to: ends.count, by: 2).map { (ends[$0], ends[$0 + 1]) }
    }

    /// Levels of refinement where a patch is cut.
    private static let finest = 4

    private func patches(_ patch: BoundaryPiece, depth: Int) -> [BoundaryPiece] {
        let probes = [1e-9, 0.5, 1 - 1e-9]
        let seen = probes.flatMap { u in probes.map { v in isVisible(patch, [u, v]) } }
        if !seen.contains(true) { return [] }
        if !seen.contains(false) { return [patch] }
        // A patch too small to divide counts by its middle.
        if depth == Self.finest { return seen[4] ? [patch] : [] }
        let half = 0.5 * patch.extent
        return [[0, 0], [half, 0], [0, half], [half, half]].flatMap { offset in
            patches(piece(patch.cell, [patch.corner[0] + offset[0], patch.corner[1] + offset[1]], half), depth: depth + 1)
        }
    }
}
