import Expressions
import NumericsCore
import Problems
import TrialFunctions

/// The integrals and means over space that occur in a problem, with their derivatives by θ, all from the same points. With time each has a
/// value at every node.
///
/// A resource: values are kept until the next evaluation, and read by all threads meanwhile.
final class FunctionalValues: @unchecked Sendable {
    /// Weighted integrands at the points.
    private let integrands: CollocationObjective
    /// Integrals over what means divide by.
    private let divisors: [Double]
    /// Of one instant.
    private let pointCount: Int
    private var rows: Tensor<Double>
    private var jacobian: SharedMatrix?
    /// Instants at which they are taken.
    let nodes: TimeNodes
    /// By functional and node.
    private(set) var values: [[Double]]
    /// Rates along the direction of the last call of `differentiate(at:along:)`, first and second.
    private(set) var rates: (first: [[Double]], second: [[Double]])
    /// [functional][node][θ], of the last call of `linearize`.
    private(set) var gradients: [[[Double]]]

    /// - Parameter count: about how many points.
    /// - Throws: `InputField.SamplingError`.
    init?(_ problem: Problem, space: TrialSpace, count: Int, pool: ThreadPool) throws {
        guard !problem.functionals.isEmpty else { return nil }
        let nodes = TimeNodes(problem)
        self.nodes = nodes
        let rule = DomainQuadrature(problem, count: count, times: nodes.times)
        pointCount = rule.weights.count
        let block = try ResidualBlock(
            names: problem.functionals.map { _ in "integrand" }, residuals: problem.functionals.map(\.integrand), points: rule.points,
            scales: problem.functionals.map { _ in 1 }, problem: problem, differentiatesParameters: true)
        integrands = CollocationObjective([block], space: space, pool: pool)
        let measure = rule.weights.reduce(0, +)
        divisors = problem.functionals.map { $0.isMean ? measure : 1 }
        rows = Tensor(shape: [integrands.rowCount], repeating: 0)
        let zeros = divisors.map { _ in Array(repeating: 0.0, count: nodes.count) }
        values = zeros
        rates = (zeros, zeros)
        gradients = []
    }

    func evaluate(at parameters: Tensor<Double>) {
        integrands.residual(at: parameters, into: &rows)
        values = sums()
    }

    func linearize(at parameters: Tensor<Double>) {
        let jacobian = jacobian ?? SharedMatrix(rowCount: integrands.parameterCount, columnCount: integrands.rowCount)
        self.jacobian = jacobian
        integrands.linearization(at: parameters, residual: &rows, jacobian: jacobian)
        values = sums()
        gradients = divisors.indices.map { functional in
            (0..<nodes.count).map { node in
                jacobian.withUnsafeMutableBufferPointer { entries in
                    (0..<jacobian.rowCount).map { parameter in
                        let start = parameter * jacobian.columnCount
                        return places(functional, node).reduce(0) { $0 + entries[start + $1] } / divisors[functional]
                    }
                }
            }
        }
    }

    /// Values, and first and second rates along a direction in θ.
    func differentiate(at parameters: Tensor<Double>, along direction: Tensor<Double>) {
        linearize(at: parameters)
        let first = gradients.map { $0.map { zip($0, direction.elements).reduce(0) { $0 + $1.0 * $1.1 } } }
        integrands.secondDerivative(at: parameters, along: direction, into: &rows)
        rates = (first, sums())
    }

    /// Rows of a functional's points of an instant.
    private func places(_ functional: Int, _ node: Int) -> Range<Int> {
        let start = functional * (integrands.rowCount / divisors.count) + node * pointCount
        return start..<start + pointCount
    }

    private func sums() -> [[Double]] {
        divisors.indices.map { functional in
            (0..<nodes.count).map { node in places(functional, node).reduce(0) { $0 + rows[$1] } / divisors[functional] }
        }
    }
}
