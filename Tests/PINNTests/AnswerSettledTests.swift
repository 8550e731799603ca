import Foundation
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// In the corners of a square with -lap(u) = 1 second derivatives have logarithms that no small network has: residuals stay at a
/// fortieth of the data while the answer is right to four digits.
final class AnswerSettledTests: XCTestCase {
    private func solution(tolerance: Double) throws -> Solution {
        let problem = try readProblem("""
            coordinates: {x: [0, 1], y: [0, 1]}
            unknowns: u
            equations: ['-lap(u) = 1']
            conditions:
              - {at: boundary, require: u = 0}
            """)
        let settings = try Settings(
            ["hidden": .integers([6, 6]), "iterations": .integer(60), "tolerance": .number(tolerance)], schema: PINNSolver.schema)
        return try PINNSolver(settings: settings).solve(problem, context: SolveContext(threads: 2))
    }

    func testAnAnswerThatOtherPointsDoNotMoveHasConverged() throws {
        let solution = try solution(tolerance: 1e-2)
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertTrue(solution.notes.contains { $0.contains("a fit to other points hardly moves the answer") }, "\(solution.notes)")
        let estimate = try XCTUnwrap(solution.estimates["u"]?.relativeL2)
        XCTAssertLessThan(estimate, 1e-2 / 3)
        // The series of Saint-Venant's torsion: 1/8 - (4/π³) Σ (-1)^k / ((2k+1)³ cosh((2k+1)π/2)).
        let series = (0..<20).reduce(0.125) { sum, k in
            let n = Double(2 * k + 1)
            return sum - (k % 2 == 0 ? 4 : -4) / (pow(.pi, 3) * n * n * n * cosh(n * .pi / 2))
        }
        let middle = try solution.evaluator.evaluate([.init(component: 0)], at: Tensor(shape: [1, 2], elements: [0.5, 0.5]), snapshot: 0)
        XCTAssertEqual(middle[0, 0], series, accuracy: estimate * series)
    }

    func testASmallerToleranceHasNotBeenReached() throws {
        let solution = try solution(tolerance: 3e-3)
        XCTAssertEqual(solution.outcome, .notConverged)
        XCTAssertFalse(solution.notes.contains { $0.contains("hardly moves") })
    }
}
