import NumericsCore
import PINN
import Problems
import Solving
import XCTest

final class VariableProjectionTrainingTests: XCTestCase {
    private func solution(_ problem: Problem, _ settings: [String: Settings.Value]) throws -> Solution {
        try PINNSolver(settings: Settings(settings, schema: PINNSolver.schema))
            .solve(problem, context: SolveContext(seed: 1, threads: 2))
    }

    private static let poisson = """
        coordinates: {x: [-1, 1], y: [-1, 1]}
        shape: disk([0, 0], 1)
        unknowns: u
        equations: ['-lap(u) = 4*cos(x) + (1 - x^2 - y^2)*cos(x) - 4*x*sin(x)']
        conditions: [{at: boundary, require: u = 0}]
        exact: {u: '(1 - x^2 - y^2)*cos(x)'}
        """

    /// Fewer steps than the same network needs with all parameters on one level, to the same tolerance.
    func testSolvesForTheOutputLayerOfALinearProblem() throws {
        let problem = try readProblem(Self.poisson)
        let solution = try solution(
            problem, ["optimizer": .text("variable-projection"), "hidden": .integers([10]), "iterations": .integer(60), "tolerance": .number(1e-6)])
        XCTAssertEqual(solution.outcome, .converged)
        // The equation is well conditioned: the error is at most of the size of the relative residual held out, 1e-6.
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-6)
    }

    func testRefusesWhatIsNotLinear() throws {
        let text = Self.poisson.replacingOccurrences(of: "-lap(u) =", with: "-lap(u) + u^3 =")
        XCTAssertThrowsError(try solution(try readProblem(text), ["optimizer": .text("variable-projection")])) { error in
            guard case SolverError.unsupported(let term, _, _) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(term, "optimizer: variable-projection")
        }
    }

    func testSplinesOnTheEdgesOfAKolmogorovArnoldNetwork() throws {
        let problem = try readProblem(Self.poisson)
        var errors: [Double] = []
        for edges in ["chebyshev", "splines"] {
            let solution = try solution(
                problem,
                [
                    "network": .text("kolmogorov-arnold"), "edges": .text(edges), "hidden": .integers([6]), "iterations": .integer(100),
                    "tolerance": .number(1e-4),
                ])
            XCTAssertEqual(solution.outcome, .converged, edges)
            errors.append(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2))
        }
        for error in errors { XCTAssertLessThan(error, 1e-4) }
        XCTAssertNotEqual(errors[0], errors[1])
    }
}
