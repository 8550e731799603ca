import Expressions
import Foundation
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// What integrations in frozen functions must not claim.
final class FrozenVerdictTests: XCTestCase {
    private func solve(_ text: String, _ settings: [String: Settings.Value] = [:], seed: UInt64 = 0) throws -> (Problem, Solution) {
        let problem = try readProblem(text)
        let solver = try FrozenBasisSolver(settings: Settings(settings, schema: FrozenBasisSolver.schema))
        return (problem, try solver.solve(problem, context: SolveContext(seed: seed, threads: 2)))
    }

    /// Initial data of one and ends held at zero: the estimate is far above the tolerance, and the verdict says so.
    func testAnEstimateAboveTheToleranceIsNotASuccess() throws {
        let (_, solution) = try solve(
            """
            coordinates: {x: [0, 1], t: [0, 0.1]}
            unknowns: u
            equations: ['u_t = u_xx']
            conditions:
              - {at: t = 0, require: u = 1}
              - {at: [x = 0, x = 1], require: u = 0}
            output: {times: [0.001, 0.01, 0.1]}
            """)
        XCTAssertGreaterThan(try XCTUnwrap(solution.estimates["u"]).relativeL2, 1e-8)
        XCTAssertEqual(solution.outcome, .notConverged)
    }

    /// A source of width 0.0006 between the points of the first windows, with the series of the exact solution.
    func testANarrowSourceIsHeld() throws {
        let (_, solution) = try solve(
            """
            coordinates: {x: [0, 1], t: [0, 1]}
            unknowns: u
            equations: ['u_t = 0.1*u_xx + 1000*exp(-((x-0.3777)/0.0006)^2)']
            conditions:
              - {at: t = 0, require: u = sin(pi*x)}
              - {at: [x = 0, x = 1], require: u = 0}
            """, ["tolerance": .number(1e-8)])
        XCTAssertEqual(solution.outcome, .converged)
        let places = Tensor(shape: [3, 1], elements: [0.2, 0.3777, 0.8])
        let found = try solution.evaluator.evaluate([Jet(component: 0)], at: places, snapshot: solution.snapshots.count - 1)
        for point in 0..<3 {
            // Coefficients of the source: 2A ∫ sin(nπx) exp(-((x - a)/w)²) = 2A w √π sin(nπa) exp(-(nπw)²/4), for all n that count.
            var expected = exp(-0.1 * Double.pi * Double.pi) * sin(Double.pi * places[point, 0])
            for n in 1...6000 {
                let k = Double(n) * Double.pi, rate = 0.1 * k * k
                let force = 2000 * 0.0006 * Double.pi.squareRoot() * sin(k * 0.3777) * exp(-k * k * 0.0006 * 0.0006 / 4)
                expected += force * (1 - exp(-rate)) / rate * sin(k * places[point, 0])
            }
            XCTAssertEqual(found[0, point], expected, accuracy: 1e-6)
        }
    }
}
