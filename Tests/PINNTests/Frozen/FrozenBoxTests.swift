import Expressions
import Foundation
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// Boxes of two and three dimensions: products of functions in windows with Radau IIA, Fourier modes with ETDRK4.
final class FrozenBoxTests: XCTestCase {
    private func solve(
        _ text: String, _ settings: [String: Settings.Value] = [:], line: UInt = #line
    ) throws -> (problem: Problem, solution: Solution) {
        let problem = try readProblem(text, line: line)
        let solver = try FrozenBasisSolver(settings: Settings(settings, schema: FrozenBasisSolver.schema))
        let solution = try solver.solve(problem, context: SolveContext(seed: 0, threads: 2))
        XCTAssertEqual(solution.outcome, .converged, line: line)
        return (problem, solution)
    }

    private func errors(_ text: String, _ settings: [String: Settings.Value] = [:], line: UInt = #line) throws -> [Double] {
        let (problem, solution) = try solve(text, settings, line: line)
        return try solution.verdictsAgainstExact(problem).map { try XCTUnwrap($0.relativeL2) }
    }

    /// Values, slopes and mixed conditions that change in time; functions are added until the tolerance is met.
    func testTheErrorFollowsTheTolerance() throws {
        for tolerance in [1e-4, 1e-7, 1e-10] {
            XCTAssertLessThan(try errors(FrozenBoxTexts.heat, ["tolerance": .number(tolerance)])[0], tolerance)
        }
    }

    /// The other run has fewer functions, so that the estimate shows what is missing in space.
    func testTheEstimateIsNotBelowTheError() throws {
        for tolerance in [1e-4, 1e-6, 1e-8] {
            let (problem, solution) = try solve(FrozenBoxTexts.heat, ["tolerance": .number(tolerance)])
            let error = try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2)
            XCTAssertGreaterThan(try XCTUnwrap(solution.estimates["u"]?.relativeL2), 0.9 * error)
        }
    }

    func testConditionsHoldToRounding() throws {
        let (_, solution) = try solve(FrozenBoxTexts.heat, ["tolerance": .number(1e-8), "error-estimate": .flag(false)])
        let sides = Tensor(shape: [3, 2], elements: [0.0, 0.4, 0.7, 0, 1, 0.9])
        let jets = [Jet(component: 0), Jet(component: 0, derivative: MultiIndex([1, 0, 0])), Jet(component: 0, derivative: MultiIndex([0, 1, 0]))]
        for (index, snapshot) in solution.snapshots.enumerated() where index > 0 {
            let decay = exp(-(snapshot.time ?? 0))
            let found = try solution.evaluator.evaluate(jets, at: sides, snapshot: index)
            // Data are projected on the functions along the side, which hold a cosine to rounding.
            XCTAssertEqual(found[0, 0], decay * sin(1) * cos(0.4), accuracy: 1e-8)
            XCTAssertEqual(found[2, 1], 0, accuracy: 1e-11)
            let robin = found[1, 2] + 2 * found[0, 2]
            XCTAssertEqual(robin, decay * (cos(2) + 2 * sin(2)) * cos(0.9), accuracy: 1e-7)
        }
    }

    /// One window each, so that functions decide: the error of a front falls faster than any power of their number.
    func testAFrontConvergesSpectrally() throws {
        let found = try [1e-3, 1e-5, 1e-7].map { tolerance in
            try errors(FrozenBoxTexts.burgers, ["tolerance": .number(tolerance), "error-estimate": .flag(false)])[0]
        }
        XCTAssertLessThan(found[0], 1e-3)
        XCTAssertLessThan(found[1], 1e-5)
        XCTAssertLessThan(found[2], 1e-7)
    }

    func testASystemInAChannel() throws {
        for error in try errors(FrozenBoxTexts.channel, ["tolerance": .number(1e-7)]) { XCTAssertLessThan(error, 1e-7) }
    }

    func testThreeDimensions() throws {
        XCTAssertLessThan(try errors(FrozenBoxTexts.cube, ["tolerance": .number(1e-5), "error-estimate": .flag(false)])[0], 1e-5)
    }

    func testATorus() throws {
        XCTAssertLessThan(try errors(FrozenBoxTexts.torus, ["tolerance": .number(1e-9)])[0], 1e-8)
    }

    /// The two bases share nothing but the problem.
    func testBothBasesAgreeOnATorus() throws {
        let (problem, modes) = try solve(FrozenBoxTexts.torusFlow, ["tolerance": .number(1e-9)])
        let (_, windows) = try solve(
            FrozenBoxTexts.torusFlow, ["tolerance": .number(1e-6), "basis": .text("windows"), "error-estimate": .flag(false)])
        let last = modes.snapshots.count - 1
        let rows = (0..<40).flatMap { index -> [Double] in
            let (along, across) = (Double(index) / 40, Double(index * 17 % 40) / 40)
            return [6.28 * along, 2 * across - 1]
        }
        let points = Tensor(shape: [40, 2], elements: rows)
        let jets = (0..<problem.componentCount).map { Jet(component: $0) }
        let (left, right) = (
            try modes.evaluator.evaluate(jets, at: points, snapshot: last), try windows.evaluator.evaluate(jets, at: points, snapshot: last)
        )
        for (a, b) in zip(left.elements, right.elements) { XCTAssertEqual(a, b, accuracy: 1e-5) }
        XCTAssertGreaterThan(left.elements.map(abs).max() ?? 0, 0.1)
    }

    /// The solution has odd modes only: both runs have to see the growth of modes between which there are none.
    func testModesWithGapsAreNotMissed() throws {
        let (_, solution) = try solve(FrozenBoxTexts.drops, ["tolerance": .number(1e-8)])
        XCTAssertLessThan(try XCTUnwrap(solution.estimates["u"]?.relativeL2), 1e-5)
    }

    func testAResumedRunIsTheSameBitForBit() throws {
        for text in [FrozenBoxTexts.burgers, FrozenBoxTexts.torusFlow] {
            let problem = try readProblem(text)
            let settings = Settings(["tolerance": .number(1e-4)], schema: FrozenBasisSolver.schema)
            let (method, context) = (try FrozenBasisSolver(settings: settings), SolveContext(seed: 3, threads: 2))
            let whole = try method.makeStepper(for: problem, context: context)
            var steps = 1
            while try whole.step() == .running { steps += 1 }
            for stop in [1, steps / 2, steps - 1] {
                let first = try method.makeStepper(for: problem, context: context)
                for _ in 0..<stop { _ = try first.step() }
                let second = try method.makeStepper(for: problem, context: context)
                try second.restore(first.checkpoint())
                while try second.step() == .running {}
                for (left, right) in zip(try second.solution().snapshots, try whole.solution().snapshots) {
                    XCTAssertTrue(left.fields[0].values == right.fields[0].values, "stopped after \(stop) of \(steps)")
                }
            }
        }
    }

    func testMoreFunctionsThanAllowedAreNotClaimed() throws {
        let problem = try readProblem(FrozenBoxTexts.burgers)
        let settings = Settings(
            ["tolerance": .number(1e-8), "max-modes": .integer(100), "error-estimate": .flag(false)], schema: FrozenBasisSolver.schema)
        let solution = try FrozenBasisSolver(settings: settings).solve(problem, context: SolveContext(seed: 0, threads: 1))
        XCTAssertEqual(solution.outcome, .notConverged)
        XCTAssertTrue(solution.notes.contains { $0.contains("more functions were needed") })
    }
}
