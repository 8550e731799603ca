import Foundation
import GaussianProcess
import NumericsCore
import Problems
import Solving
import XCTest

/// Whole solves: every kind of condition, errors and their bands, and what is refused.
final class GaussianProcessSolverTests: XCTestCase {
    private func solver(_ settings: [String: Settings.Value] = [:]) throws -> GaussianProcessSolver {
        try GaussianProcessSolver(settings: Settings(settings, schema: GaussianProcessSolver.schema))
    }

    private func verdicts(
        _ text: String, _ settings: [String: Settings.Value] = [:], file: StaticString = #filePath, line: UInt = #line
    ) throws -> (solution: Solution, verdicts: [FieldVerdict]) {
        let problem = try readProblem(text, file: file, line: line)
        let solution = try solver(settings).solve(problem, context: SolveContext(threads: 2))
        XCTAssertEqual(solution.outcome, .converged, file: file, line: line)
        return (solution, try solution.verdictsAgainstExact(problem))
    }

    private func assertSolved(
        _ text: String, _ settings: [String: Settings.Value] = [:], to bound: Double, file: StaticString = #filePath, line: UInt = #line
    ) throws {
        for verdict in try verdicts(text, settings, file: file, line: line).verdicts {
            XCTAssertLessThan(try XCTUnwrap(verdict.relativeL2), bound, verdict.field, file: file, line: line)
            let calibration = try XCTUnwrap(verdict.calibration, file: file, line: line)
            XCTAssertGreaterThan(calibration.coverage, 0.8, verdict.field, file: file, line: line)
        }
    }

    private static let small: [String: Settings.Value] = ["kernel": .text("matern-11/2"), "points": .integer(150)]

    func testDirichletNeumannAndRobin() throws {
        try assertSolved(
            """
            coordinates: {x: [0, 1], y: [0, 1]}
            unknowns: u
            equations: ['lap(u) - u_x + u = (1 - 5*pi^2/4)*sin(pi*x)*cos(pi*y/2) - pi*cos(pi*x)*cos(pi*y/2)']
            conditions:
              - {at: 'x = 0', require: 'u = 0'}
              - {at: 'x = 1', require: 'dn(u) + 2*u = -pi*cos(pi*y/2)'}
              - {at: 'y = 0', require: 'dn(u) = 0'}
              - {at: 'y = 1', require: 'u = 0'}
            exact: {u: 'sin(pi*x)*cos(pi*y/2)'}
            """, Self.small, to: 1e-4)
    }

    func testPeriodicCoordinateAndInitialCondition() throws {
        try assertSolved(
            """
            coordinates: {x: {from: 0, to: 2*pi, periodic: true}, t: [0, 1]}
            unknowns: u
            equations: ['u_t + u_x = 0.1*u_xx']
            conditions: [{at: t = 0, require: u = sin(x)}]
            exact: {u: 'exp(-0.1*t)*sin(x - t)'}
            output: {times: [0, 0.5, 1]}
            """, Self.small, to: 1e-4)
    }

    func testGaugeByAnIntegral() throws {
        try assertSolved(
            """
            coordinates: {x: [0, 1]}
            unknowns: u
            equations: ['-u_xx = pi^2*cos(pi*x)']
            conditions:
              - {at: ['x = 0', 'x = 1'], require: 'dn(u) = 0'}
              - {gauge: 'mean(u) = 0'}
            exact: {u: 'cos(pi*x)'}
            """, ["kernel": .text("matern-9/2"), "points": .integer(40)], to: 1e-4)
    }

    func testASystemOnADisk() throws {
        try assertSolved(
            """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: disk([0, 0], 1)
            unknowns: {u: scalar, v: scalar}
            equations: ['lap(u) + v = 4 + x*y', 'lap(v) - u = 1 - x^2 - y^2']
            conditions: [{at: boundary, require: 'u = 0'}, {at: boundary, require: 'v = x*y'}]
            exact: {u: 'x^2 + y^2 - 1', v: 'x*y'}
            """, Self.small, to: 1e-4)
    }

    func testNonlinearProblemsByGaussNewton() throws {
        let (solution, verdicts) = try verdicts(
            """
            coordinates: {x: [0, 1]}
            unknowns: u
            equations: ['-u_xx + u^3 = pi^2*2*sin(pi*x) + 8*sin(pi*x)^3']
            conditions: [{at: ['x = 0', 'x = 1'], require: u = 0}]
            exact: {u: '2*sin(pi*x)'}
            """, ["points": .integer(60)])
        XCTAssertLessThan(try XCTUnwrap(verdicts[0].relativeL2), 1e-7)
        XCTAssertTrue(solution.notes.contains { $0.hasPrefix("log evidence of others") }, "\(solution.notes)")
    }

    /// With noise in the data the band is the only honest answer: about 95 % of it holds the truth, and it is not wider than it has to be.
    func testNoisyDataAreCoveredByTheBand() throws {
        var errors: [Double] = [], deviations: [Double] = []
        for seed in 0..<6 as Range<UInt64> {
            var problem = try readProblem(
                """
                coordinates: {x: [0, 1]}
                unknowns: u
                equations: ['u_xx = -4*pi^2*sin(2*pi*x)']
                conditions: [{at: ['x = 0', 'x = 1'], require: u = 0}]
                exact: {u: 'sin(2*pi*x)'}
                """)
            // The data take the place of what is known at the far end.
            problem.conditions.removeLast()
            var stream = RandomStream(seed: seed, name: "noise")
            let points = (0..<20).map { (Double($0) + 0.5) / 20 }
            problem.observations = [
                Observation(
                    path: "", unknown: 0, points: Tensor(shape: [1, 20], elements: points),
                    values: Tensor(shape: [1, 20], elements: points.map { sin(2 * .pi * $0) + 0.1 * stream.normal() }), noise: .absolute(0.1))
            ]
            let solution = try solver(["kernel": .text("matern-7/2"), "points": .integer(40)]).solve(problem, context: SolveContext(threads: 2))
            let exact = try problem.exactSnapshots(like: solution.snapshots)
            // One number a solve: u is known up to its slope, so that errors of one solve are multiples of x.
            errors.append(solution.snapshots[0].fields[0].values[256] - exact[0].fields[0].values[256])
            deviations.append(solution.deviations[0].fields[0].values[256])
        }
        // The slope by least squares has the deviation 0.1 / √Σx² at x = 1.
        let expected = 0.1 / (0..<20).reduce(0) { $0 + pow((Double($1) + 0.5) / 20, 2) }.squareRoot()
        for (error, deviation) in zip(errors, deviations) {
            XCTAssertEqual(deviation, expected, accuracy: 0.1 * expected)
            XCTAssertLessThan(abs(error), 3.5 * deviation)
        }
        let square = zip(errors, deviations).reduce(0) { $0 + pow($1.0 / $1.1, 2) } / 6
        XCTAssertGreaterThan(square, 0.1)
        XCTAssertLessThan(square, 3)
    }

    func testAParameterIsFoundWithItsDeviation() throws {
        var problem = try readProblem(
            """
            coordinates: {x: [0, 1]}
            parameters: {k: {estimate: true, start: 3, range: [0.5, 20]}}
            unknowns: u
            equations: ['u_xx + k*u = 0']
            conditions: [{at: 'x = 0', require: u = 0}, {at: 'x = 1', require: u = sin(3)}]
            """)
        problem.parameters[0].exact = 9
        var stream = RandomStream(seed: 1, name: "noise")
        let points = (1..<20).map { Double($0) / 20 }
        problem.observations = [
            Observation(
                path: "", unknown: 0, points: Tensor(shape: [1, 19], elements: points),
                values: Tensor(shape: [1, 19], elements: points.map { sin(3 * $0) + 1e-3 * stream.normal() }), noise: .absolute(1e-3))
        ]
        let solution = try solver(["kernel": .text("matern-9/2"), "points": .integer(30)]).solve(problem, context: SolveContext(threads: 2))
        let k = try XCTUnwrap(solution.parameters.first)
        let deviation = try XCTUnwrap(k.deviation)
        XCTAssertLessThan(abs(k.value - 9), 3 * deviation)
        XCTAssertLessThan(deviation, 0.1)
    }

    private static let poisson = """
        coordinates: {x: [0, 1]}
        unknowns: u
        equations: ['-u_xx = pi^2*sin(pi*x)']
        conditions: [{at: ['x = 0', 'x = 1'], require: u = 0}]
        exact: {u: 'sin(pi*x)'}
        """

    func testRoughKernelsAndTooMuchMemoryAreRefused() throws {
        let problem = try readProblem(Self.poisson)
        XCTAssertThrowsError(try solver(["kernel": .text("matern-3/2")]).solve(problem)) { error in
            XCTAssertTrue("\(error)".contains("takes 2 along x"), "\(error)")
            XCTAssertTrue("\(error)".contains("matern-5/2 or smoother"), "\(error)")
        }
        XCTAssertThrowsError(try solver(["points": .integer(2000), "memory": .number(0.01)]).solve(problem)) { error in
            XCTAssertTrue("\(error)".contains("0.03"), "\(error)")
        }
    }

    func testRepeatedExactMeasurementsAreRefused() throws {
        var problem = try readProblem(Self.poisson)
        problem.observations = [
            Observation(
                path: "", unknown: 0, points: Tensor(shape: [1, 3], elements: [0.2, 0.4, 0.2]), values: Tensor(shape: [1, 3], elements: [0, 1, 2]))
        ]
        XCTAssertThrowsError(try solver().solve(problem)) { error in
            XCTAssertTrue("\(error)".contains("point 3 twice without noise"), "\(error)")
        }
    }

    /// A run that is interrupted after every step ends bit for bit as one that is not.
    func testInterruptedRunsEndTheSame() throws {
        let problem = try readProblem(
            """
            coordinates: {x: [0, 1]}
            unknowns: u
            equations: ['-u_xx + u^3 = 1']
            conditions: [{at: ['x = 0', 'x = 1'], require: u = 0}]
            """)
        func made() throws -> any SolutionStepper {
            try solver(["points": .integer(25)]).makeStepper(for: problem, context: SolveContext(seed: 4, threads: 2))
        }
        let whole = try made()
        while try whole.step() == .running {}
        var part = try made(), isRunning = true
        while isRunning {
            isRunning = try part.step() == .running
            guard isRunning else { break }
            let next = try made()
            try next.restore(part.checkpoint())
            part = next
        }
        XCTAssertEqual(try part.solution().snapshots[0].fields[0].values, try whole.solution().snapshots[0].fields[0].values)
    }
}
