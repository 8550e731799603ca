import Classical
import Expressions
import Problems
import Solving
import XCTest

/// Error estimates, refusals, checkpoints.
final class MultigridSolverTests: XCTestCase {
    private static let smooth = boxProblem(
        coordinates: "{x: [0, 1], y: [0, 1]}", parameters: "{truth: 'exp(x)*sin(2*y)'}", equation: "-lap(u) = -lap(truth)",
        conditions: ["{at: boundary, require: u = truth}"], exact: "truth")

    func testGridsAreRefinedToTheToleranceAndTheEstimateIsHonest() throws {
        let problem = try problem(Self.smooth)
        let solution = try multigridSolution(problem, ["tolerance": .number(2e-5)])
        XCTAssertEqual(solution.outcome, .converged)
        let estimate = try XCTUnwrap(solution.estimates["u"]).relativeL2
        let error = try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2)
        XCTAssertLessThanOrEqual(estimate, 2e-5)
        // Richardson's estimate is good to its next term, here a few per cent.
        XCTAssertEqual(error / estimate, 1, accuracy: 0.1)
        XCTAssertTrue(solution.notes.contains { $0.hasPrefix("observed order 2") || $0.hasPrefix("observed order 1.9") }, "\(solution.notes)")
    }

    func testAToleranceOutOfReachIsNotCalledMet() throws {
        let solution = try multigridSolution(problem(Self.smooth), ["tolerance": .number(1e-7), "max-unknowns": .integer(2000)])
        XCTAssertEqual(solution.outcome, .notConverged)
        XCTAssertLessThanOrEqual(solution.snapshots[0].fields[0].grid.count, 2000)
    }

    func testARunGoesOnFromACheckpointBitForBit() throws {
        let solver = try MultigridSolver(settings: Settings(["tolerance": .number(1e-4)], schema: MultigridSolver.schema))
        let problem = try problem(
            boxProblem(
                coordinates: "{x: [0, 1], y: [0, 1]}", equation: "-lap(u) + u^3 = 10", conditions: ["{at: boundary, require: u = 0}"]))
        let whole = try solver.makeStepper(for: problem, context: SolveContext())
        while try whole.step() == .running {}
        let first = try solver.makeStepper(for: problem, context: SolveContext())
        for _ in 0..<5 { XCTAssertEqual(try first.step(), .running) }
        let second = try solver.makeStepper(for: problem, context: SolveContext())
        try second.restore(first.checkpoint())
        while try second.step() == .running {}
        XCTAssertEqual(try second.solution().snapshots[0].fields[0].values, try whole.solution().snapshots[0].fields[0].values)
    }

    private func assertRefused(
        _ text: String, because words: String, file: StaticString = #filePath, line: UInt = #line
    ) throws {
        guard case .no(let reason, _) = try MultigridSolver().supports(problem(text)) else {
            return XCTFail("taken: \(text)", file: file, line: line)
        }
        XCTAssertTrue(reason.contains(words), reason, file: file, line: line)
    }

    func testWhatDoesNotFitIsNamed() throws {
        let zero = ["{at: boundary, require: u = 0}"]
        func plane(_ equation: String, _ conditions: [String]) -> String {
            boxProblem(coordinates: "{x: [-1, 1], y: [0, 1]}", equation: equation, conditions: conditions)
        }
        try assertRefused(plane("lap(u) = u_x^2 + (u_xx)^2", zero), because: "nonlinearly")
        try assertRefused(plane("u_xx - u_yy = 1", zero), because: "not elliptic")
        try assertRefused(
            plane("bilap(u) = 1", ["{at: boundary, require: [u = 0, dn(u) = 0]}"]), because: "second-order")
        try assertRefused(plane("lap(u) = mean(u) - 1", zero), because: "integrals")
    }

    /// The checks of problem files see this first; problems built in code come here unchecked.
    func testCoefficientsThatChangeSignAreRefused() throws {
        var changing = try problem(
            boxProblem(coordinates: "{x: [-1, 1], y: [0, 1]}", equation: "lap(u) = 1", conditions: ["{at: boundary, require: u = 0}"]))
        let fluxes = (0...1).map { axis in
            DivergenceForm.Term(coordinate: axis, flux: .coordinate(0) * .jet(0, MultiIndex.none.raised(along: axis)))
        }
        changing.equations[0].divergence = DivergenceForm(terms: fluxes, remainder: -1)
        guard case .no(let reason, _) = try MultigridSolver().supports(changing) else { return XCTFail("taken") }
        XCTAssertTrue(reason.contains("not the same sign"), reason)
    }

    func testACoefficientBeforeTheUnknownsOwnSlopesIsConservedThroughEveryFace() throws {
        // The flux that enters at x = 0 leaves at x = 1: both from the balances, whatever the grid resolves.
        let text = boxProblem(
            coordinates: "{x: [0, 1], y: [0, 1]}", equation: "div(if((x - 0.5)^2 + (y - 0.4)^2 < 0.07, 1000, 1)*grad(u)) = 0",
            conditions: ["{at: x = 0, require: u = 0}", "{at: x = 1, require: u = 1}", "{at: [y = 0, y = 1], require: dn(u) = 0}"])
        let solution = try multigridSolution(problem(text), ["cells": .integers([20])])
        let u = solution.snapshots[0].fields[0].values
        func inflow(_ first: Int, _ second: Int) -> Double {
            (0...20).reduce(0.0) { sum, j in
                sum + (j == 0 || j == 20 ? 0.5 : 1) * (u[second * 21 + j] - u[first * 21 + j])
            }
        }
        XCTAssertEqual(inflow(0, 1), inflow(19, 20), accuracy: 1e-8 * abs(inflow(0, 1)))
        XCTAssertGreaterThan(inflow(0, 1), 1)
    }
}
