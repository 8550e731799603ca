import NumericsCore

extension Shape {
    /// Points of the true boundary with outward normals and weights: the parts of the primitives' boundaries that other
    /// primitives do not swallow, each piece once.
    ///
    /// Curves are cut where they leave the boundary and integrated by three-point Gauss on pieces of three spacings;
    /// surfaces by Gauss on patches, refined where they are cut, so that their weights there are exact to first order
    /// of a 16th of the spacing.
    /// - Parameters:
    ///   - spacing: distance of neighbouring points, about.
    ///   - window: where to look; the bounding box if left out. Parts outside are not sought by unbounded primitives.
    /// - Returns: no points if the shape has no bounding box and no window is given.
    public func boundarySamples(spacing: Double, within window: ShapeBounds? = nil) -> BoundarySamples {
        precondition(spacing > 0, "a spacing must be positive")
        guard let window = window ?? boundingBox, !window.isEmpty else { return BoundarySamples([], dimension: dimension) }
        let pieces = VisibleBoundary.pieces(
            of: self, size: spacing * Double(BoundaryPiece.rule.points.count), within: window)
        return BoundarySamples(pieces.flatMap(\.quadrature), dimension: dimension)
    }
}
