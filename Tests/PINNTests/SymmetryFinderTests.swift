import PINN
import Problems
import TrialFunctions
import XCTest

final class SymmetryFinderTests: XCTestCase {
    private func found(_ text: String) throws -> [Reflection] { SymmetryFinder(try readProblem(text)).reflections() }

    func testBurgersIsOdd() throws {
        XCTAssertEqual(try found(Texts.burgers), [Reflection(coordinates: [0], oddComponents: [0])])
    }

    func testOtherInitialDataBreakIt() throws {
        XCTAssertEqual(try found(Texts.burgers.replacingOccurrences(of: "-sin(pi*x)", with: "-sin(pi*x)*(1 + 0.1*x)")), [])
        XCTAssertEqual(try found(Texts.burgers.replacingOccurrences(of: "{at: [x = -1, x = 1], require: u = 0}", with: "{at: x = -1, require: u = 0}\n  - {at: x = 1, require: u_x = pi}")), [])
    }

    func testAnEvenProblemInThePlane() throws {
        let text = """
            coordinates: {x: [0, 1], y: [0, 2]}
            unknowns: u
            equations: ['-lap(u) + u^3 = sin(pi*x)*y*(2 - y)']
            conditions:
              - {at: [x = 0, x = 1, y = 0, y = 2], require: u = 0}
            """
        XCTAssertEqual(try found(text), [Reflection(coordinates: [0]), Reflection(coordinates: [1])])
        XCTAssertEqual(try found(text.replacingOccurrences(of: "*y*(2 - y)", with: "*y")), [Reflection(coordinates: [0])])
    }

    func testComponentsOfASystemTakeSignsOfTheirOwn() throws {
        let text = """
            coordinates: {x: [-1, 1]}
            unknowns: {v: scalar, w: scalar}
            equations: ['v_xx = w_x', 'w_xx + v*v_x = x']
            conditions:
              - {at: [x = -1, x = 1], require: w = 0}
              - {at: [x = -1, x = 1], require: v = 1}
            """
        XCTAssertEqual(try found(text), [Reflection(coordinates: [0], oddComponents: [1])])
    }
}
