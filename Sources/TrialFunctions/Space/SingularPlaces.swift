import Expressions
import NumericsCore
import Problems

/// Keeps points off the places where singular functions or their derivatives have no value.
struct SingularPlaces {
    private let problem: Problem
    private var program: JetProgram
    private static let capacity = 64
    /// Part of the range by which a point moves towards the middle, and how much farther with each of the tries.
    private static let step = 1e-12
    private static let tries = 5

    init(_ formulas: [Expression], layout: JetLayout, problem: Problem) {
        self.problem = problem
        program = JetProgram(formulas, layout: layout, capacity: Self.capacity, problem: problem)
    }

    /// The points [coordinate][point] at which everything is finite: not before the first instant at which functions are evaluated, and where
    /// that does not help a little closer to the middle of the box. What is not finite after that stays so, for the solver to see.
    func moved(_ points: Tensor<Double>) -> Tensor<Double> {
        var (moved, own) = (points, self)
        if let time = problem.timeIndex, let earliest = problem.earliestInstant {
            for point in 0..<points.shape[1] { moved[time, point] = max(points[time, point], earliest) }
        }
        var distance = Self.step
        for _ in 0..<Self.tries {
            let singular = own.singular(moved)
            if singular.isEmpty { break }
            for point in singular {
                for (index, range) in problem.coordinates.enumerated() where !range.isTime {
                    // Different along each coordinate: the diagonal may be singular too.
                    let part = distance * (1 + 0.4 * Double(index))
                    // The middle itself may be the singular place.
                    let isBeyond = moved[index, point] > 0.5 * (range.lower + range.upper)
                    moved[index, point] += (isBeyond ? -0.5 : 0.5) * part * range.length
                }
            }
            distance *= 100
        }
        return moved
    }

    private mutating func singular(_ points: Tensor<Double>) -> [Int] {
        stride(from: 0, to: points.shape[1], by: Self.capacity).flatMap { start -> [Int] in
            let values = program.values(at: points, from: start)
            let rows = values.count / Self.capacity
            return (0..<min(Self.capacity, points.shape[1] - start)).filter { lane in
                (0..<rows).contains { !values[$0 * Self.capacity + lane].isFinite }
            }.map { start + $0 }
        }
    }
}
