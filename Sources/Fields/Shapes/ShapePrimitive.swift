import NumericsCore

/// A region with one formula for its boundary, of which shapes are combined.
///
/// Points are [coordinate] of length `dimension`. Regions are closed: their boundary belongs to them.
public protocol ShapePrimitive: Sendable {
    /// Number of coordinates: 1, 2 or 3.
    var dimension: Int { get }

    /// A continuous function that is negative inside, zero on the boundary and positive outside; cheaper than the distance.
    func level(at point: [Double]) -> Double

    /// Distance to the boundary, negative inside.
    func signedDistance(at point: [Double]) -> Double

    /// Outward unit normal at a point of the boundary; elsewhere that of a nearby point of the boundary.
    func outwardNormal(at point: [Double]) -> [Double]

    /// Fractions of a segment, within [0, 1] up to rounding, at which it may meet the boundary, in any order.
    ///
    /// Every crossing is among them to round-off; touching points and points on extensions of faces may be too.
    func crossings(from start: [Double], to end: [Double]) -> [Double]

    /// The smallest box around the region; nil if it is not bounded.
    var boundingBox: ShapeBounds? { get }

    /// Corners of the boundary, and points where it is parallel to an axis [point][coordinate]; quadrature cuts there.
    var corners: [[Double]] { get }

    /// The boundary within a window, in pieces of a size near `size`.
    func boundaryCells(size: Double, within window: ShapeBounds) -> [BoundaryCell]

    /// `level` for many points [point][coordinate].
    func levels(at points: Tensor<Double>) -> [Double]

    /// `signedDistance` for many points [point][coordinate].
    func signedDistances(at points: Tensor<Double>) -> [Double]
}

extension ShapePrimitive {
    public var corners: [[Double]] { boundingBox.map { [$0.lower, $0.upper] } ?? [] }

    public func levels(at points: Tensor<Double>) -> [Double] {
        Self.map(points) { level(at: $0) }
    }

    public func signedDistances(at points: Tensor<Double>) -> [Double] {
        Self.map(points) { signedDistance(at: $0) }
    }

    /// Values of a function of one point; the point's memory is reused, so nothing is allocated for each.
    private static func map(_ points: Tensor<Double>, _ body: ([Double]) -> Double) -> [Double] {
        let (count, dimension) = (points.shape[0], points.shape[1])
        var point = [Double](repeating: 0, count: dimension)
        var values = [Double](repeating: 0, count: count)
        points.withUnsafeBufferPointer { buffer in
            for index in 0..<count {
                for axis in 0..<dimension { point[axis] = buffer[index * dimension + axis] }
                values[index] = body(point)
            }
        }
        return values
    }
}
