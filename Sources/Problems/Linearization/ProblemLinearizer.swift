import Expressions
import NumericsCore

/// Linearises the residuals of a problem at fields given at collocation points.
///
/// With R(u) = 0 wanted, the functionals are R'(u_n) and their values R'(u_n) u_n - R(u_n): a field with these values solves the
/// problem to first order, whatever is known of u_n besides (Chen, Hosseini, Owhadi and Stuart 2021, section 3). For affine residuals
/// the state does not matter.
package struct ProblemLinearizer: Sendable {
    /// Equations, conditions, gauges and observations.
    package let blocks: [ResidualBlock]
    /// Standard deviation of the values of each block.
    package let deviations: [Double]
    /// Integrands at the points of a quadrature, one residual for each integral; nil without integrals.
    package let integrands: ResidualBlock?
    /// [integral][point]
    package let quadrature: [[Double]]
    package let problem: Problem
    /// Whether one linear solve is all.
    package let isAffine: Bool

    /// Jets of fields at the points of all blocks.
    package struct State: Sendable {
        /// By block: [jet][point], in the order of the jets of its residuals.
        package var blocks: [Tensor<Double>]
        /// The same at the points of the quadrature; nil without integrals.
        package var integrands: Tensor<Double>?
        /// Values of all parameters, in the problem's order.
        package var parameters: [Double]

        /// (1 - part) of this state and part of another.
        package func blended(with other: State, part: Double) -> State {
            func blend(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Tensor<Double> {
                var result = a
                LinearAlgebra.scale(1 - part, &result)
                LinearAlgebra.addScaled(part, b, to: &result)
                return result
            }
            return State(
                blocks: zip(blocks, other.blocks).map(blend), integrands: integrands.map { blend($0, other.integrands!) },
                parameters: zip(parameters, other.parameters).map { (1 - part) * $0 + part * $1 })
        }
    }

    /// - Parameters:
    ///   - quadraturePoints: about how many points integrals are taken with.
    /// - Throws: `InputField.SamplingError`.
    package init(_ problem: Problem, blocks: [ResidualBlock], deviations: [Double], quadraturePoints: Int) throws {
        precondition(blocks.count == deviations.count, "a deviation for each block")
        self.problem = problem
        self.blocks = blocks
        self.deviations = deviations
        if problem.functionals.isEmpty {
            (integrands, quadrature) = (nil, [])
        } else {
            let rule = DomainQuadrature(problem, count: quadraturePoints)
            integrands = try ResidualBlock(
                names: problem.functionals.map { _ in "integrand" }, residuals: problem.functionals.map(\.integrand), points: rule.points,
                scales: problem.functionals.map { _ in 1 }, problem: problem)
            let measure = rule.weights.reduce(0, +)
            quadrature = problem.functionals.map { functional in rule.weights.map { $0 / (functional.isMean ? measure : 1) } }
        }
        isAffine = blocks.allSatisfy(\.residual.isAffine) && (integrands?.residual.isAffine ?? true)
            && !problem.parameters.contains { $0.isEstimated }
    }

    /// The state of fields.
    /// - Parameter values: values of jets at points [coordinate][point] -> [jet][point]; the site of the jets is 0.
    package func state(
        parameters: [Double]? = nil, _ values: ([Jet], Tensor<Double>) throws -> Tensor<Double>
    ) rethrows -> State {
        State(
            blocks: try blocks.map { try LinearizedRows.jets(of: $0, problem, values) },
            integrands: try integrands.map { try LinearizedRows.jets(of: $0, problem, values) },
            parameters: parameters ?? problem.parameters.map(\.value))
    }

    /// The state of fields that are zero everywhere.
    package var zeroState: State { state { jets, points in Tensor(shape: [jets.count, points.shape[1]], repeating: 0) } }

    /// The functionals at a state.
    package func linearize(at state: State) -> FunctionalSystem {
        var integralBlocks: [FunctionalBlock] = [], values: [Double] = [], rates: [Double] = []
        if let integrands, let jets = state.integrands {
            let rows = LinearizedRows(integrands, problem, jets: jets, integrals: [], parameters: state.parameters)
            for (index, weights) in quadrature.enumerated() {
                var block = rows.block(of: index)
                values.append(zip(weights, rows.values(of: index)).reduce(0) { $0 + $1.0 * $1.1 })
                rates.append(zip(weights, block.values.elements).reduce(values[index]) { $0 + $1.0 * $1.1 })
                for entry in block.entries.indices {
                    for point in 0..<block.count { block.coefficients[entry, point] *= weights[point] }
                }
                integralBlocks.append(block)
            }
        }
        let functionals = blocks.indices.flatMap { index -> [FunctionalBlock] in
            let rows = LinearizedRows(
                blocks[index], problem, jets: state.blocks[index], integrals: values, parameters: state.parameters)
            return (0..<blocks[index].residual.valueCount).map { residual in
                var functional = rows.block(of: residual)
                functional.deviation = deviations[index]
                for term in functional.integrals {
                    for point in 0..<functional.count { functional.values[point] += term.coefficients[point] * rates[term.index] }
                }
                return functional
            }
        }
        return FunctionalSystem(blocks: functionals, integrals: integralBlocks)
    }
}
