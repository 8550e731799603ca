import Expressions
import NumericsCore
import Problems
import TrialFunctions

/// The integrals and means that occur in a steady problem, with their derivatives by θ, all from the same points.
///
/// A resource: values are kept until the next evaluation, and read by all threads meanwhile.
final class FunctionalValues: @unchecked Sendable {
    /// Weighted integrands at the points.
    private let integrands: CollocationObjective
    /// Integrals over what means divide by.
    private let divisors: [Double]
    private var rows: Tensor<Double>
    private var jacobian: SharedMatrix?
    /// By functional.
    private(set) var values: [Double]
    /// Rates along the direction of the last call of `differentiate(at:along:)`, first and second.
    private(set) var rates: (first: [Double], second: [Double])
    /// [functional][θ], of the last call of `linearize`.
    private(set) var gradients: [[Double]]

    /// - Parameter count: about how many points.
    /// - Throws: `InputField.SamplingError`.
    init?(_ problem: Problem, space: TrialSpace, count: Int, pool: ThreadPool) throws {
        guard !problem.functionals.isEmpty else { return nil }
        let rule = DomainQuadrature(problem, count: count)
        let block = try ResidualBlock(
            names: problem.functionals.map { _ in "integrand" }, residuals: problem.functionals.map(\.integrand), points: rule.points,
            scales: problem.functionals.map { _ in 1 }, problem: problem, differentiatesParameters: true)
        integrands = CollocationObjective([block], space: space, pool: pool)
        let measure = rule.weights.reduce(0, +)
        divisors = problem.functionals.map { $0.isMean ? measure : 1 }
        rows = Tensor(shape: [integrands.rowCount], repeating: 0)
        let zeros = divisors.map { _ in 0.0 }
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
            jacobian.withUnsafeMutableBufferPointer { entries in
                (0..<jacobian.rowCount).map { parameter in
                    let start = parameter * jacobian.columnCount
                    return places(functional).reduce(0) { $0 + entries[start + $1] } / divisors[functional]
                }
            }
        }
    }

    /// Values, and first and second rates along a direction in θ.
    func differentiate(at parameters: Tensor<Double>, along direction: Tensor<Double>) {
        linearize(at: parameters)
        let first = gradients.map { zip($0, direction.elements).reduce(0) { $0 + $1.0 * $1.1 } }
        integrands.secondDerivative(at: parameters, along: direction, into: &rows)
        rates = (first, sums())
    }

    /// Rows of a functional's points.
    private func places(_ functional: Int) -> Range<Int> {
        let count = integrands.rowCount / divisors.count
        return functional * count..<(functional + 1) * count
    }

    private func sums() -> [Double] {
        divisors.indices.map { functional in places(functional).reduce(0) { $0 + rows[$1] } / divisors[functional] }
    }
}
