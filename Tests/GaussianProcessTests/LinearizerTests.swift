import Expressions
import Foundation
import NumericsCore
import Problems
import XCTest

/// Functionals of linearised problems, against residuals along lines in function space.
final class LinearizerTests: XCTestCase {
    private static let text = """
        coordinates: {x: [0, 1], y: [0, 2]}
        parameters: {k: {estimate: true, start: 0.7, range: [0, 2]}}
        unknowns: {u: scalar, v: scalar}
        equations:
          - 'lap(u) + k*u*v_y = integral(u*v)*x + y'
          - 'lap(v) + v^3*u_x = 1'
        conditions:
          - {at: 'x = 0', require: 'u = u(x=1)'}
          - {at: ['x = 1', 'y = 0', 'y = 2'], require: u = 0}
          - {at: 'y = 2', require: 'dn(v) + 2*v = 3 + u*x'}
          - {at: ['x = 0', 'x = 1', 'y = 0'], require: v = 0}
        """

    private func blocks(_ problem: Problem) throws -> [ResidualBlock] {
        let sampler = CollocationSampler(problem, rule: .halton(isScrambled: false))
        var stream = RandomStream(seed: 3, name: "linearizer")
        func block(_ residuals: [Expressions.Expression], _ points: CollocationPoints) throws -> ResidualBlock {
            try ResidualBlock(
                names: residuals.map { _ in "" }, residuals: residuals, points: points, scales: residuals.map { _ in 1 }, problem: problem,
                differentiatesParameters: true)
        }
        return [try block(problem.equations.map(\.residual), sampler.interior(7, using: &stream))]
            + (try problem.conditions.indices.map {
                try block([problem.conditions[$0].residual], sampler.points(of: $0, count: 4, using: &stream))
            })
    }

    /// Fields sin(a x + b y + c) for each component; their derivatives turn the phase.
    private func waves(_ amplitude: Double, _ rates: [(Double, Double)]) -> ([Jet], Tensor<Double>) -> Tensor<Double> {
        { jets, points in
            var result = Tensor(shape: [jets.count, points.shape[1]], repeating: 0.0)
            for (row, jet) in jets.enumerated() {
                let (a, b) = rates[jet.component]
                for point in 0..<points.shape[1] {
                    let phase = a * points[0, point] + b * points[1, point] + Double(jet.derivative.total) * .pi / 2
                    result[row, point] = amplitude * pow(a, Double(jet.derivative[0])) * pow(b, Double(jet.derivative[1])) * sin(phase)
                }
            }
            return result
        }
    }

    /// R(u + ε w) - R(u - ε w) over 2 ε, taken with a fourth-order formula, is the functional of w.
    func testFunctionalsAreDerivativesOfResiduals() throws {
        let problem = try readProblem(Self.text)
        let linearizer = try ProblemLinearizer(problem, blocks: try blocks(problem), deviations: Array(repeating: 0, count: 1 + problem.conditions.count), quadraturePoints: 64)
        XCTAssertFalse(linearizer.isAffine)
        let base = linearizer.state(waves(1, [(1.3, 0.8), (0.7, -1.1)]))
        let direction = linearizer.state(parameters: [0.4], waves(1, [(2.1, 0.3), (-0.5, 1.7)]))
        func moved(_ epsilon: Double) -> FunctionalSystem {
            var state = base
            for index in state.blocks.indices { LinearAlgebra.addScaled(epsilon, direction.blocks[index], to: &state.blocks[index]) }
            LinearAlgebra.addScaled(epsilon, direction.integrands!, to: &state.integrands!)
            state.parameters[0] += epsilon * direction.parameters[0]
            return linearizer.linearize(at: state)
        }
        let system = linearizer.linearize(at: base), step = 1e-2
        let (a, b, c, d) = (moved(2 * step), moved(step), moved(-step), moved(-2 * step))
        let wave = waves(1, [(2.1, 0.3), (-0.5, 1.7)])
        let integralRate = apply(system.integrals[0], wave).reduce(0, +)
        for (index, block) in system.blocks.enumerated() {
            var found = apply(block, wave)
            for point in 0..<block.count {
                for term in block.integrals { found[point] += term.coefficients[point] * integralRate }
                for term in block.parameters { found[point] += term.coefficients[point] * 0.4 }
                let rate = (8 * (b.blocks[index].residuals[point] - c.blocks[index].residuals[point])
                    - (a.blocks[index].residuals[point] - d.blocks[index].residuals[point])) / (12 * step)
                // Polynomials of degree 4 at most: the formula is exact, and rounding is divided by the step.
                XCTAssertEqual(found[point], rate, accuracy: 1e-11)
            }
        }
    }

    /// The value of a functional is what it gives for the state itself, less the residual.
    func testValuesAreThoseOfTheState() throws {
        let problem = try readProblem(Self.text)
        let linearizer = try ProblemLinearizer(problem, blocks: try blocks(problem), deviations: Array(repeating: 0, count: 1 + problem.conditions.count), quadraturePoints: 64)
        let wave = waves(1, [(1.3, 0.8), (0.7, -1.1)])
        let system = linearizer.linearize(at: linearizer.state(wave))
        let integralValue = apply(system.integrals[0], wave).reduce(0, +)
        for block in system.blocks {
            var expected = apply(block, wave)
            for point in 0..<block.count {
                for term in block.integrals { expected[point] += term.coefficients[point] * integralValue }
                for term in block.parameters { expected[point] += term.coefficients[point] * 0.7 }
                XCTAssertEqual(block.values[point], expected[point] - block.residuals[point], accuracy: 1e-12)
            }
        }
    }

    private func apply(_ block: FunctionalBlock, _ fields: ([Jet], Tensor<Double>) -> Tensor<Double>) -> [Double] {
        var sums = [Double](repeating: 0, count: block.count)
        for (index, entry) in block.entries.enumerated() {
            let values = fields([Jet(component: entry.component, derivative: entry.derivative)], block.points[entry.site])
            for point in 0..<block.count { sums[point] += block.coefficients[index, point] * values[0, point] }
        }
        return sums
    }

    /// Corners belong to two sides with one condition; noise makes repeated values information.
    func testMultiplesOfAFunctionalAreFound() {
        func block(_ points: [[Double]], factor: Double, deviation: Double = 0) -> FunctionalBlock {
            var block = FunctionalBlock(
                name: "", points: [Tensor(shape: [2, points.count], elements: (0..<2).flatMap { row in points.map { $0[row] } })],
                entries: [FunctionalBlock.Entry(site: 0, component: 0, derivative: .none)],
                coefficients: Tensor(shape: [1, points.count], repeating: factor), values: Tensor(shape: [points.count], repeating: 0),
                residuals: Tensor(shape: [points.count], repeating: 0))
            block.deviation = deviation
            return block
        }
        let system = FunctionalSystem(
            blocks: [block([[0, 0], [0, 1]], factor: 1), block([[0, 1], [1, 1]], factor: -2), block([[1, 1], [1, 1]], factor: 1, deviation: 0.1)],
            integrals: [])
        XCTAssertEqual(system.distinct(resolution: [1e-10, 1e-10]), [[0, 1], [1], [0, 1]])
    }
}
