/// Two components at the points of a plane.
public struct VectorPlane: Hashable, Sendable {
    public let horizontalPart: PlaneValues
    public let verticalPart: PlaneValues

    /// Precondition: both on the same points.
    public init(_ horizontalPart: PlaneValues, _ verticalPart: PlaneValues) {
        precondition(
            horizontalPart.horizontal == verticalPart.horizontal && horizontalPart.vertical == verticalPart.vertical,
            "the parts of a vector are on different points")
        self.horizontalPart = horizontalPart
        self.verticalPart = verticalPart
    }

    /// Length of the vector at every point.
    public var magnitude: PlaneValues {
        var result = horizontalPart
        for k in result.values.indices {
            let (a, b) = (horizontalPart.values[k], verticalPart.values[k])
            // Scaled, so that squares of huge or tiny parts stay in range.
            let size = max(abs(a), abs(b))
            result.values[k] = size > 0 && size.isFinite
                ? size * ((a / size) * (a / size) + (b / size) * (b / size)).squareRoot() : (a.isNaN || b.isNaN ? .nan : size)
        }
        return result
    }

    /// The vector at a point, by bilinear interpolation; NaN outside.
    public func value(at point: PlotPoint) -> PlotPoint {
        PlotPoint(horizontalPart.value(at: point), verticalPart.value(at: point))
    }
}
