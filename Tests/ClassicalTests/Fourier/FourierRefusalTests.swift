import Classical
import Expressions
import Fields
import Problems
import Solving
import XCTest

final class FourierRefusalTests: XCTestCase {
    private typealias P = PeriodicProblems

    private func refusal(_ problem: Problem) throws -> (reason: String, alternative: String?)? {
        guard case .no(let reason, let alternative) = try FourierSolver().supports(problem) else { return nil }
        return (reason, alternative)
    }

    func testOpenAxisPointsToChebyshev() throws {
        var problem = P.kdv()
        problem.coordinates[0].isPeriodic = false
        let answer = try XCTUnwrap(refusal(problem))
        XCTAssertEqual(answer.reason, "coordinate 'x' is not periodic")
        XCTAssertEqual(answer.alternative, "chebyshev")
    }

    func testTraceIsNamed() throws {
        var problem = P.kdv()
        problem.sites.append(Site(fixed: [0: 0.5]))
        problem.equations[0].residual = problem.equations[0].residual + P.jet(0) * Expression.jet(0, .none, site: 1)
        let answer = try XCTUnwrap(refusal(problem))
        XCTAssertTrue(answer.reason.contains("fixed place"), answer.reason)
        XCTAssertTrue(answer.reason.contains("u(x=0.5)"), answer.reason)
    }

    func testSquaredTimeDerivativeIsNamed() throws {
        var problem = P.kdv()
        problem.equations[0].residual = Expression.power(P.jet(0, 0, 1), 2.0) - P.jet(0)
        XCTAssertTrue(try XCTUnwrap(refusal(problem)).reason.contains("u_t^2"))
    }

    func testProductOfConstrainedUnknownsInAConstraintIsNamed() throws {
        var problem = P.taylorGreenVorticity(viscosity: 0.1)
        problem.equations[1].residual = problem.equations[1].residual + P.jet(1) * P.jet(1)
        XCTAssertThrowsError(
            try FourierSolver().makeStepper(for: problem, context: SolveContext())
        ) { error in
            guard case SolverError.unsupported(let term, _, _) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(term, "psi")
        }
    }

    func testVorticityWithAMeanHasNoStreamFunction() throws {
        var problem = P.taylorGreenVorticity(viscosity: 0.1)
        problem.conditions[0].residual = P.jet(0) - Expression.one
        XCTAssertThrowsError(try FourierSolver().makeStepper(for: problem, context: SolveContext())) { error in
            guard case SolverError.singular(let what) = error else { return XCTFail("\(error)") }
            XCTAssertTrue(what.contains("psi"), what)
        }
    }

    func testInitialDataThatAreNotFinite() throws {
        var problem = P.kdv()
        problem.conditions[0].residual = P.jet(0) - Expression.call(.log, P.x)
        XCTAssertThrowsError(try FourierSolver().makeStepper(for: problem, context: SolveContext())) { error in
            guard case SolverError.diverged(let field, let location, let step, _) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(field, "u")
            XCTAssertEqual(location, "x = -1.0")
            XCTAssertEqual(step, 0)
        }
    }

    func testPeriodicProblemsAreTaken() throws {
        for problem in [P.kdv(), P.kuramotoSivashinsky(), P.allenCahn(), P.wave(), P.taylorGreenVelocity(viscosity: 1)] {
            XCTAssertNil(try refusal(problem), problem.name)
        }
    }
}
