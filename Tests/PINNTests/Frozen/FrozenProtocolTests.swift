import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// Checkpoints, and what the method does not take.
final class FrozenProtocolTests: XCTestCase {
    private func solver(_ settings: [String: Settings.Value] = [:]) throws -> FrozenBasisSolver {
        try FrozenBasisSolver(settings: Settings(settings, schema: FrozenBasisSolver.schema))
    }

    func testAResumedRunIsTheSameBitForBit() throws {
        for text in [FrozenTexts.burgers, FrozenTexts.driven, FrozenTexts.transport] {
            let problem = try readProblem(text)
            let (method, context) = (try solver(["tolerance": .number(1e-7)]), SolveContext(seed: 3, threads: 2))
            let whole = try method.makeStepper(for: problem, context: context)
            var steps = 1
            while try whole.step() == .running { steps += 1 }
            for stop in [1, steps / 3, steps / 2, steps - 2] {
                let first = try method.makeStepper(for: problem, context: context)
                for _ in 0..<stop { _ = try first.step() }
                let second = try method.makeStepper(for: problem, context: context)
                try second.restore(first.checkpoint())
                while try second.step() == .running {}
                let (found, expected) = (try second.solution(), try whole.solution())
                for (left, right) in zip(found.snapshots, expected.snapshots) {
                    XCTAssertTrue(left.fields[0].values == right.fields[0].values, "stopped after \(stop) of \(steps), t = \(right.time ?? 0)")
                }
                XCTAssertEqual(found.counts.map(\.value), expected.counts.map(\.value))
                XCTAssertEqual(found.estimates["u"]?.relativeL2, expected.estimates["u"]?.relativeL2)
            }
        }
    }

    func testACheckpointOfAnotherProblemIsRefused() throws {
        let one = try solver().makeStepper(for: try readProblem(FrozenTexts.heat), context: SolveContext())
        _ = try one.step()
        let other = try solver().makeStepper(for: try readProblem(FrozenTexts.system), context: SolveContext())
        XCTAssertThrowsError(try other.restore(one.checkpoint()))
        XCTAssertThrowsError(try other.restore(Checkpoint(strings: ["method": "chebyshev"])))
    }

    private func reason(_ text: String, file: StaticString = #filePath, line: UInt = #line) throws -> String {
        guard case .no(let reason, _) = try solver().supports(try readProblem(text, file: file, line: line)) else {
            XCTFail("taken", file: file, line: line)
            return ""
        }
        return reason
    }

    private func refusal(equation: String, end: String = "u = 0") throws -> String {
        try reason(
            """
            coordinates: {x: [0, 1], t: [0, 1]}
            unknowns: u
            equations: ['\(equation)']
            conditions:
              - {at: t = 0, require: u = sin(pi*x)}
              - {at: [x = 0, x = 1], require: '\(end)'}
            """)
    }

    func testWhatItDoesNotTakeIsSaid() throws {
        XCTAssertTrue(try refusal(equation: "u_t - u_xxt = -u*u_x").contains("time derivative"))
        XCTAssertTrue(try refusal(equation: "u_t = u_xx + mean(u)").contains("integrals"))
        XCTAssertTrue(try refusal(equation: "u_t = u_xx", end: "dn(u) + u^4 = 0").contains("linear"))
        XCTAssertTrue(
            try reason(
                """
                coordinates: {x: [-1, 1], y: [-1, 1], t: [0, 1]}
                shape: disk([0, 0], 1)
                unknowns: u
                equations: ['u_t = lap(u)']
                conditions:
                  - {at: t = 0, require: u = 0}
                  - {at: boundary, require: u = 0}
                """
            ).contains("not a box"))
        let square = """
            coordinates: {x: [0, 1], y: [0, 1], t: [0, 1]}
            unknowns: {v: scalar, w: scalar}
            equations: ['v_t = lap(v)', 'w_t = lap(w)']
            conditions:
              - {at: t = 0, require: v = 0}
              - {at: t = 0, require: w = 0}
              - {at: boundary, require: v = 0}
            """
        XCTAssertTrue(try reason(square + "\n  - {at: boundary, require: dn(w) + v = 0}").contains("one unknown only"))
        XCTAssertTrue(try reason(square + "\n  - {at: [x = 0, x = 1], require: w_x + w_y = 0}\n  - {at: [y = 0, y = 1], require: w = 0}").contains("across"))
        XCTAssertTrue(try reason(square + "\n  - {at: boundary, require: w = 0}\nenrich: ['sqrt(x)']").contains("one space coordinate"))
        XCTAssertTrue(
            try reason(
                """
                coordinates: {x: [0, 1], t: [0, 1]}
                unknowns: {v: scalar, p: scalar}
                equations: ['v_t = v_xx + p', 'p_xx = v']
                conditions:
                  - {at: t = 0, require: v = 0}
                  - {at: [x = 0, x = 1], require: v = 0}
                  - {at: [x = 0, x = 1], require: p = 0}
                """
            ).contains("no time derivative"))
    }

    func testFourierModesOnALineAreRefused() throws {
        let method = try solver(["basis": .text("fourier")])
        XCTAssertThrowsError(try method.makeStepper(for: try readProblem(FrozenTexts.heat), context: SolveContext())) { error in
            guard case SolverError.unsupported(_, let reason, _)? = error as? SolverError else { return XCTFail("\(error)") }
            XCTAssertTrue(reason.contains("not periodic"))
        }
    }
}
