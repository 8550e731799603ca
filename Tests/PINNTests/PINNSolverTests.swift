import Fields
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

final class PINNSolverTests: XCTestCase {
    private func solver(_ settings: [String: Settings.Value]) throws -> PINNSolver {
        try PINNSolver(settings: Settings(settings, schema: PINNSolver.schema))
    }

    private static let poisson = """
        coordinates: {x: [0, 1], y: [0, 1]}
        unknowns: u
        equations: ['-lap(u) = 2*pi^2*sin(pi*x)*sin(pi*y)']
        conditions:
          - {at: [x = 0, x = 1, y = 0, y = 1], require: u = 0}
        exact: {u: 'sin(pi*x)*sin(pi*y)'}
        """

    func testPoissonToTheTolerance() throws {
        let problem = try readProblem(Self.poisson)
        let solution = try solver(["hidden": .integers([8, 8]), "tolerance": .number(1e-5)])
            .solve(problem, context: SolveContext(seed: 1, threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        // Another fit of the same network moves the answer by about as much as it is wrong.
        let own = try XCTUnwrap(solution.estimates["u"]), error = try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2)
        XCTAssertTrue(own.basis.contains("fitted to points it was not trained on"), own.basis)
        XCTAssertGreaterThan(own.relativeL2, error / 30)
        XCTAssertLessThan(own.relativeL2, 30 * error)
        // The residual is 2 pi^2 times the error here, as the data are of the solution: the estimate is about the error.
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 2e-5)
    }

    func testConditionsByLeastSquaresOnADisk() throws {
        let problem = try readProblem(
            """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: disk([0, 0], 1)
            unknowns: u
            equations: ['-lap(u) = 4']
            conditions:
              - {at: boundary, require: dn(u) + u = -2}
            exact: {u: '1 - x^2 - y^2'}
            """)
        let solution = try solver(["hidden": .integers([8, 8]), "tolerance": .number(1e-5), "points": .integer(300)])
            .solve(problem, context: SolveContext(seed: 1, threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-5)
    }

    func testFiveDimensionsAreJudgedOverAllOfThemAndShownInASlice() throws {
        let sum = (1...5).map { "sin(pi*x\($0))" }.joined(separator: " + ")
        let problem = try readProblem(
            """
            coordinates: {x1: [0, 1], x2: [0, 1], x3: [0, 1], x4: [0, 1], x5: [0, 1]}
            unknowns: u
            equations: ['-lap(u) = pi^2*(\(sum))']
            conditions:
              - {at: boundary, require: 'u = \(sum)'}
            exact: {u: '\(sum)'}
            output: {grid: [1, 9, 1, 5, 1]}
            """)
        let solution = try solver([
            "hidden": .integers([12]), "activation": .text("sin"), "tolerance": .number(1e-4), "points": .integer(800),
            "condition-points": .integer(80),
        ]).solve(problem, context: SolveContext(seed: 1, threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertEqual(solution.snapshots[0].fields[0].grid.shape, [1, 9, 1, 5, 1])
        XCTAssertEqual(solution.snapshots[0].fields[0].grid.axes[2].points, [0.5])
        let verdict = try solution.verdictsAgainstExact(problem)[0]
        // The slice misses the faces of three coordinates, where the error is largest: the verdict is not that of the slice.
        let slice = try FieldError(
            of: "u", in: solution.snapshots, against: problem.exactSnapshots(like: solution.snapshots))
        XCTAssertLessThan(try XCTUnwrap(verdict.relativeL2), 1e-3)
        XCTAssertGreaterThan(try XCTUnwrap(verdict.maximumError), slice.maximum)
    }

    func testAResumedTrainingIsTheSameBitForBit() throws {
        for text in [Texts.burgers, Texts.burgers + "\nenrich: ['exp(-t)*x*(1 - x^2)', 'abs(x)^3*(1 - abs(x))']"] {
            try checkResumed(readProblem(text))
        }
    }

    private func checkResumed(_ problem: Problem) throws {
        let method = try solver(["hidden": .integers([6, 6]), "iterations": .integer(40), "points": .integer(200)])
        let context = SolveContext(seed: 5, threads: 2)
        let whole = try method.makeStepper(for: problem, context: context)
        for _ in 0..<30 { _ = try whole.step() }
        let first = try method.makeStepper(for: problem, context: context)
        for _ in 0..<17 { _ = try first.step() }
        let second = try method.makeStepper(for: problem, context: context)
        try second.restore(first.checkpoint())
        for _ in 0..<13 { _ = try second.step() }
        XCTAssertEqual(whole.checkpoint(), second.checkpoint())
        XCTAssertEqual(try whole.solution().snapshots.map { $0.fields[0].values }, try second.solution().snapshots.map { $0.fields[0].values })
    }

    /// The mean of the solution is 4 / pi^2, its square's integral 1/4.
    func testIntegralsInTheEquation() throws {
        let text = Self.poisson.replacingOccurrences(of: "-lap(u) = ", with: "-lap(u) + mean(u)*u + integral(u^2) = 0.25 + 4/pi^2*sin(pi*x)*sin(pi*y) + ")
        let problem = try readProblem(text)
        let solution = try solver(["hidden": .integers([8, 8]), "tolerance": .number(1e-5)])
            .solve(problem, context: SolveContext(seed: 1, threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 2e-5)
    }

    func testAGaugeFixesTheLevel() throws {
        let problem = try readProblem(
            """
            coordinates: {x: [0, 1]}
            unknowns: u
            equations: ['-u_xx = pi^2*cos(pi*x)']
            conditions:
              - {at: [x = 0, x = 1], require: dn(u) = 0}
              - {gauge: mean(u) = 0.5}
            exact: {u: '0.5 + cos(pi*x)'}
            """)
        let solution = try solver(["hidden": .integers([8, 8]), "tolerance": .number(1e-6), "points": .integer(100)])
            .solve(problem, context: SolveContext(seed: 1, threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-6)
    }

    func testWhatItDoesNotTakeIsSaid() throws {
        let integral = try readProblem(
            Texts.burgers.replacingOccurrences(of: "+ u*u_x", with: "+ mean(u)*u_x")
                .replacingOccurrences(of: "nu: 0.05", with: "nu: {value: 0.05, range: [0.01, 0.1], input: true}"))
        guard case .no(let reason, _) = try solver([:]).supports(integral) else { return XCTFail("integrals at every value of an input") }
        XCTAssertTrue(reason.contains("integrals"), reason)
    }

    func testVerdictsSayWhyAFitFailed() throws {
        let problem = try readProblem(Self.poisson)
        func notes(_ settings: [String: Settings.Value]) throws -> String {
            let solution = try solver(settings).solve(problem, context: SolveContext(seed: 1, threads: 2))
            XCTAssertEqual(solution.outcome, .notConverged)
            return solution.notes.joined(separator: "\n")
        }
        let coarse = try notes(["hidden": .integers([1]), "symmetry": .flag(false)])
        XCTAssertTrue(coarse.contains("the network is too small for the problem: with 5 unknowns"), coarse)
        let sparse = try notes(["hidden": .integers([8, 8]), "points": .integer(10), "grading": .flag(false)])
        XCTAssertTrue(sparse.contains("105 unknowns but only 10 residuals"), sparse)
        let short = try notes(["hidden": .integers([8, 8]), "iterations": .integer(3)])
        XCTAssertTrue(short.contains("3 steps were too few"), short)
    }
}
