import Classical
import Problems
import Solving
import XCTest

/// What a review found in repeated and nonlinear solves.
final class MultigridRepeatTests: XCTestCase {
    /// The first matrix, at u = 0, leaves constants undetermined; all later ones do not.
    func testANonlinearTermFixesTheConstantThatTheFirstMatrixLeavesFree() throws {
        let text = boxProblem(
            coordinates: "{x: [0, 1], y: [0, 1]}", parameters: "{truth: '2 + cos(pi*x)*cos(2*pi*y)'}",
            equation: "-lap(u) + u^3 = -lap(truth) + truth^3", conditions: ["{at: boundary, require: dn(u) = 0}"], exact: "truth")
        let errors = try multigridErrors(problem(text), cells: [[16, 16], [32, 32]])
        XCTAssertGreaterThan(errors[0] / errors[1], 3.6, "\(errors)")
    }

    /// Strong couplings along x on the left and along y on the right: point smoothing leaves an error of 0.8 a cycle.
    func testLinesAreTakenWhereAnisotropyTurns() throws {
        let text = boxProblem(
            coordinates: "{x: [0, 1], y: [0, 1]}", equation: "-div([if(x < 0.5, 1000, 1)*u_x, if(x < 0.5, 1, 1000)*u_y]) = 1",
            conditions: ["{at: boundary, require: u = 0}"])
        let solution = try multigridSolution(problem(text), ["cells": .integers([64]), "error-estimate": .flag(false)])
        let cycles = try XCTUnwrap(solution.counts.first { $0.name == "cycles" }).value
        // 1e-10 at a factor of 0.1 a step are ten; with points it takes more than twenty.
        XCTAssertLessThanOrEqual(cycles, 16)
    }
}
