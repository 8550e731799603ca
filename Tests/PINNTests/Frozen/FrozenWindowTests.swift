import Expressions
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// Random features in windows with Radau IIA.
final class FrozenWindowTests: XCTestCase {
    private func solve(
        _ text: String, _ settings: [String: Settings.Value] = [:], seed: UInt64 = 0, file: StaticString = #filePath, line: UInt = #line
    ) throws -> (problem: Problem, solution: Solution) {
        let problem = try readProblem(text, file: file, line: line)
        let solver = try FrozenBasisSolver(settings: Settings(settings, schema: FrozenBasisSolver.schema))
        let solution = try solver.solve(problem, context: SolveContext(seed: seed, threads: 2))
        XCTAssertEqual(solution.outcome, .converged, file: file, line: line)
        return (problem, solution)
    }

    private func errors(_ text: String, _ settings: [String: Settings.Value] = [:], seed: UInt64 = 0) throws -> [Double] {
        let (problem, solution) = try solve(text, settings, seed: seed)
        return try solution.verdictsAgainstExact(problem).map { try XCTUnwrap($0.relativeL2) }
    }

    /// Steps are judged by the tolerance, so the error follows it down to the rounding of the derivatives.
    func testTheErrorFollowsTheTolerance() throws {
        for tolerance in [1e-4, 1e-7, 1e-10] {
            XCTAssertLessThan(try errors(FrozenTexts.heat, ["tolerance": .number(tolerance)])[0], tolerance)
        }
        XCTAssertLessThan(try errors(FrozenTexts.heat, ["tolerance": .number(1e-13)])[0], 3e-12)
    }

    /// Twenty functions in a window make an error of order twenty or so; half of that must show at least.
    func testHalfTheWindowIsHighOrder() throws {
        func error(_ windows: Int) throws -> Double {
            let settings: [String: Settings.Value] = [
                "windows": .integer(windows), "refine": .flag(false), "bandwidth": .number(2), "tolerance": .number(1e-12), "symmetry": .flag(false),
                "error-estimate": .flag(false),
            ]
            return try errors(FrozenTexts.heat, settings)[0]
        }
        let (one, two, four) = (try error(1), try error(2), try error(4))
        XCTAssertLessThan(two, one / 256)
        XCTAssertLessThan(four, two / 256)
    }

    func testEverySeedDoesAsWell() throws {
        for seed in 0..<4 as Range<UInt64> {
            XCTAssertLessThan(try errors(FrozenTexts.heat, ["tolerance": .number(1e-9)], seed: seed)[0], 1e-9)
            XCTAssertLessThan(try errors(FrozenTexts.heat, ["tolerance": .number(1e-8), "function": .text("tanh")], seed: seed)[0], 1e-8)
        }
    }

    func testDrivenConditionsHoldToRounding() throws {
        let (problem, solution) = try solve(FrozenTexts.driven, ["tolerance": .number(1e-9)])
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-9)
        let ends = Tensor(shape: [2, 1], elements: [0.0, 1.0])
        let slope = MultiIndex.none.raised(along: 0)
        for (index, snapshot) in solution.snapshots.enumerated() where index > 0 {
            let found = try solution.evaluator.evaluate([Jet(component: 0), Jet(component: 0, derivative: slope)], at: ends, snapshot: index)
            let driven = exp(0.1 * snapshot.time!)
            XCTAssertEqual(found[0, 0], driven, accuracy: 1e-12)
            XCTAssertEqual(found[1, 1] + 2 * found[0, 1], driven * (sinh(1) + 2 * cosh(1)), accuracy: 1e-11)
        }
    }

    func testASystem() throws {
        for error in try errors(FrozenTexts.system, ["tolerance": .number(1e-9)]) { XCTAssertLessThan(error, 1e-9) }
    }

    func testSecondOrderInTime() throws {
        XCTAssertLessThan(try errors(FrozenTexts.wave, ["tolerance": .number(1e-9)])[0], 1e-8)
    }

    /// Cole and Hopf's integrals with 40 digits (mpmath).
    func testBurgersFront() throws {
        let (_, solution) = try solve(FrozenTexts.burgers, ["tolerance": .number(1e-11)], seed: 2)
        let places = Tensor(shape: [4, 1], elements: [0.01, 0.05, 0.3, -0.75])
        let expected: [(snapshot: Int, values: [Double])] = [
            (1, [-0.1264047019981221, -0.53159785943881954, -0.98272411742910029, 0.43051626418156605]),
            (2, [-0.89804964225282787, -0.9789821783950711, -0.80124031511921995, 0.30284270834735011]),
            (4, [-0.59425616758872771, -0.70002708087935887, -0.52307929343175112, 0.18899809530794793]),
        ]
        for (snapshot, values) in expected {
            let found = try solution.evaluator.evaluate([Jet(component: 0)], at: places, snapshot: snapshot)
            // Beside the front, of slope 150, an error in its place of 1e-12 is one of 1e-10 in the value.
            for point in 0..<4 { XCTAssertEqual(found[0, point], values[point], accuracy: 1e-9) }
        }
        XCTAssertTrue(solution.notes.contains { $0.contains("one half of the range") })
        XCTAssertLessThan(try XCTUnwrap(solution.estimates["u"]).relativeL2, 1e-8)
    }

    func testTheSymmetryChangesNothing() throws {
        let half = try solve(FrozenTexts.burgers, ["tolerance": .number(1e-8)]).solution
        let whole = try solve(FrozenTexts.burgers, ["tolerance": .number(1e-8), "symmetry": .flag(false)]).solution
        let places = Tensor(shape: [5, 1], elements: [-0.9, -0.02, 0.004, 0.3, 0.8])
        for snapshot in [1, 2, 4] {
            let (a, b) = (
                try half.evaluator.evaluate([Jet(component: 0)], at: places, snapshot: snapshot),
                try whole.evaluator.evaluate([Jet(component: 0)], at: places, snapshot: snapshot)
            )
            for point in 0..<5 { XCTAssertEqual(a[0, point], b[0, point], accuracy: 1e-6) }
        }
    }

    func testWindowsThatMeetOnACircle() throws {
        let (problem, solution) = try solve(FrozenTexts.ring, ["tolerance": .number(1e-9)])
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-9)
        XCTAssertTrue(solution.notes.contains { $0.contains("windows") })
    }

    /// Too few windows are not taken for enough.
    func testASolutionThatDoesNotFitIsNotClaimed() throws {
        let problem = try readProblem(FrozenTexts.burgers)
        let settings = Settings(["max-modes": .integer(60), "tolerance": .number(1e-8)], schema: FrozenBasisSolver.schema)
        let solution = try FrozenBasisSolver(settings: settings).solve(problem)
        XCTAssertEqual(solution.outcome, .notConverged)
        XCTAssertTrue(solution.notes.contains { $0.contains("more windows were needed") })
    }

    /// More than a few windows have functions of their own and banded matrices; conditions with data and systems are met there too.
    func testManyWindowsWithConditions() throws {
        let settings: [String: Settings.Value] = [
            "windows": .integer(7), "refine": .flag(false), "tolerance": .number(1e-9), "symmetry": .flag(false), "error-estimate": .flag(false),
        ]
        for text in [FrozenTexts.driven, FrozenTexts.system, FrozenTexts.wave] {
            for error in try errors(text, settings) { XCTAssertLessThan(error, 1e-8) }
        }
    }

    /// Windows gather at a front and go with it: those behind it are joined, so that their number does not grow.
    func testWindowsFollowAFront() throws {
        let (problem, solution) = try solve(FrozenTexts.front, ["tolerance": .number(1e-7), "error-estimate": .flag(false)])
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-7)
        func count(_ name: String) throws -> Double { try XCTUnwrap(solution.counts.first { $0.name == name }).value }
        XCTAssertGreaterThan(try count("divisions of windows"), 3)
        XCTAssertGreaterThan(try count("merges of windows"), 3)
        // Ten windows of some 23 functions; evenly spaced ones would be 0.5/0.02 = 25.
        XCTAssertLessThan(try count("unknowns"), 250)
    }
}
