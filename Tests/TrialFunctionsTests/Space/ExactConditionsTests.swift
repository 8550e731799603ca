import Expressions
import NumericsCore
import Problems
import TrialFunctions
import XCTest

final class ExactConditionsTests: XCTestCase {
    private func read(_ text: String) throws -> Problem {
        let result = ProblemFile.read(text: text)
        return try XCTUnwrap(result.problem, DiagnosticRenderer(sources: result.sources).render(result.diagnostics))
    }

    private func value(_ expression: Expressions.Expression, _ point: [Double]) throws -> Double {
        try XCTUnwrap(expression.value { if case .coordinate(let index) = $0 { point[index] } else { nil } })
    }

    func testAllSidesOfABoxAndTwoInitialConditions() throws {
        let problem = try read(
            """
            coordinates: {x: [0, 2], y: [-1, 1], t: [0, 3]}
            parameters: {truth: 'exp(x)*sin(y) + t*x*y + cos(t)'}
            unknowns: u
            equations: ['u_tt = lap(u) + truth']
            conditions:
              - {at: t = 0, require: [u = truth, u_t = x*y]}
              - {at: [x = 0, x = 2, y = -1, y = 1], require: u = truth}
            """)
        let exact = ExactConditions(problem)
        XCTAssertEqual(exact.met, Set(problem.conditions.indices))
        let form = exact.forms[0]
        func truth(_ x: Double, _ y: Double, _ t: Double) -> Double { exp(x) * sin(y) + t * x * y + cos(t) }
        let rate = form.offset.derivative(by: .coordinate(2)), factorRate = form.factor.derivative(by: .coordinate(2))
        for (a, b) in [(0.1, 0.2), (0.7, 0.9), (0.4, 0.5)] {
            for point in [[0, 2 * b - 1, 3 * a], [2, 2 * b - 1, 3 * a], [2 * a, -1, 3 * b], [2 * a, 1, 3 * b], [2 * a, 2 * b - 1, 0]] {
                XCTAssertEqual(try value(form.offset, point), truth(point[0], point[1], point[2]), accuracy: 1e-13)
                XCTAssertEqual(try value(form.factor, point), 0, accuracy: 1e-14)
            }
            XCTAssertEqual(try value(rate, [2 * a, 2 * b - 1, 0]), 2 * a * (2 * b - 1), accuracy: 1e-13)
            XCTAssertEqual(try value(factorRate, [2 * a, 2 * b - 1, 0]), 0, accuracy: 1e-14)
        }
        // Free inside, or nothing could be learned there.
        XCTAssertGreaterThan(try value(form.factor, [1, 0, 1.5]), 0.1)
    }

    func testInitialDataThatContradictTheBoundaryAreLeftOut() throws {
        let problem = try read(
            """
            coordinates: {x: [0, 1], t: [0, 1]}
            unknowns: u
            equations: ['u_t = u_xx']
            conditions:
              - {at: t = 0, require: u = 1}
              - {at: x = 0, require: u = 0}
              - {at: x = 1, require: u_x = 0}
            """)
        let exact = ExactConditions(problem)
        XCTAssertEqual(exact.met, [1])
        XCTAssertEqual(try value(exact.forms[0].offset, [0, 0.3]), 0)
        XCTAssertEqual(try value(exact.forms[0].factor, [0, 0.3]), 0)
        XCTAssertNotEqual(try value(exact.forms[0].factor, [1, 0]), 0)
    }

    func testSlopesAndNonlinearConditionsAreNotMet() throws {
        let problem = try read(
            """
            coordinates: {x: [0, 1], y: [0, 1]}
            unknowns: u
            equations: ['lap(u) = 1']
            conditions:
              - {at: [x = 0, y = 0], require: dn(u) = 0}
              - {at: x = 1, require: 'u + u^3 = y'}
              - {at: y = 1, require: 2*u = 3}
            """)
        let exact = ExactConditions(problem)
        XCTAssertEqual(exact.met, [3])
        XCTAssertEqual(try value(exact.forms[0].offset, [0.3, 1]), 1.5)
    }
}
