import Expressions
import Foundation
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

final class FeatureConstraintTests: XCTestCase {
    private static let disk = """
        coordinates: {x: [-1, 1], y: [-1, 1]}
        shape: disk([0, 0], 1)
        unknowns: u
        equations: ['lap(u) = EQUATION']
        conditions:
          - {at: boundary, require: 'u = sin(3*x)*exp(y)'}
        exact: {u: 'sin(3*x)*exp(y)'}
        """

    /// Values on the boundary and their error, of a fit with too few features for the equation.
    private func boundaryError(_ conditions: String) throws -> (boundary: Double, inside: Double) {
        let problem = try readProblem(Self.disk.replacingOccurrences(of: "EQUATION", with: "-8*sin(3*x)*exp(y)"))
        let settings: [String: Settings.Value] = ["conditions": .text(conditions), "features": .integer(60), "bandwidth": .number(5)]
        let solution = try FeatureSolver(settings: Settings(settings, schema: FeatureSolver.schema))
            .solve(problem, context: SolveContext(seed: 0, threads: 2))
        let count = 200
        let places = Tensor(shape: [2, count], elements: [cos, sin].flatMap { function in
            (0..<count).map { function(2 * Double.pi * Double($0) / Double(count)) }
        })
        let values = try solution.evaluator.evaluate([Jet(component: 0)], at: places, snapshot: 0)
        let largest = (0..<count).map { abs(values[0, $0] - sin(3 * places[0, $0]) * exp(places[1, $0])) }.max() ?? .nan
        return (largest, try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2))
    }

    /// Rows of conditions give way to the equation; constraints do not, and what is met by construction holds to rounding.
    func testConstraintsHoldOnTheBoundaryWhereRowsGiveWay() throws {
        let rows = try boundaryError("weighted"), constraints = try boundaryError("equality"), built = try boundaryError("exact")
        XCTAssertLessThan(constraints.boundary, 0.1 * rows.boundary)
        XCTAssertLessThan(built.boundary, 1e-13)
        // As many features as before, less those that the boundary takes.
        XCTAssertLessThan(constraints.inside, 10 * rows.inside)
    }

    func testANonlinearProblemUnderConstraints() throws {
        let text = Self.disk.replacingOccurrences(
            of: "EQUATION", with: "-8*sin(3*x)*exp(y) + u^3 - (sin(3*x)*exp(y))^3")
        let problem = try readProblem(text)
        let settings: [String: Settings.Value] = ["conditions": .text("equality")]
        let solution = try FeatureSolver(settings: Settings(settings, schema: FeatureSolver.schema))
            .solve(problem, context: SolveContext(seed: 0, threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        // The default tolerance, 1e-10, is asked of the difference of two draws.
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-9)
    }
}
