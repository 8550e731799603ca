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

    func testTwoValuesOnTheBoundaryOfADiskWithAHole() throws {
        let problem = try read(
            """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: disk([0, 0], 1) - ellipse([0.2, 0], [0.3, 0.2], 0.4)
            boundary: {outer: {where: 'x^2 + y^2 > 0.9'}, inner: rest}
            unknowns: u
            equations: ['lap(u) = 1']
            conditions:
              - {at: outer, require: u = sin(x) + y}
              - {at: inner, require: 2*u = 3}
            """)
        let exact = ExactConditions(problem)
        XCTAssertEqual(exact.met, [0, 1])
        let form = exact.forms[0]
        for index in 0..<40 {
            let angle = 0.157 * Double(index), (c, s) = (cos(angle), sin(angle))
            XCTAssertEqual(try value(form.offset, [c, s]), sin(c) + s, accuracy: 1e-13)
            XCTAssertEqual(try value(form.factor, [c, s]), 0, accuracy: 1e-14)
            // On the ellipse, turned by 0.4.
            let (along, across) = (0.3 * c, 0.2 * s)
            let inner = [0.2 + cos(0.4) * along - sin(0.4) * across, sin(0.4) * along + cos(0.4) * across]
            XCTAssertEqual(try value(form.offset, inner), 1.5, accuracy: 1e-13)
            XCTAssertEqual(try value(form.factor, inner), 0, accuracy: 1e-14)
        }
        XCTAssertGreaterThan(try value(form.factor, [-0.5, 0.1]), 0.1)
    }

    func testOnlyThePiecesOfAHalfDiskThatHaveValuesAreMet() throws {
        let problem = try read(
            """
            coordinates: {x: [-1, 1], y: [0, 1], t: [0, 1]}
            shape: disk([0, 0], 1) & halfspace([0, 0], [0, -1])
            boundary: {base: {where: 'y < 1e-9'}, arc: rest}
            unknowns: u
            equations: ['u_t = lap(u)']
            conditions:
              - {at: t = 0, require: u = 1 - x^2 - y^2}
              - {at: base, require: dn(u) = 0}
              - {at: arc, require: u = 0}
            """)
        let exact = ExactConditions(problem)
        XCTAssertEqual(exact.met, [0, 2])
        let form = exact.forms[0]
        XCTAssertEqual(try value(form.factor, [0.6, 0.8, 0.5]), 0, accuracy: 1e-14)
        XCTAssertGreaterThan(try value(form.factor, [0.1, 0, 0.5]), 0.1)
        XCTAssertEqual(try value(form.offset, [0.3, 0.4, 0]), 0.75, accuracy: 1e-14)
    }

    func testPartsOfAPieceAndReentrantCornersAreLeftToTheLeastSquares() throws {
        let text = """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: SHAPE
            boundary: {right: {where: 'x > 0'}, left: rest}
            unknowns: u
            equations: ['lap(u) = 1']
            conditions:
              - {at: right, require: u = 0}
              - {at: left, require: u = x^2}
            """
        for shape in ["disk([0, 0], 1)", "box([-1, -1], [1, 1]) - box([0, -1], [1, 0])"] {
            let exact = ExactConditions(try read(text.replacingOccurrences(of: "SHAPE", with: shape)))
            XCTAssertEqual(exact.met, [], shape)
            XCTAssertTrue(exact.forms[0].isPlain, shape)
        }
    }

    /// The value r of a circle of radius one has a kink in the middle of it.
    func testDataWithSingularPlacesInsideAreNotContinued() throws {
        let problem = try read(
            """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: disk([0, 0], 1)
            unknowns: u
            equations: ['lap(u) = 1']
            conditions: [{at: boundary, require: 'u = x*sqrt(x^2 + y^2)'}]
            """)
        XCTAssertEqual(ExactConditions(problem).met, [])
    }

    func testConvexPolygonsAreMetEdgeByEdge() throws {
        let problem = try read(
            """
            coordinates: {x: [0, 2], y: [0, 2]}
            shape: polygon([0, 0], [2, 0], [1, 2])
            boundary: {base: {where: 'y < 1e-9'}, rest: rest}
            unknowns: u
            equations: ['lap(u) = 1']
            conditions:
              - {at: base, require: dn(u) = 1}
              - {at: rest, require: u = 0}
            """)
        let exact = ExactConditions(problem)
        XCTAssertEqual(exact.met, [1])
        XCTAssertEqual(try value(exact.forms[0].factor, [0.25, 0.5]), 0, accuracy: 1e-14)
        XCTAssertEqual(try value(exact.forms[0].factor, [1.75, 0.5]), 0, accuracy: 1e-14)
        XCTAssertGreaterThan(try value(exact.forms[0].factor, [1, 0]), 0.1)
    }
}
