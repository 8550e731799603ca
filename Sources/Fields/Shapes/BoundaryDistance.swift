/// Exact distances to the true boundary of a shape, combinations included: the least over the pieces of its boundary.
///
/// Made once for many points. Exact to round-off where the pieces are (see `Shape.boundarySamples`), that is in one and two
/// dimensions; in three where no surface is cut by another, and to a 16th of a patch otherwise.
public struct BoundaryDistance: Sendable {
    /// A piece with a ball around it.
    private struct Part: Sendable {
        var piece: BoundaryPiece
        var middle: [Double]
        var radius: Double
    }

    private let shape: Shape
    private let parts: [Part]

    /// - Parameter window: where to look for boundary; the bounding box if left out.
    public init(_ shape: Shape, within window: ShapeBounds? = nil) {
        self.shape = shape
        guard let window = window ?? shape.boundingBox, !window.isEmpty else {
            parts = []
            return
        }
        let count: Double = shape.dimension > 2 ? 16 : 64
        parts = VisibleBoundary.pieces(of: shape, size: window.diagonal / count, within: window).map { piece in
            let middle = piece.place(piece.corner.map { _ in 0.5 }).point
            let ends = Self.corners(piece.corner.count).map { piece.place($0).point.minus(middle).norm }
            // Curved pieces bulge a little over the ball through their corners.
            return Part(piece: piece, middle: middle, radius: 1.25 * (ends.max() ?? 0))
        }
    }

    private static func corners(_ parameters: Int) -> [[Double]] {
        (0..<parameters).reduce([[]]) { partial, _ in partial.flatMap { [$0 + [0], $0 + [1]] } }
    }

    /// Distance to the boundary, negative inside; infinite if there is none.
    public func signedDistance(at point: [Double]) -> Double {
        let distances = parts.map { $0.middle.minus(point).norm }
        let order = parts.indices.sorted { distances[$0] - parts[$0].radius < distances[$1] - parts[$1].radius }
        var best = Double.infinity
        for index in order {
            if distances[index] - parts[index].radius >= best { break }
            best = min(best, nearest(parts[index].piece, point, fixed: []))
        }
        return shape.contains(point) ? -best : best
    }

    /// The least distance over a piece, parameter by parameter.
    private func nearest(_ piece: BoundaryPiece, _ point: [Double], fixed: [Double]) -> Double {
        if fixed.count == piece.corner.count { return piece.place(fixed).point.minus(point).norm }
        return Self.minimum { nearest(piece, point, fixed: fixed + [$0]) }
    }

    /// The least value on [0, 1] by golden sections; pieces are small, so that the distance has one minimum on each.
    private static func minimum(_ function: (Double) -> Double) -> Double {
        let ratio = (5.0.squareRoot() - 1) / 2
        var (low, high) = (0.0, 1.0)
        var (first, second) = (1 - ratio, ratio)
        var (firstValue, secondValue) = (function(first), function(second))
        // The value is flat at the minimum: half the digits of the place give all of the value.
        while high - low > 1e-9 {
            if firstValue < secondValue {
                (high, second, secondValue) = (second, first, firstValue)
                first = high - ratio * (high - low)
                firstValue = function(first)
            } else {
                (low, first, firstValue) = (first, second, secondValue)
                second = low + ratio * (high - low)
                secondValue = function(second)
            }
        }
        return min(min(firstValue, secondValue), min(function(0), function(1)))
    }
}
