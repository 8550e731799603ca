import Classical
import Problems
import Solving
import XCTest

final class RungeKuttaSolverTests: XCTestCase {
    func testSecondOrderEquationBecomesASystem() throws {
        let problem = try evolutionProblem("""
            title: oscillator
            coordinates: {t: [0, 6]}
            unknowns: q
            equations: ['q_tt + q = 0']
            conditions:
              - {at: t = 0, require: [q = 1, q_t = 0]}
            exact: {q: cos(t)}
            output: {times: {every: 2}}
            """)
        let solution = try evolved(problem, ["tolerance": .number(1e-9)])
        XCTAssertLessThan(try evolutionError(solution, problem, "q"), 1e-8)
        XCTAssertEqual(solution.snapshots.map { $0.time! }, [0, 2, 4, 6])
        XCTAssertEqual(solution.snapshots[0].fields.map(\.name), ["q"])
    }

    /// Robertson's chemistry; reference of Hairer and Wanner (1996), IV.10, at t = 40.
    func testRobertson() throws {
        let problem = try evolutionProblem("""
            title: Robertson
            coordinates: {t: [0, 40]}
            unknowns: [a, b, c]
            equations:
              - a_t = -0.04*a + 1e4*b*c
              - b_t = 0.04*a - 1e4*b*c - 3e7*b^2
              - a + b + c = 1
            conditions:
              - {at: t = 0, require: [a = 1, b = 0]}
            """)
        let solution = try evolved(problem, ["tolerance": .number(1e-9)])
        let values = solution.snapshots.last!.fields.map { $0.values[0] }
        XCTAssertEqual(values[0], 0.7158270688, accuracy: 1e-8)
        XCTAssertEqual(values[1], 0.9185534765e-5, accuracy: 1e-11)
        XCTAssertEqual(values[2], 0.2841637457, accuracy: 1e-8)
    }

    func testRefusesSpace() throws {
        let problem = try evolutionProblem(EvolutionTexts.heat)
        let solver = try RungeKuttaSolver(settings: Settings(schema: RungeKuttaSolver.schema))
        guard case .no(let reason, let alternative) = solver.supports(problem) else { return XCTFail("must be refused") }
        XCTAssertEqual(alternative, "chebyshev")
        XCTAssertTrue(reason.contains("space"))
    }
}
