import Expressions
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

final class EnergyTests: XCTestCase {
    private func solve(_ text: String, _ more: [String: Settings.Value] = [:]) throws -> (solution: Solution, error: Double) {
        let problem = try readProblem(text)
        let settings = ["hidden": Settings.Value.integers([8, 8])].merging(more) { $1 }
        let solution = try PINNSolver(settings: Settings(settings, schema: PINNSolver.schema))
            .solve(problem, context: SolveContext(seed: 1, threads: 2))
        return (solution, try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2))
    }

    private static let poisson = """
        coordinates: {x: [0, 1], y: [0, 1]}
        unknowns: u
        energy: dot(grad(u), grad(u))/2 - 2*pi^2*sin(pi*x)*sin(pi*y)*u
        conditions:
          - {at: [x = 0, x = 1, y = 0, y = 1], require: u = 0}
        exact: {u: 'sin(pi*x)*sin(pi*y)'}
        """

    func testTheEnergyOfPoissonsEquation() throws {
        let (solution, error) = try solve(Self.poisson, ["tolerance": .number(1e-4)])
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(error, 1e-4)
    }

    /// The ends are left free: the natural condition there is u' = 0.
    func testNaturalConditions() throws {
        let (solution, error) = try solve(
            """
            coordinates: {x: [0, 1]}
            unknowns: u
            energy: u_x^2/2 + u^2/2 - (1 + pi^2)*cos(pi*x)*u
            exact: {u: cos(pi*x)}
            """, ["tolerance": .number(1e-5), "points": .integer(200)])
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(error, 1e-5)
    }

    /// Allen-Cahn: the second derivative of the density has both signs.
    func testAnEnergyThatIsNotConvex() throws {
        let (solution, error) = try solve(
            """
            coordinates: {x: [-1, 1]}
            parameters: {eps: 0.2, w: tanh(x/(sqrt(2)*eps))}
            unknowns: u
            energy: eps*u_x^2/2 + (1 - u^2)^2/(4*eps)
            conditions: [{at: [x = -1, x = 1], require: u = w}]
            exact: {u: w}
            """, ["tolerance": .number(1e-5), "points": .integer(200)])
        XCTAssertEqual(solution.outcome, .converged)
        // Moving the front costs next to nothing, so that the tolerance in energy is a larger error of the place.
        XCTAssertLessThan(error, 1e-4)
    }

    private func ends(_ energy: String, upper: Double) throws -> Solution {
        let problem = try readProblem(
            """
            coordinates: {x: [0, 1]}
            unknowns: u
            energy: \(energy)
            conditions: [{at: x = 0, require: u = 0}, {at: x = 1, require: u = \(upper)}]
            """)
        let settings = Settings(["hidden": .integers([8, 8]), "points": .integer(200)], schema: PINNSolver.schema)
        return try PINNSolver(settings: settings).solve(problem, context: SolveContext(seed: 1, threads: 2))
    }

    /// Functions c sin(pi x) make the first as negative as one likes, functions of short waves the second.
    func testEnergiesWithoutAMinimumAreNotSolved() throws {
        let falling = try ends("u_x^2/2 - 20*u^2", upper: 1)
        XCTAssertEqual(falling.outcome, .diverged)
        XCTAssertTrue(falling.notes.contains { $0.contains("the energy falls without bound") }, "\(falling.notes)")
        XCTAssertTrue(falling.snapshots[0].fields[0].values.elements.allSatisfy(\.isFinite))
        let waves = try ends("-u_x^2/2 + u", upper: 0)
        XCTAssertFalse(waves.outcome.isSuccess)
        XCTAssertTrue(waves.notes.contains { $0.contains("falls without bound") || $0.contains("may have no minimum") }, "\(waves.notes)")
    }

    func testADensityThatIsNoNumberIsNamedWithItsPlace() throws {
        XCTAssertThrowsError(try ends("u_x^2/2 + log(u - 3)", upper: 1)) { error in
            guard case SolverError.notFinite(_, "energy density", let place, 0) = error else { return XCTFail("\(error)") }
            XCTAssertTrue(place.hasPrefix("x = "), place)
        }
    }

    func testOptimizersForSquaresAreRefused() throws {
        XCTAssertThrowsError(try solve(Self.poisson, ["optimizer": .text("spring")]))
    }

    func testEulerLagrangeOfABeam() throws {
        let problem = try readProblem(
            """
            coordinates: {x: [0, 1]}
            unknowns: u
            energy: u_xx^2/2 + x*u_x^2/2 - u
            """)
        let residual = EulerLagrange.residuals(of: try XCTUnwrap(problem.energy), in: problem)[0]
        // u_xxxx - (x u_x)_x - 1 with all jets and x set.
        let jets = [1: 3.0, 2: 5.0, 4: 7.0]
        let value = residual.value { symbol in
            switch symbol {
            case .coordinate: 0.5
            case .jet(let jet): jets[jet.derivative[0]]
            default: nil
            }
        }
        XCTAssertEqual(try XCTUnwrap(value), 7 - 3 - 0.5 * 5 - 1, accuracy: 1e-14)
    }

    func testRootsOfAnIndefiniteMatrix() {
        // Eigenvalues 3 and -1, vectors (1, 1) and (1, -1).
        var root = SignedRoot(order: 2)
        root.matrix = [1, 2, 2, 1]
        root.factorize()
        for row in 0..<2 {
            for column in 0..<2 {
                func product(_ part: [Double]) -> Double { (0..<2).reduce(0) { $0 + part[row * 2 + $1] * part[column * 2 + $1] } }
                XCTAssertEqual(product(root.positive), 1.5, accuracy: 1e-14)
                XCTAssertEqual(product(root.negative), row == column ? 0.5 : -0.5, accuracy: 1e-14)
            }
        }
    }
}
