import Fields
import NumericsCore

/// The region itself: it must have points, and lie within the coordinate ranges.
struct RegionCheck {
    let problem: Problem

    init(_ problem: Problem) {
        self.problem = problem
    }

    func diagnostics() -> [Diagnostic] {
        guard let region = problem.region else { return [] }
        let dimension = problem.spaceIndices.count
        guard region.dimension == dimension else {
            let reason = "it has \(region.dimension) coordinates, the problem has \(dimension) in space"
            return [Diagnostic(.expression(.shape(reason: reason, example: nil)), at: problem.shape?.origin)]
        }
        if isEmpty(region) { return [diagnostic(.emptyShape)] }
        return pointOutside(region).map { [diagnostic(.shapeOutside(point: $0, ranges: ranges))] } ?? []
    }

    private func diagnostic(_ kind: PosingProblem) -> Diagnostic {
        Diagnostic(.posing(kind), at: problem.shape?.origin ?? problem.origins["coordinates"])
    }

    private var ranges: String {
        problem.spaceIndices.map { index in
            let coordinate = problem.coordinates[index]
            return "\(coordinate.name) from \(NumberText.short(coordinate.lower)) to \(NumberText.short(coordinate.upper))"
        }.joined(separator: ", ")
    }

    /// No point of a fine lattice lies inside, nor any next to a boundary: thin shapes have boundaries that show them.
    private func isEmpty(_ region: Shape) -> Bool {
        let bounds = region.boundingBox ?? problem.spaceBounds
        if bounds.isEmpty { return true }
        var unused = RandomStream(seed: 0, name: "unused")
        let trial = PointRule.grid.points(4096, in: bounds, using: &unused)
        if region.contains(trial).contains(true) { return false }
        return region.boundarySamples(spacing: problem.boundarySpacing(points: 256), within: bounds).count == 0
    }

    /// A point of the boundary that lies outside the ranges, in words.
    private func pointOutside(_ region: Shape) -> String? {
        guard let bounds = region.boundingBox else { return nil }
        let ranges = problem.spaceBounds
        let slack = 1e-9 * ranges.diagonal
        func excess(_ point: [Double]) -> Double {
            point.indices.map { max(ranges.lower[$0] - point[$0], point[$0] - ranges.upper[$0]) }.max() ?? 0
        }
        guard excess(bounds.lower) > slack || excess(bounds.upper) > slack else { return nil }
        let samples = region.boundarySamples(spacing: problem.boundarySpacing(points: 256), within: bounds)
        let farthest = (0..<samples.count).map(samples.point).max { excess($0) < excess($1) }
        guard let farthest, excess(farthest) > slack else { return nil }
        return problem.text(place: farthest)
    }
}

extension Problem {
    /// A spacing of boundary samples: the diagonal of the region over `points`, in three dimensions over its square root.
    func boundarySpacing(points: Int) -> Double {
        let diagonal = (region?.boundingBox ?? spaceBounds).diagonal
        return max(diagonal, Double.leastNormalMagnitude) / (spaceIndices.count > 2 ? Double(points).squareRoot() : Double(points))
    }
}
