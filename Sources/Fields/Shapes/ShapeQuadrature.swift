import Foundation
import NumericsCore

/// Quadrature points in the interior of a shape: nested Gauss rules along lines, each cut where it meets the boundary.
///
/// Along an outer coordinate the range is divided where the boundary turns back, at corners of the primitives and where
/// their boundaries cut each other; a substitution with vanishing ends takes square roots out of the lengths of lines near round ends. In the
/// plane the error falls fast with the order if the integrand is smooth; in space it does for round shapes, while edges
/// that run slantwise leave kinks in it. Compare two orders.
public struct ShapeQuadrature: Sendable {
    /// Points [point][coordinate].
    public let points: Tensor<Double>
    /// Lengths, areas or volumes that belong to the points.
    public let weights: [Double]

    /// - Parameters:
    ///   - shape: a bounded shape; an unbounded one has no points.
    ///   - order: Gauss points in every piece of a line.
    public init(_ shape: Shape, order: Int) {
        let rule = Quadrature.gaussLegendre(order)
        guard let bounds = shape.boundingBox, !bounds.isEmpty else {
            points = Tensor(shape: [0, shape.dimension], elements: [])
            weights = []
            return
        }
        let lines = LineCutter(shape: shape, bounds: bounds)
        var nodes = [(point: bounds.lower, weight: 1.0)]
        for axis in 0..<(bounds.dimension - 1) {
            let breaks = lines.breaks(along: axis)
            nodes = nodes.flatMap { node in
                let own = axis == 0 ? breaks : lines.refined(breaks, through: node.point, along: axis)
                return zip(own, own.dropFirst()).flatMap { lower, upper in
                    zip(rule.points, rule.weights).map { place, weight in
                        // x = lower + length sin²(πt/2): a square root of the distance to an end becomes smooth in t.
                        let t = 0.5 * (1 + place)
                        let sine = sin(0.5 * Double.pi * t)
                        var point = node.point
                        point[axis] = lower + (upper - lower) * sine * sine
                        return (point, node.weight * 0.5 * weight * (upper - lower) * 0.5 * Double.pi * sin(Double.pi * t))
                    }
                }
            }
        }
        let last = bounds.dimension - 1
        let found = nodes.flatMap { node in
            lines.pieces(through: node.point, along: last).flatMap { piece in
                let mapped = rule.mapped(from: piece.lower, to: piece.upper)
                return zip(mapped.points, mapped.weights).map { place, weight in
                    var point = node.point
                    point[last] = place
                    return (point: point, weight: node.weight * weight)
                }
            }
        }
        points = Tensor(shape: [found.count, bounds.dimension], elements: found.flatMap(\.point))
        weights = found.map(\.weight)
    }

    /// Area or volume.
    public var measure: Double { weights.reduce(0, +) }
}

/// Cuts lines parallel to the axes at the boundary of a shape.
private struct LineCutter {
    let shape: Shape
    let bounds: ShapeBounds
    private let leaves: [Shape.Leaf]
    /// Points where the boundary may have corners or turns back [point][coordinate].
    private let corners: [[Double]]

    init(shape: Shape, bounds: ShapeBounds) {
        self.shape = shape
        self.bounds = bounds
        leaves = shape.leaves
        let pieces = bounds.dimension == 2
            ? VisibleBoundary.pieces(of: shape, size: bounds.diagonal / 32, within: bounds) : []
        // A piece that does not fill its cell ends where another primitive cuts it.
        corners = leaves.flatMap { $0.primitive.corners }
            + pieces.flatMap(Self.marks)
    }

    /// Ends where another primitive cuts a piece, and the point where it is parallel to the lines.
    private static func marks(on piece: BoundaryPiece) -> [[Double]] {
        let ends = [piece.place([0]), piece.place([1])]
        // A piece that does not fill its cell ends where another primitive cuts it.
        var marks = piece.corner[0] != 0 || piece.extent != 1 ? ends.map(\.point) : []
        if ends[0].normal[1] * ends[1].normal[1] < 0 {
            let root = RootBracket(0, ends[0].normal[1], 1, ends[1].normal[1]).root { piece.place([$0]).normal[1] }
            marks.append(piece.place([root]).point)
        }
        return marks
    }

    /// Ascending places along an axis between which the shape's lines change smoothly.
    func breaks(along axis: Int) -> [Double] {
        let (lower, upper) = (bounds.lower[axis], bounds.upper[axis])
        let slack = 1e-7 * (upper - lower)
        var breaks = [lower, upper]
        // Corners of primitives first: they are exact, cuts are found to the step of a probe.
        for place in corners.map({ $0[axis] }) where place > lower && place < upper {
            if !breaks.contains(where: { abs($0 - place) <= slack }) { breaks.append(place) }
        }
        return breaks.sorted()
    }

    /// The same with the places added where the number of pieces of lines along the last axis changes.
    func refined(_ breaks: [Double], through point: [Double], along axis: Int) -> [Double] {
        func count(_ place: Double) -> Int {
            var moved = point
            moved[axis] = place
            return pieces(through: moved, along: axis + 1).count
        }
        let (lower, upper) = (bounds.lower[axis], bounds.upper[axis])
        let probes = (0...24).map { lower + (upper - lower) * Double($0) / 24 }
        let counts = probes.map(count)
        var result = breaks
        for index in 0..<24 where counts[index] != counts[index + 1] {
            var (low, high) = (probes[index], probes[index + 1])
            while high - low > 1e-13 * (upper - lower) {
                let middle = 0.5 * (low + high)
                if count(middle) == counts[index] { low = middle } else { high = middle }
            }
            if !result.contains(where: { abs($0 - low) <= 1e-12 * (upper - lower) }) { result.append(low) }
        }
        return result.sorted()
    }

    /// The parts of a line inside the shape.
    func pieces(through point: [Double], along axis: Int) -> [(lower: Double, upper: Double)] {
        let length = bounds.upper[axis] - bounds.lower[axis]
        let chunks = 8
        var ends = [bounds.lower[axis], bounds.upper[axis]]
        for chunk in 0..<chunks {
            var (start, end) = (point, point)
            start[axis] = bounds.lower[axis] + length * Double(chunk) / Double(chunks)
            end[axis] = bounds.lower[axis] + length * Double(chunk + 1) / Double(chunks)
            for leaf in leaves {
                let places = leaf.primitive.crossings(from: start, to: end).filter { $0 >= 0 && $0 <= 1 }
                ends += places.map { start[axis] + $0 * (end[axis] - start[axis]) }
            }
        }
        ends.sort()
        return zip(ends, ends.dropFirst()).filter { lower, upper in
            guard upper - lower > 1e-14 * length else { return false }
            var middle = point
            middle[axis] = 0.5 * (lower + upper)
            return shape.contains(middle)
        }.map { (lower: $0, upper: $1) }
    }
}
