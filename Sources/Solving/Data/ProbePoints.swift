import Fields
import Foundation
import NumericsCore
import Problems

/// Several thousand points of a problem's box at which formulas are looked at: a sequence that fills it, and a lattice that crowds towards
/// the ends of the ranges, where layers are.
public enum ProbePoints {
    private static let sequenceCount = 4096, latticeCount = 4096.0

    /// [coordinate][point]
    public static func all(of problem: Problem) -> Tensor<Double> {
        let ranges = problem.coordinates
        let box = ShapeBounds(lower: ranges.map(\.lower), upper: ranges.map(\.upper))
        var rows = sequence(sequenceCount, in: box)
        let count = Int(pow(latticeCount, 1 / Double(ranges.count)))
        // Coarser lattices than this tell less than the sequence does.
        if count > 3 { rows += lattice(problem, count) }
        return Tensor(shape: [ranges.count, rows.count], elements: ranges.indices.flatMap { axis in rows.map { $0[axis] } })
    }

    /// Points of a sequence over a box, [point][coordinate].
    static func sequence(_ count: Int, in box: ShapeBounds) -> [[Double]] {
        var stream = RandomStream(seed: 0, name: "probe")
        let points = PointRule.sobol(.owen).points(count, in: box, using: &stream)
        return (0..<points.shape[0]).map { point in (0..<points.shape[1]).map { points[point, $0] } }
    }

    private static func lattice(_ problem: Problem, _ count: Int) -> [[Double]] {
        problem.coordinates.reduce([[]]) { rows, range in
            let places = (0..<count).map { range.lower + range.length * 0.5 * (1 - cos(Double.pi * Double($0) / Double(count - 1))) }
            return rows.flatMap { row in places.map { row + [$0] } }
        }
    }
}
