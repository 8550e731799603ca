import Expressions
import NumericsCore
import PINN
import Problems
import Solving
import TrialFunctions
import XCTest

/// Linear corrections of trained networks by random features.
final class CorrectionTests: XCTestCase {
    private static let poisson = """
        coordinates: {x: [-1, 1], y: {from: 0, to: 2, periodic: true}}
        parameters: {truth: cos(pi*y)*cos(pi*x/2)*exp(x)}
        unknowns: u
        equations: ['-lap(u) + u^3 = (5*pi^2/4 - 1)*truth + pi*cos(pi*y)*sin(pi*x/2)*exp(x) + truth^3']
        conditions:
          - {at: [x = -1, x = 1], require: u = 0}
        exact: {u: truth}
        """

    private func solver(_ correction: String) throws -> PINNSolver {
        let settings: [String: Settings.Value] = [
            "hidden": .integers([6, 6]), "iterations": .integer(60), "points": .integer(400), "tolerance": .number(1e-9),
            "correction": .text(correction), "grading": .flag(false),
        ]
        return try PINNSolver(settings: Settings(settings, schema: PINNSolver.schema))
    }

    private func error(_ solution: Solution, _ problem: Problem) throws -> Double {
        try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2)
    }

    func testACorrectionGainsDigits() throws {
        let problem = try readProblem(Self.poisson), context = SolveContext(seed: 2, threads: 2)
        let plain = try solver("none").solve(problem, context: context)
        let corrected = try solver("features").solve(problem, context: context)
        let before = try error(plain, problem), after = try error(corrected, problem)
        // A small network stays where it is; waves go on to the square of its error, that of linearising, or to what they can hold.
        XCTAssertGreaterThan(before, 1e-6)
        XCTAssertLessThan(after, 1e-2 * before)
        XCTAssertTrue(corrected.notes.contains { $0.contains("corrected by") }, "\(corrected.notes)")
        XCTAssertTrue(try XCTUnwrap(corrected.estimates["u"]).basis.contains("other features"))
    }

    func testAResumedCorrectionIsTheSameBitForBit() throws {
        let problem = try readProblem(Self.poisson), context = SolveContext(seed: 2, threads: 2), method = try solver("features")
        let whole = try method.makeStepper(for: problem, context: context)
        var steps = 1
        while try whole.step() == .running { steps += 1 }
        XCTAssertGreaterThan(steps, 61)
        // During the training, and between the rounds of the correction.
        for stop in [30, 61] {
            let first = try method.makeStepper(for: problem, context: context)
            for _ in 0..<stop { _ = try first.step() }
            let second = try method.makeStepper(for: problem, context: context)
            try second.restore(first.checkpoint())
            while try second.step() == .running {}
            XCTAssertEqual(try second.solution().snapshots[0].fields[0].values, try whole.solution().snapshots[0].fields[0].values, "\(stop)")
            XCTAssertEqual(
                try second.solution().estimates["u"]?.relativeL2, try whole.solution().estimates["u"]?.relativeL2, "\(stop)")
        }
    }

    func testTheSumIsStored() throws {
        let problem = try readProblem(Self.poisson), context = SolveContext(seed: 2, threads: 2)
        let solution = try solver("features").solve(problem, context: context)
        let stored = try XCTUnwrap((solution.evaluator as? any StorableEvaluator)?.stored)
        XCTAssertNotNil(stored.tensors["correction.0.coefficients"])
        XCTAssertNotNil(stored.tensors["layers.0.weight"])
        let restored = try PINNSolver.evaluator(from: stored, for: problem)
        let points = Tensor(shape: [3, 2], elements: [-0.9, 0.1, 0.2, 1.9, 0.7, 0.4])
        let jets = [Jet(component: 0), Jet(component: 0, derivative: MultiIndex([2, 0]))]
        XCTAssertEqual(
            try solution.evaluator.evaluate(jets, at: points, snapshot: 0).elements.map(\.bitPattern),
            try restored.evaluate(jets, at: points, snapshot: 0).elements.map(\.bitPattern))
    }
}
