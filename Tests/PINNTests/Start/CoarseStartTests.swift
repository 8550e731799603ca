import NumericsCore
import PINN
import Problems
import Solving
import XCTest

final class CoarseStartTests: XCTestCase {
    private static let coarse: [String: Settings.Value] = [
        "hidden": .integers([8, 8]), "iterations": .integer(200), "points": .integer(600), "start": .text("coarse"),
        "coarse-tolerance": .number(1e-2), "coarse-steps": .integer(30), "tolerance": .number(1e-12),
    ]
    /// Frozen features stand for a classical method: this target knows no other.
    private static let methods = SolverCatalogue([FrozenBasisSolver.self])

    private func stepper(
        _ more: [String: Settings.Value] = [:], text: String = Texts.burgers, methods: SolverCatalogue = methods, steps: Int = 0
    ) throws -> any SolutionStepper {
        let method = try PINNSolver(settings: Settings(Self.coarse.merging(more) { $1 }, schema: PINNSolver.schema))
        let context = SolveContext(seed: 3, threads: 2, coarseMethods: methods)
        let stepper = try method.makeStepper(for: readProblem(text), context: context)
        for _ in 0..<steps { _ = try stepper.step() }
        return stepper
    }

    private func error(of stepper: any SolutionStepper, _ reference: Solution) throws -> Double {
        let problem = try readProblem(Texts.burgers)
        return try XCTUnwrap(stepper.solution().error(against: reference, of: problem).first?.relativeL2)
    }

    func testTheFitComesFirstAndTheResidualPolishesIt() throws {
        let settings = try Settings(["tolerance": .number(1e-10)], schema: FrozenBasisSolver.schema)
        let reference = try FrozenBasisSolver(settings: settings).solve(readProblem(Texts.burgers), context: SolveContext(threads: 2))
        let stepper = try stepper()
        var fitted = 0
        repeat {
            _ = try stepper.step()
            fitted += 1
        } while stepper.checkpoint().integers["coarse start over"] == 0
        XCTAssertLessThanOrEqual(fitted, 30)
        let start = try error(of: stepper, reference)
        // As good as the coarse solution, or as the small network allows.
        XCTAssertLessThan(start, 5e-2)
        for _ in fitted..<200 { _ = try stepper.step() }
        // The residual knows more than the coarse solution does.
        let end = try error(of: stepper, reference)
        XCTAssertLessThan(end, 0.2 * start, "from \(start)")
        let note = try XCTUnwrap(stepper.solution().notes.first { $0.hasPrefix("starts from a coarse solution by frozen, off by ") })
        XCTAssertTrue(note.contains("fitted in \(fitted) steps"), note)
    }

    func testResumedTrainingsAreTheSameBitForBit() throws {
        let whole = try stepper(steps: 40)
        for steps in [4, 36] {
            let first = try stepper(steps: steps), second = try stepper()
            try second.restore(first.checkpoint())
            for _ in steps..<40 { _ = try second.step() }
            XCTAssertEqual(whole.checkpoint(), second.checkpoint(), "after \(steps) steps")
        }
    }

    func testWhatHasNoCoarseSolutionIsRefused() throws {
        XCTAssertThrowsError(try stepper(methods: SolverCatalogue([]))) { error in
            guard case SolverError.unsupported(let term, let reason, let alternative) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(term, "start: coarse")
            XCTAssertEqual(reason, "no classical method was passed in")
            XCTAssertEqual(alternative, "start: random")
        }
        // Two unknowns over a plane are nothing that can be integrated in time.
        XCTAssertThrowsError(try stepper(text: Texts.system)) { error in
            guard case SolverError.unsupported(_, let reason, _) = error else { return XCTFail("\(error)") }
            XCTAssertTrue(reason.hasPrefix("no classical method takes the problem: frozen: "), reason)
        }
        let unknown = Texts.burgers.replacing("{nu: 0.05}", with: "{nu: {value: 0.05, range: [0.02, 0.1], input: true}}")
        XCTAssertThrowsError(try stepper(text: unknown)) { error in
            guard case SolverError.unsupported(let term, _, _) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(term, "start: coarse")
        }
    }

    func testARandomStartTakesNoFit() throws {
        let stepper = try stepper(["start": .text("random")], methods: SolverCatalogue([]), steps: 1)
        XCTAssertNil(stepper.checkpoint().integers["coarse steps"])
        XCTAssertFalse(try stepper.solution().notes.contains { $0.hasPrefix("starts from") })
    }
}
