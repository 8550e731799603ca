import Foundation
import NumericsCore

extension PointRule {
    /// Points spread over a box.
    /// - Parameters:
    ///   - count: how many; a grid takes the numbers along the axes that make its cells most nearly cubes.
    ///   - bounds: the box.
    ///   - stream: where random rules draw from.
    /// - Returns: [point][coordinate], in the order of the sequence.
    public func points(_ count: Int, in bounds: ShapeBounds, using stream: inout RandomStream) -> Tensor<Double> {
        let unit = unitPoints(count, bounds, using: &stream)
        var result = Tensor(shape: [unit.count, bounds.dimension], repeating: 0.0)
        for (index, point) in unit.enumerated() {
            for (axis, value) in bounds.scaled(point).enumerated() { result[index, axis] = value }
        }
        return result
    }

    func unitPoints(_ count: Int, _ bounds: ShapeBounds, using stream: inout RandomStream) -> [[Double]] {
        switch self {
        case .grid: return Self.lattice(count, bounds)
        case .latinHypercube: return Self.hypercube(count, bounds.dimension, using: &stream)
        default:
            guard var sequence = PointSequence(self, dimension: bounds.dimension, using: &stream) else { return [] }
            return (0..<count).map { _ in sequence.next(using: &stream) }
        }
    }

    private static func lattice(_ count: Int, _ bounds: ShapeBounds) -> [[Double]] {
        let lengths = zip(bounds.lower, bounds.upper).map { $1 - $0 }
        let side = pow(lengths.reduce(1, *) / Double(max(count, 1)), 1 / Double(lengths.count))
        return lattice(lengths.map { max(1, Int(($0 / side).rounded())) })
    }

    /// Middles of the cells with these numbers along the axes; the last axis runs fastest.
    static func lattice(_ counts: [Int]) -> [[Double]] {
        counts.reduce([[]]) { partial, count in
            partial.flatMap { head in (0..<count).map { head + [(Double($0) + 0.5) / Double(count)] } }
        }
    }

    static func hypercube(_ count: Int, _ dimension: Int, using stream: inout RandomStream) -> [[Double]] {
        var points = [[Double]](repeating: [Double](repeating: 0, count: dimension), count: count)
        for axis in 0..<dimension {
            for (index, slice) in Array(0..<count).shuffled(using: &stream).enumerated() {
                points[index][axis] = (Double(slice) + stream.uniform()) / Double(count)
            }
        }
        return points
    }
}

extension ShapeBounds {
    /// The point at fractions of the sides.
    func scaled(_ fractions: [Double]) -> [Double] {
        fractions.indices.map { lower[$0] + fractions[$0] * (upper[$0] - lower[$0]) }
    }

    var volume: Double { zip(lower, upper).reduce(1) { $0 * ($1.1 - $1.0) } }
}
