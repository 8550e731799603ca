import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// Parameters that are coordinates of the network.
final class ParametricTests: XCTestCase {
    /// u = a sin(pi x): the same stored network at two values of a.
    func testOneNetworkForARangeOfAParameter() throws {
        let text = """
            coordinates: {x: [0, 1]}
            parameters: {a: {value: 2, range: [1, 3], input: true}}
            unknowns: u
            equations: ['-u_xx = a*pi^2*sin(pi*x)']
            conditions: [{at: [x = 0, x = 1], require: u = 0}]
            exact: {u: a*sin(pi*x)}
            """
        var problem = try readProblem(text)
        let solver = try PINNSolver(settings: Settings(["hidden": .integers([8, 8]), "tolerance": .number(1e-5)], schema: PINNSolver.schema))
        let solution = try solver.solve(problem, context: SolveContext(seed: 1, threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 2e-5)
        let stored = try XCTUnwrap((solution.evaluator as? any StorableEvaluator)?.stored)
        problem.parameters[0].value = 1.25
        let evaluator = try PINNSolver.evaluator(from: stored, for: problem)
        let value = try evaluator.evaluate([JetRequest(component: 0)], at: Tensor(shape: [1, 1], elements: [0.5]), snapshot: 0)
        XCTAssertEqual(value[0, 0], 1.25, accuracy: 1e-4)
    }

    /// The formula is right at the value of the file alone: the error is that over the range, of nine values.
    func testErrorsAreTakenOverTheRange() throws {
        let problem = try readProblem(
            """
            coordinates: {x: [0, 1]}
            parameters: {a: {value: 2, range: [1, 3], input: true}}
            unknowns: u
            equations: ['-u_xx = a*pi^2*sin(pi*x)']
            conditions: [{at: [x = 0, x = 1], require: u = 0}]
            exact: {u: a*(a - 1)*sin(pi*x)}
            """)
        let settings = Settings(["hidden": .integers([8, 8]), "tolerance": .number(1e-4)], schema: PINNSolver.schema)
        let solution = try PINNSolver(settings: settings).solve(problem, context: SolveContext(seed: 1, threads: 2))
        let values = (0...8).map { 1 + 0.25 * Double($0) }
        let error = values.reduce(0) { $0 + $1 * $1 * ($1 - 2) * ($1 - 2) }, whole = values.reduce(0) { $0 + $1 * $1 * ($1 - 1) * ($1 - 1) }
        let verdict = try solution.verdictsAgainstExact(problem)[0]
        // To the error of the network.
        XCTAssertEqual(try XCTUnwrap(verdict.relativeL2), (error / whole).squareRoot(), accuracy: 1e-3)
        XCTAssertEqual(try XCTUnwrap(verdict.maximumError), 3, accuracy: 1e-2)
        XCTAssertTrue(solution.notes.contains { $0.contains("over 9 values") }, "\(solution.notes)")
    }

    func testAnInputOfAShapeIsRefused() throws {
        let problem = try readProblem(
            """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: disk([0, 0], 1)
            parameters: {a: {range: [1, 3], input: true}}
            unknowns: u
            equations: ['-lap(u) = a']
            conditions: [{at: boundary, require: u = 0}]
            """)
        guard case .no(let reason, _) = try PINNSolver().supports(problem) else { return XCTFail("it is taken") }
        XCTAssertTrue(reason.contains("'a' cannot be an input"), reason)
    }
}
