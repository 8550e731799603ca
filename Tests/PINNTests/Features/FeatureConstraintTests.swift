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

    /// Errors on the boundary and inside, of a fit that hardly weighs its conditions.
    private func boundaryError(_ conditions: String) throws -> (boundary: Double, inside: Double) {
        let problem = try readProblem(Self.disk.replacingOccurrences(of: "EQUATION", with: "-8*sin(3*x)*exp(y)"))
        let settings: [String: Settings.Value] = ["conditions": .text(conditions), "features": .integer(150), "bandwidth": .number(5), "condition-weight": .number(1e-4)]
        let solution = try FeatureSolver(settings: Settings(settings, schema: FeatureSolver.schema))
            .solve(problem, context: SolveContext(seed: 0, threads: 2))
        let count = 200
        let places = Tensor(shape: [count, 2], elements: (0..<count).flatMap { point in
            let angle = 2 * Double.pi * Double(point) / Double(count)
            return [cos(angle), sin(angle)]
        })
        let values = try solution.evaluator.evaluate([Jet(component: 0)], at: places, snapshot: 0)
        let largest = (0..<count).map { abs(values[0, $0] - sin(3 * places[$0, 0]) * exp(places[$0, 1])) }.max() ?? .nan
        return (largest, try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2))
    }

    /// Rows of small weight give way to the equation; constraints know no weight, and what is met by construction holds to rounding.
    func testConstraintsHoldOnTheBoundaryWhereRowsGiveWay() throws {
        let rows = try boundaryError("weighted"), constraints = try boundaryError("equality"), built = try boundaryError("exact")
        XCTAssertLessThan(constraints.boundary, 0.1 * rows.boundary)
        XCTAssertLessThan(built.boundary, 1e-13)
        // A harmonic error is largest on the boundary.
        XCTAssertLessThan(constraints.inside, rows.inside)
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
