import PINN
import Problems
import Solving
import XCTest

/// What random features must not claim.
final class FeatureVerdictTests: XCTestCase {
    private func solver(_ settings: [String: Settings.Value] = [:]) throws -> FeatureSolver {
        try FeatureSolver(settings: Settings(settings, schema: FeatureSolver.schema))
    }

    private func solve(_ text: String, _ settings: [String: Settings.Value] = [:], seed: UInt64 = 0) throws -> Solution {
        try solver(settings).solve(try readProblem(text), context: SolveContext(seed: seed, threads: 2))
    }

    /// The values of the conditions are below what the logarithm and the root take.
    func testAFormulaWithoutAValueIsNamed() throws {
        for (equation, name) in [("-lap(u) + sqrt(u - 5) = 1", "x"), ("lap(u) = 1/u + log(u - 3)", "x")] {
            let text = """
                coordinates: {x: [0, 1], y: [0, 1]}
                unknowns: u
                equations: ['\(equation)']
                conditions:
                  - {at: boundary, require: u = 1 + x}
                """
            XCTAssertThrowsError(try solve(text)) { error in
                guard case SolverError.notFinite("the residual of", "equation", let location, _) = error else { return XCTFail("\(error)") }
                XCTAssertTrue(location.contains("\(name) = "), location)
            }
        }
    }

    /// 1/u has no value at zero, where Newton's method would start; it has one between the values of the conditions.
    func testAFormulaWithoutAValueAtZeroIsSolved() throws {
        let text = """
            coordinates: {x: [0, 1]}
            unknowns: u
            equations: ['u_xx = 1/u^3']
            conditions:
              - {at: x = 0, require: u = 1}
              - {at: x = 1, require: u = sqrt(2)}
            exact: {u: sqrt(1 + x^2)}
            """
        let problem = try readProblem(text)
        let solution = try solver().solve(problem, context: SolveContext(threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-9)
    }

    private static let jump = """
        coordinates: {x: [0, 1]}
        parameters: {a: 'if(x < 0.3, 1, 5)'}
        unknowns: u
        equations: ['-div(a*grad(u)) = a*pi^2*sin(pi*x)']
        conditions:
          - {at: [x = 0, x = 1], require: u = 0}
        """

    /// Without the flux at the jump residuals are those of u'' = -π² sin πx, whose solution is 37 % wrong.
    func testACoefficientThatJumpsIsRefused() throws {
        let problem = try readProblem(Self.jump)
        let takers: [any Solver] = [
            try solver(), try PINNSolver(), try solver(["cells": .integers([2]), "interface": .texts(["value", "slope"])]),
            try solver(["cells": .integers([1])]),
        ]
        for method in takers {
            guard case .no(let reason, let alternative) = method.supports(problem) else { return XCTFail("taken") }
            XCTAssertTrue(reason.contains("may jump"), reason)
            XCTAssertEqual(alternative, "multigrid")
        }
        XCTAssertTrue(try solver(["cells": .integers([2])]).supports(problem).isYes)
        let inTime = try readProblem(
            """
            coordinates: {x: [0, 1], t: [0, 0.2]}
            unknowns: u
            equations: ['u_t = div(if(x < 0.3, 1, 5)*grad(u))']
            conditions:
              - {at: t = 0, require: u = sin(pi*x)}
              - {at: [x = 0, x = 1], require: u = 0}
            """)
        guard case .no(let reason, _) = try FrozenBasisSolver().supports(inTime) else { return XCTFail("taken") }
        XCTAssertTrue(reason.contains("may jump"), reason)
    }

    private static func disk(_ spot: String) -> String {
        """
        coordinates: {x: [-1, 1], y: [-1, 1]}
        shape: disk([0, 0], 1)
        boundary:
          spot: {where: "\(spot)"}
          rim: rest
        unknowns: u
        equations: ['-lap(u) + u = 1']
        conditions:
          - {at: spot, require: u = 5}
          - {at: rim, require: dn(u) = 0}
        """
    }

    /// A spot of 0.14 % of the rim: without its points u = 1 everywhere solves the problem.
    func testAShortPartOfTheBoundaryHasPoints() throws {
        let problem = try readProblem(Self.disk("x > 0.99999"))
        let solution = try solver(["max-features": .integer(200)]).solve(problem, context: SolveContext(threads: 2))
        let values = solution.snapshots[0].fields[0].values.elements.filter(\.isFinite)
        XCTAssertGreaterThan(try XCTUnwrap(values.max()), 1.1)
        XCTAssertEqual(solution.outcome, .notConverged)
    }

    /// Two coupled fields, for which Newton's method from zero fails with some draws.
    func testASecondDrawThatFailedIsDrawnAgain() throws {
        let text = """
            coordinates: {x: [0, 1], y: [0, 1]}
            parameters: {a: sin(2*x + y), b: exp(-x*y)}
            unknowns: [u, v]
            equations:
              - -lap(u) + u*v + v_x = 5*a + a*b - y*b
              - -lap(v) + u^2 - v*u_y = -(x^2 + y^2)*b + a^2 - b*cos(2*x+y)
            conditions:
              - {at: boundary, require: [u = a, v = b]}
            exact: {u: a, v: b}
            """
        for seed in [0, 2] as [UInt64] {
            let problem = try readProblem(text)
            let solution = try solver().solve(problem, context: SolveContext(seed: seed, threads: 2))
            XCTAssertEqual(solution.outcome, .converged, "seed \(seed)")
            for verdict in try solution.verdictsAgainstExact(problem) { XCTAssertLessThan(try XCTUnwrap(verdict.relativeL2), 1e-9) }
        }
    }

    /// A request to stop is answered inside a step, and the step is taken again when the run is resumed.
    func testAStopIsAnsweredInsideAStep() throws {
        let text = """
            coordinates: {x: [0, 1], y: [0, 1]}
            unknowns: u
            equations: ['-lap(u) + u^3 = 2*pi^2*sin(pi*x)*sin(pi*y) + (sin(pi*x)*sin(pi*y))^3']
            conditions:
              - {at: boundary, require: u = 0}
            """
        let problem = try readProblem(text), control = RunControl()
        control.requestStop(.interrupt)
        let stopped = try solver().makeStepper(for: problem, context: SolveContext(threads: 2, control: control))
        XCTAssertEqual(try stopped.step(), .running)
        XCTAssertEqual(stopped.report.step, 0)
        let resumed = try solver().makeStepper(for: problem, context: SolveContext(threads: 2))
        try resumed.restore(stopped.checkpoint())
        let whole = try solver().makeStepper(for: problem, context: SolveContext(threads: 2))
        while try resumed.step() == .running {}
        while try whole.step() == .running {}
        XCTAssertEqual(try resumed.solution().snapshots[0].fields[0].values, try whole.solution().snapshots[0].fields[0].values)
    }

    /// A source of width 0.003 that the points of the fit pass by.
    func testANarrowSourceIsNotPassedOver() throws {
        let text = """
            coordinates: {x: [0, 1], y: [0, 1]}
            unknowns: u
            equations: ['-lap(u) = 2*pi^2*sin(pi*x)*sin(pi*y) + 1e5*exp(-((x-0.3777)^2+(y-0.6123)^2)/0.003^2)']
            conditions:
              - {at: boundary, require: u = 0}
            """
        let solution = try solve(text)
        XCTAssertEqual(solution.outcome, .notConverged)
        let remark = try XCTUnwrap(solution.notes.first { $0.contains("falls between the points") }, "\(solution.notes)")
        XCTAssertTrue(remark.contains("x = 0.377") && remark.contains("y = 0.612"), remark)
    }
}
