import Foundation
import NumericsCore

extension Shape {
    /// Whether a point belongs to the shape: inside, or on a boundary that has points of the inside next to it.
    ///
    /// So an edge that a box shares with a box taken from it does not stay behind as a line.
    public func contains(_ point: [Double]) -> Bool {
        let level = level(at: point)
        return level < 0 || level == 0 && touchesInside(point, step: probeStep(at: point))
    }

    /// The same for many points [point][coordinate].
    public func contains(_ points: Tensor<Double>) -> [Bool] {
        combine(points) { $0.levels(at: points) }.enumerated().map { index, level in
            level < 0 || level == 0 && contains(points.row(index))
        }
    }

    /// The same where points within `tolerance` of the boundary count as on it, whatever the rounding; for grids.
    public func contains(_ points: Tensor<Double>, tolerance: Double) -> [Bool] {
        signedDistances(at: points).enumerated().map { index, distance in
            guard abs(distance) <= tolerance else { return distance < 0 }
            return touchesInside(points.row(index), step: max(10 * tolerance, probeStep(at: points.row(index))))
        }
    }

    /// Whether there are points of the inside at this distance, in the directions of the axes and between them.
    private func touchesInside(_ point: [Double], step: Double) -> Bool {
        (0..<Self.directions(dimension).count).contains { index in
            level(at: point.adding(step, Self.directions(dimension)[index])) < 0
        }
    }

    private static func directions(_ dimension: Int) -> [[Double]] { [line, plane, space][dimension - 1] }
    private static let line: [[Double]] = [[1], [-1]]
    /// Sixteen, so that corners of 22.5 degrees and more are seen.
    /// Sixteen, so that corners of 22.5 degrees and more are seen.
    private static let plane: [[Double]] = (0..<16).map { index in
        let turn = Double.pi / 8 * Double(index)
        return [cos(turn), sin(turn)]
    }
    private static let space: [[Double]] = (0..<125).map { index -> [Double] in
        let steps = [index % 5 - 2, index / 5 % 5 - 2, index / 25 - 2]
        return steps.map(Double.init)
    }.filter { $0.norm > 0 }.map(\.normalised)

    /// A continuous function that is negative inside, zero on the boundary and positive outside.
    public func level(at point: [Double]) -> Double {
        switch self {
        case .primitive(let primitive): primitive.level(at: point)
        case .union(let left, let right): min(left.level(at: point), right.level(at: point))
        case .intersection(let left, let right): max(left.level(at: point), right.level(at: point))
        case .complement(let inner): -inner.level(at: point)
        }
    }

    /// Distance to the boundary, negative inside.
    ///
    /// Exact for boxes, balls, ellipsoids, polygons and half-spaces, an estimate of first order for implicit regions. For
    /// combinations the smaller (union) or larger (intersection) of the parts: the right sign everywhere and, where the
    /// parts are exact, never larger in size than the distance, and equal to it outside unions, inside intersections
    /// and wherever the nearest piece of boundary belongs to the part that decides. `BoundaryDistance` measures to the
    /// true boundary.
    public func signedDistance(at point: [Double]) -> Double {
        switch self {
        case .primitive(let primitive): primitive.signedDistance(at: point)
        case .union(let left, let right): min(left.signedDistance(at: point), right.signedDistance(at: point))
        case .intersection(let left, let right): max(left.signedDistance(at: point), right.signedDistance(at: point))
        case .complement(let inner): -inner.signedDistance(at: point)
        }
    }

    /// The same for many points [point][coordinate]; one value a point.
    public func signedDistances(at points: Tensor<Double>) -> [Double] {
        combine(points) { $0.signedDistances(at: points) }
    }

    private func combine(_ points: Tensor<Double>, _ values: (any ShapePrimitive) -> [Double]) -> [Double] {
        switch self {
        case .primitive(let primitive): return values(primitive)
        case .union(let left, let right):
            return zip(left.combine(points, values), right.combine(points, values)).map { min($0, $1) }
        case .intersection(let left, let right):
            return zip(left.combine(points, values), right.combine(points, values)).map { max($0, $1) }
        case .complement(let inner): return inner.combine(points, values).map { -$0 }
        }
    }
}

extension Tensor<Double> {
    /// One point of [point][coordinate].
    func row(_ index: Int) -> [Double] { (0..<shape[1]).map { self[index, $0] } }
}
