import Classical
import Expressions
import Foundation
import NumericsCore
import Problems
import Solving
import XCTest

/// Sources much narrower than the first points of a method.
final class NarrowDataTests: XCTestCase {
    private func read(_ text: String) throws -> Problem {
        let result = ProblemFile.read(text: text)
        return try XCTUnwrap(result.problem, DiagnosticRenderer(sources: result.sources).render(result.diagnostics))
    }

    /// Beside a narrow source of strength q at a, u = sin πx + q G(x, a) with Green's function G = x (1 - a) for x < a.
    func testMultigridRefinesUntilItSeesASource() throws {
        let problem = try read(
            """
            coordinates: {x: [0, 1]}
            unknowns: u
            equations: ['-u_xx = pi^2*sin(pi*x) + 1000*exp(-((x-0.3777)/0.002)^2)']
            conditions: [{at: [x = 0, x = 1], require: u = 0}]
            """)
        let settings = Settings(["tolerance": .number(1e-4)], schema: MultigridSolver.schema)
        let solution = try MultigridSolver(settings: settings).solve(problem)
        XCTAssertEqual(solution.outcome, .converged)
        let found = try solution.evaluator.evaluate([Jet(component: 0)], at: Tensor(shape: [1, 1], elements: [0.2]), snapshot: 0)
        let expected = sin(0.2 * Double.pi) + 1000 * 0.002 * Double.pi.squareRoot() * 0.2 * (1 - 0.3777)
        XCTAssertEqual(found[0, 0], expected, accuracy: 3e-4 * expected)
    }

    /// A grid that was asked for is taken, and what falls between its nodes is said.
    func testMultigridSaysWhatAGridOfTheFileMisses() throws {
        let problem = try read(
            """
            coordinates: {x: [0, 1], y: [0, 1]}
            unknowns: u
            equations: ['-lap(u) = 2*pi^2*sin(pi*x)*sin(pi*y) + 1e5*exp(-((x-0.3777)^2+(y-0.6123)^2)/0.003^2)']
            conditions: [{at: boundary, require: u = 0}]
            """)
        let settings = Settings(["cells": .integers([64, 64])], schema: MultigridSolver.schema)
        let solution = try MultigridSolver(settings: settings).solve(problem)
        XCTAssertTrue(solution.notes.contains { $0.contains("falls between the points") && $0.contains("x = 0.377") }, "\(solution.notes)")
    }

    func testChebyshevPlacesElementsAtASource() throws {
        let problem = try read(
            """
            coordinates: {x: [0, 1], t: [0, 1]}
            unknowns: u
            equations: ['u_t = 0.1*u_xx + 500*exp(-((x-0.3777)/0.001)^2)']
            conditions:
              - {at: t = 0, require: u = sin(pi*x)}
              - {at: [x = 0, x = 1], require: u = 0}
            """)
        let settings = Settings(["tolerance": .number(1e-8)], schema: ChebyshevSolver.schema)
        let solution = try ChebyshevSolver(settings: settings).solve(problem)
        XCTAssertEqual(solution.outcome, .converged)
        let place = Tensor(shape: [1, 1], elements: [0.3777])
        let found = try solution.evaluator.evaluate([Jet(component: 0)], at: place, snapshot: solution.snapshots.count - 1)
        var expected = exp(-0.1 * Double.pi * Double.pi) * sin(Double.pi * 0.3777)
        for n in 1...4000 {
            let k = Double(n) * Double.pi, rate = 0.1 * k * k
            let force = 1000 * 0.001 * Double.pi.squareRoot() * sin(k * 0.3777) * exp(-k * k * 1e-6 / 4)
            expected += force * (1 - exp(-rate)) / rate * sin(k * 0.3777)
        }
        XCTAssertEqual(found[0, 0], expected, accuracy: 1e-6)
    }
}
