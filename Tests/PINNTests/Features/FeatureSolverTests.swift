import Expressions
import Foundation
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

final class FeatureSolverTests: XCTestCase {
    private func solver(_ settings: [String: Settings.Value] = [:]) throws -> FeatureSolver {
        try FeatureSolver(settings: Settings(settings, schema: FeatureSolver.schema))
    }

    /// The error against the exact solution of each unknown, after a solve that must converge.
    private func errors(
        _ text: String, _ settings: [String: Settings.Value] = [:], seed: UInt64 = 0, file: StaticString = #filePath, line: UInt = #line
    ) throws -> [Double] {
        let problem = try readProblem(text, file: file, line: line)
        let solution = try solver(settings).solve(problem, context: SolveContext(seed: seed, threads: 2))
        XCTAssertEqual(solution.outcome, .converged, file: file, line: line)
        return try solution.verdictsAgainstExact(problem).map { try XCTUnwrap($0.relativeL2, file: file, line: line) }
    }

    private static let helmholtz = """
        coordinates: {x: [-1, 1], y: [-1, 1]}
        unknowns: u
        equations: ['lap(u) + u = (1 - 17*pi^2)*sin(pi*x)*sin(4*pi*y)']
        conditions:
          - {at: boundary, require: u = 0}
        exact: {u: 'sin(pi*x)*sin(4*pi*y)'}
        """

    func testAnEllipticProblemToNearRounding() throws {
        for seed in 0..<3 as Range<UInt64> {
            XCTAssertLessThan(try errors(Self.helmholtz, ["tolerance": .number(1e-11)], seed: seed)[0], 1e-11)
        }
    }

    /// The error falls exponentially with the number of features along an axis.
    func testMoreFeaturesHelpExponentially() throws {
        let few = try errors(Self.helmholtz, ["features": .integer(100), "bandwidth": .number(14)])[0]
        let many = try errors(Self.helmholtz, ["features": .integer(400), "bandwidth": .number(14)])[0]
        XCTAssertLessThan(many, 1e-4 * few)
        XCTAssertLessThan(many, 1e-6)
    }

    func testConditionsMetByConstruction() throws {
        let problem = try readProblem(Self.helmholtz)
        let solution = try solver(["conditions": .text("exact")]).solve(problem, context: SolveContext(threads: 2))
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-9)
        let edge = Tensor(shape: [3, 2], elements: [-1, 0.3, 1, -0.7, 0.2, 1])
        let values = try solution.evaluator.evaluate([Jet(component: 0)], at: edge, snapshot: 0)
        for point in 0..<3 { XCTAssertEqual(values[0, point], 0, accuracy: 1e-13) }
    }

    /// Thirteen revolutions; the features repeat with the range exactly, and time is cut into windows.
    func testFastAdvectionInWindows() throws {
        let problem = try readProblem(
            """
            coordinates: {x: {from: 0, to: 2*pi, periodic: true}, t: [0, 1]}
            unknowns: u
            equations: ['u_t + 80*u_x = 0']
            conditions:
              - {at: t = 0, require: u = sin(x)}
            exact: {u: 'sin(x - 80*t)'}
            """)
        let solution = try solver().solve(problem, context: SolveContext(threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-10)
        XCTAssertGreaterThan(try XCTUnwrap(solution.counts.first { $0.name == "windows" }).value, 1)
        let ends = Tensor(shape: [2, 1], elements: [0.4, 0.4 + 2 * Double.pi])
        let jets = [Jet(component: 0), Jet(component: 0, derivative: MultiIndex([1]))]
        let values = try solution.evaluator.evaluate(jets, at: ends, snapshot: solution.snapshots.count - 1)
        for row in 0..<2 { XCTAssertEqual(values[row, 0], values[row, 1], accuracy: 1e-12) }
        XCTAssertEqual(values[0, 0], sin(0.4 - 80), accuracy: 1e-10)
        XCTAssertEqual(values[1, 0], cos(0.4 - 80), accuracy: 1e-9)
    }

    /// Coefficients and sources that depend on time need a factorisation in every window.
    func testWindowsOfAProblemThatChangesWithTime() throws {
        let text = """
            coordinates: {x: [0, 1], t: [0, 2]}
            unknowns: u
            equations: ['u_t = (1 + 0.5*sin(3*t))*u_xx + cos(t)*sin(pi*x) + pi^2*(1 + 0.5*sin(3*t))*(2 + sin(t))*sin(pi*x)']
            conditions:
              - {at: t = 0, require: u = 2*sin(pi*x)}
              - {at: [x = 0, x = 1], require: u = 0}
            exact: {u: '(2 + sin(t))*sin(pi*x)'}
            """
        XCTAssertLessThan(try errors(text, ["windows": .integer(3), "tolerance": .number(1e-8)])[0], 1e-8)
    }

    func testANonlinearProblemByNewtonsMethod() throws {
        let text = """
            coordinates: {x: [0, 1], y: [0, 1]}
            unknowns: u
            equations: ['-lap(u) + u^3 = 2*pi^2*sin(pi*x)*sin(pi*y) + (sin(pi*x)*sin(pi*y))^3']
            conditions:
              - {at: boundary, require: u = 0}
            exact: {u: 'sin(pi*x)*sin(pi*y)'}
            """
        XCTAssertLessThan(try errors(text)[0], 1e-10)
    }

    func testASystemOnALine() throws {
        let text = """
            coordinates: {x: [0, 3]}
            unknowns: {v: scalar, w: scalar}
            equations: ['v_x = w', 'w_x = -v']
            conditions:
              - {at: x = 0, require: [v = 0, w = 1]}
            exact: {v: sin(x), w: cos(x)}
            """
        for error in try errors(text) { XCTAssertLessThan(error, 1e-10) }
    }

    func testAShapeWithAConditionOfTheThirdKind() throws {
        let text = """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: disk([0, 0], 1)
            unknowns: u
            equations: ['-lap(u) = -2*exp(x + y)']
            conditions:
              - {at: boundary, require: dn(u) + u = (1 + x + y)*exp(x + y)}
            exact: {u: exp(x + y)}
            """
        XCTAssertLessThan(try errors(text)[0], 1e-9)
    }

    /// A re-entrant corner: with its singular function the rest is smooth, and so nearly exact.
    func testASingularFunctionTakesTheCornerOfAnLShape() throws {
        let problem = try readProblem(
            """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: box([-1, -1], [1, 1]) - box([0, -1], [1, 0])
            unknowns: u
            equations: ['-lap(u) = 2*sin(x)*cos(y)']
            conditions:
              - {at: boundary, require: u = exact}
            enrich: ['(x^2 + y^2)^(1/3)*sin(2/3*angle(x, y))']
            exact: {u: '1.5*(x^2 + y^2)^(1/3)*sin(2/3*angle(x, y)) + sin(x)*cos(y)'}
            """)
        let solution = try FeatureSolver(settings: Settings(["tolerance": .number(1e-9)], schema: FeatureSolver.schema))
            .solve(problem, context: SolveContext(seed: 1, threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-9)
        XCTAssertTrue(solution.notes.contains { $0.contains("singular function 1") && $0.contains(": 1.5") }, "\(solution.notes)")
    }

    func testStepsInsteadOfWaves() throws {
        let text = """
            coordinates: {x: [0, 1]}
            unknowns: u
            equations: ['0.05*u_xx + u_x = 1']
            conditions:
              - {at: [x = 0, x = 1], require: u = 0}
            exact: {u: 'x - (1 - exp(-20*x))/(1 - exp(-20))'}
            """
        XCTAssertLessThan(try errors(text, ["function": .text("tanh"), "tolerance": .number(1e-6), "max-features": .integer(600)])[0], 1e-5)
    }

    /// A solution with a kink in its second derivative: waves converge slowly, and the method must not say otherwise.
    func testWhatIsNotSmoothIsNotClaimed() throws {
        let problem = try readProblem(
            """
            coordinates: {x: [-1, 1]}
            unknowns: u
            equations: ['u_xx = abs(x - 0.1)']
            conditions:
              - {at: [x = -1, x = 1], require: u = 0}
            """)
        let solution = try solver(["max-features": .integer(120)]).solve(problem, context: SolveContext())
        XCTAssertEqual(solution.outcome, .notConverged)
        // The antiderivative of |x - 0.1|, twice, with zeros at the ends: |x - 0.1|³/6 and a line.
        let places = Tensor(shape: [201, 1], elements: (0...200).map { Double($0) / 100 - 1 })
        let found = try solution.evaluator.evaluate([Jet(component: 0)], at: places, snapshot: 0)
        func cube(_ x: Double) -> Double { pow(abs(x - 0.1), 3) / 6 }
        let (left, right) = (cube(-1), cube(1))
        let errors = (0...200).map { found[0, $0] - cube(places[$0, 0]) + left + (right - left) * (places[$0, 0] + 1) / 2 }
        let values = (0...200).map { found[0, $0] }
        let error = (errors.reduce(0) { $0 + $1 * $1 } / values.reduce(0) { $0 + $1 * $1 }).squareRoot()
        let estimate = try XCTUnwrap(solution.estimates["u"]).relativeL2
        // The larger one of the errors of two independent draws is seldom below a third of either.
        XCTAssertGreaterThan(error, 1e-9)
        XCTAssertGreaterThan(estimate, error / 3)
    }

    func testTheEstimateTracksTheError() throws {
        let problem = try readProblem(Self.helmholtz)
        var logarithms: [Double] = []
        for seed in 0..<3 as Range<UInt64> {
            let method = try solver(["features": .integer(300), "bandwidth": .number(16)])
            let solution = try method.solve(problem, context: SolveContext(seed: seed, threads: 2))
            let error = try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2)
            let estimate = try XCTUnwrap(solution.estimates["u"]).relativeL2
            logarithms.append(log10(estimate / error))
            // The answer is the better one of two draws. Its error exceeds their difference threefold only if both err alike.
            XCTAssertGreaterThan(estimate, error / 3)
        }
        // The estimate is about the error of the worse one of two draws, which differ by less than a factor of ten.
        XCTAssertLessThan(logarithms.reduce(0, +) / 3, 1)
    }

    func testAResumedSolveIsTheSameBitForBit() throws {
        let problem = try readProblem(Self.helmholtz)
        let (method, context) = (try solver(), SolveContext(seed: 3, threads: 2))
        let whole = try method.makeStepper(for: problem, context: context)
        var steps = 1
        while try whole.step() == .running { steps += 1 }
        let expected = try whole.solution()
        for stop in 1..<steps {
            let first = try method.makeStepper(for: problem, context: context)
            for _ in 0..<stop { _ = try first.step() }
            let second = try method.makeStepper(for: problem, context: context)
            try second.restore(first.checkpoint())
            while try second.step() == .running {}
            XCTAssertEqual(try second.solution().snapshots[0].fields[0].values, expected.snapshots[0].fields[0].values, "stopped after \(stop)")
        }
    }

    /// u'' = 1 + m with m the mean of u: m = -(1 + m)/12.
    func testAMeanInTheEquation() throws {
        let text = """
            coordinates: {x: [0, 1]}
            unknowns: u
            equations: ['u_xx = 1 + mean(u)']
            conditions:
              - {at: [x = 0, x = 1], require: u = 0}
            exact: {u: '6/13*(x^2 - x)'}
            """
        XCTAssertLessThan(try errors(text, ["tolerance": .number(1e-9)])[0], 1e-9)
    }

    func testWhatItDoesNotTakeIsSaid() throws {
        let problem = try readProblem(
            """
            coordinates: {x: [0, 1]}
            unknowns: u
            energy: u_x^2/2 - u
            conditions:
              - {at: [x = 0, x = 1], require: u = 0}
            """)
        guard case .no(let reason, _) = try solver().supports(problem) else { return XCTFail("taken") }
        XCTAssertTrue(reason.contains("energy"))
    }
}
