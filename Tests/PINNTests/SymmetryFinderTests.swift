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

    /// A source much narrower than the distance of any points: its tails tell, or that nothing of it is seen at all.
    func testANarrowSourceBreaksTheSymmetry() throws {
        for width in ["0.01", "0.0006", "1e-5", "1e-8"] {
            let steady = """
                coordinates: {x: [0, 1], y: [0, 1]}
                unknowns: u
                equations: ['-lap(u) = 2*pi^2*sin(pi*x)*sin(pi*y) + exp(-((x-0.3777)^2+(y-0.6123)^2)/\(width)^2)']
                conditions:
                  - {at: boundary, require: u = 0}
                """
            XCTAssertEqual(try found(steady), [], width)
            // What no point sees is not taken for symmetric, whatever it is.
            let isSeen = Double(width)! > 1e-4
            XCTAssertEqual(
                try found(steady.replacingOccurrences(of: "0.6123", with: "0.5")), isSeen ? [Reflection(coordinates: [1])] : [], width)
        }
    }

    /// Formulas that are equal by an addition theorem only, with zeros in the middle and at the ends of the range.
    func testFormulasThatDifferInFormOnly() throws {
        let text = """
            coordinates: {x: [0, 1], t: [0, 1]}
            unknowns: u
            equations: ['u_t = u_xx + cos(3*pi*x)*exp(-t) + sin(2*pi*x)']
            conditions:
              - {at: t = 0, require: u = sin(pi*x)*cos(pi*x)}
              - {at: x = 0, require: u = sin(t)}
              - {at: x = 1, require: u = -sin(t)}
            """
        XCTAssertEqual(try found(text), [Reflection(coordinates: [0], oddComponents: [0])])
    }

    /// Data that are small beside others but not symmetric.
    func testSmallDataCount() throws {
        let text = """
            coordinates: {x: [-1, 1], t: [0, 1]}
            unknowns: u
            equations: ['u_t = u_xx + 1e6*cos(x) + 1e-9*x']
            conditions:
              - {at: t = 0, require: u = 0}
              - {at: [x = -1, x = 1], require: u = 0}
            """
        XCTAssertEqual(try found(text), [])
    }
}
