import Fields
import NumericsCore

extension Problem {
    /// True if the domain in space is the whole box of the coordinate ranges.
    public var isBox: Bool { region == nil && shape == nil }

    /// The ranges of the space coordinates.
    public var spaceBounds: ShapeBounds {
        let space = spaceIndices.map { coordinates[$0] }
        return ShapeBounds(lower: space.map(\.lower), upper: space.map(\.upper))
    }

    /// A point of space in words; what is rounding against the ranges counts as zero.
    func text(place point: [Double]) -> String {
        let slack = 1e-12 * spaceBounds.diagonal
        return NumberText.point(spaceIndices.map { coordinates[$0].name }, point.map { abs($0) <= slack ? 0 : $0 })
    }

    /// Quadrature points on the boundary of the region with outward normals; ends of periodic coordinates are left out, for
    /// they are no boundary. No points on a box.
    /// - Parameter spacing: distance of neighbouring points, about.
    public func boundarySamples(spacing: Double) -> BoundarySamples? {
        guard let region else { return nil }
        let samples = region.boundarySamples(spacing: spacing, within: region.boundingBox ?? spaceBounds)
        let periodic = spaceIndices.enumerated().filter { coordinates[$1].isPeriodic }
        guard !periodic.isEmpty else { return samples }
        return samples.filtered { point, normal in
            !periodic.contains { axis, index in
                let coordinate = coordinates[index]
                let gap = min(abs(point[axis] - coordinate.lower), abs(point[axis] - coordinate.upper))
                return gap <= 1e-9 * coordinate.length && abs(normal[axis]) > 1 - 1e-9
            }
        }
    }
}
