import Foundation
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// Integrals over space at every instant, and gauges that hold at every instant.
final class TimeIntegralTests: XCTestCase {
    private func error(_ solver: any Solver, _ text: String) throws -> [Double] {
        let problem = try readProblem(text)
        let solution = try solver.solve(problem, context: SolveContext(seed: 1, threads: 2))
        return try solution.verdictsAgainstExact(problem).map { try XCTUnwrap($0.relativeL2) }
    }

    private func features(_ settings: [String: Settings.Value]) throws -> FeatureSolver {
        try FeatureSolver(settings: Settings(settings, schema: FeatureSolver.schema))
    }

    private func network(_ settings: [String: Settings.Value]) throws -> PINNSolver {
        try PINNSolver(settings: Settings(settings, schema: PINNSolver.schema))
    }

    /// u = exp(-at) cos(πx) + g(t) with ∫u = g: diffusion with a source that holds the integral.
    private static let nonlocal = """
        coordinates: {x: [0, 1], t: [0, 1]}
        unknowns: u
        equations: ['u_t = 0.1*u_xx - 2*integral(u)']
        conditions:
          - {at: t = 0, require: u = 1 + cos(pi*x)}
          - {at: [x = 0, x = 1], require: u_x = 0}
        exact: {u: 'exp(-2*t) + exp(-0.1*pi^2*t)*cos(pi*x)'}
        """
    /// The square of the integral: nonlinear, ġ = -g².
    private static let nonlinear = """
        coordinates: {x: [0, 1], t: [0, 1]}
        unknowns: u
        equations: ['u_t = 0.1*u_xx - mean(u)^2']
        conditions:
          - {at: t = 0, require: u = 1 + cos(pi*x)}
          - {at: [x = 0, x = 1], require: u_x = 0}
        exact: {u: '1/(1 + t) + exp(-0.1*pi^2*t)*cos(pi*x)'}
        """
    /// A pressure is known up to a function of time.
    private static let gauge = """
        coordinates: {x: [0, 1], t: [0, 1]}
        unknowns: {u: scalar, p: scalar}
        equations:
          - u_t + p_x = u_xx + (1 - t)*sin(pi*x)
          - p_xx = -pi*(1 + t)*cos(pi*x)*pi
        conditions:
          - {at: t = 0, require: u = 0}
          - {at: [x = 0, x = 1], require: u = 0}
          - {at: [x = 0, x = 1], require: p_x = 0}
          - {gauge: mean(p) = 0}
        exact: {p: '(1 + t)*cos(pi*x)'}
        """

    func testFeatures() throws {
        XCTAssertLessThan(try error(features(["tolerance": .number(1e-8)]), Self.nonlocal)[0], 1e-8)
        XCTAssertLessThan(try error(features(["tolerance": .number(1e-8), "windows": .integer(2)]), Self.nonlocal)[0], 1e-8)
        XCTAssertLessThan(try error(features(["tolerance": .number(1e-8)]), Self.nonlinear)[0], 1e-8)
        XCTAssertLessThan(try error(features(["tolerance": .number(1e-8)]), Self.gauge)[0], 1e-8)
    }

    func testNetworks() throws {
        let settings: [String: Settings.Value] = [
            "hidden": .integers([8, 8]), "points": .integer(500), "tolerance": .number(1e-5), "iterations": .integer(200),
        ]
        for text in [Self.nonlocal, Self.nonlinear] { XCTAssertLessThan(try error(network(settings), text)[0], 1e-4) }
        XCTAssertLessThan(try error(network(settings), Self.gauge)[0], 1e-3)
    }

    /// The mean of the pressure is what the gauge says, at every instant.
    func testAGaugeHoldsAtEveryInstant() throws {
        for (gauge, mean) in [("0", 0.0), ("sin(5)", sin(5))] {
            let text = Self.gauge.replacingOccurrences(of: "mean(p) = 0", with: "mean(p) = \(gauge)") + "\noutput: {times: {every: 0.1}}"
            let problem = try readProblem(text)
            let solution = try features(["tolerance": .number(1e-6)]).solve(problem, context: SolveContext(seed: 1, threads: 2))
            XCTAssertEqual(solution.snapshots.count, 11)
            for snapshot in solution.snapshots {
                let values = try XCTUnwrap(snapshot.fields.first { $0.name == "p" }).values.elements
                // The trapezoidal rule is exact to rounding for what is a multiple of cos πx and a constant.
                let sum = values.reduce(0, +) - 0.5 * (values[0] + values[values.count - 1])
                XCTAssertEqual(sum / Double(values.count - 1), mean, accuracy: 1e-6)
            }
        }
    }
}
