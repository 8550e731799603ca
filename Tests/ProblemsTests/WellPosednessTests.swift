import Expressions
import Fields
import Foundation
import Problems
import XCTest

/// Lists of problems that must be accepted without a word, and of problems that must be refused with one code.
final class WellPosednessTests: XCTestCase {
    private func codes(_ coordinates: String, _ unknowns: String, _ equations: [String], _ conditions: [String]) -> [String] {
        var text = "coordinates: {\(coordinates)}\nunknowns: \(unknowns)\nequations:\n"
        text += equations.map { "  - \($0)\n" }.joined()
        if !conditions.isEmpty { text += "conditions:\n" + conditions.map { "  - {\($0)}\n" }.joined() }
        return ProblemFile.read(text: text).diagnostics.map(\.code)
    }

    private let line = "x: [0, 1], t: [0, 1]"
    private let ring = "x: {from: 0, to: 1, periodic: true}, t: [0, 1]"
    private let square = "x: [0, 1], y: [0, 1]"

    func testWellPosedProblemsPass() {
        let start = "at: t = 0, require: u = sin(pi*x)^4"
        let ends = "at: boundary, require: u = 0"
        let good: [(String, String, [String], [String])] = [
            (line, "u", ["u_t = u_xx"], [start, ends]),
            (line, "u", ["u_t = u_xx"], ["at: t = 0, require: u = 1", "at: boundary, require: dn(u) = 0"]),
            (line, "u", ["u_t = u_xx"], ["at: t = 0, require: u = 0", "at: boundary, require: dn(u) + 2*u = 0"]),
            (line, "u", ["u_tt = 4*u_xx"], ["at: t = 0, require: [u = sin(pi*x), u_t = 0]", ends]),
            (line, "u", ["u_t + 2*u_x = 0"], ["at: t = 0, require: u = x", "at: x = 0, require: u = -2*t"]),
            (line, "u", ["u_t - 2*u_x = 0"], ["at: t = 0, require: u = x", "at: x = 1, require: u = 1 + 2*t"]),
            (line, "u", ["u_t + u_xxx = 0"], ["at: t = 0, require: u = 0", "at: x = 0, require: u = 0", "at: x = 1, require: [u = 0, u_x = 0]"]),
            (line, "u", ["u_t = -u_xxxx"], ["at: t = 0, require: u = 0", "at: boundary, require: [u = 0, dn(u) = 0]"]),
            (ring, "u", ["u_t + u*u_x + u_xx + u_xxxx = 0"], ["at: t = 0, require: u = sin(2*pi*x)"]),
            (ring, "u", ["u_t + u*u_x + 0.001*u_xxx = 0"], ["at: t = 0, require: u = sin(2*pi*x)"]),
            (line, "[u, v]", ["u_t = u_xx + v", "v_t = v_xx - u"], ["at: t = 0, require: [u = 0, v = 0]", "at: boundary, require: [u = 0, v = 0]"]),
            (line, "[u, v]", ["u_t + v_x = 0", "v_t + u_x = 0"], ["at: t = 0, require: [u = 0, v = 0]", "at: boundary, require: u = 0"]),
            (line, "[u, v]", ["u_t = -v_xx", "v_t = u_xx"], ["at: t = 0, require: [u = 0, v = 0]", "at: boundary, require: [u = 0, v = 0]"]),
            ("x: [0, 1]", "u", ["u_xx = 1"], ["at: boundary, require: u = 0"]),
            ("x: [0, 1]", "u", ["u_xx = 1"], ["at: x = 0, require: [u = 0, u_x = 1]"]),
            ("x: [0, 1]", "u", ["u_xxxx = 1"], ["at: boundary, require: [u = 0, u_xx = 0]"]),
            (square, "u", ["'-lap(u) + u^3 = 1'"], [ends]),
            (square, "u", ["'-lap(u) + u = 1'"], ["at: boundary, require: dn(u) = 0"]),
            (square, "u", ["'-lap(u) = 1'"], ["at: boundary, require: dn(u) = -1/4", "gauge: mean(u) = 0"]),
            (square, "u", ["bilap(u) = 1"], ["at: boundary, require: [u = 0, dn(u) = 0]"]),
            (square, "[w, psi]", ["psi_y*w_x - psi_x*w_y = lap(w)", "'-lap(psi) = w'"], ["at: boundary, require: [psi = 0, dn(psi) = 0]"]),
            (square, "{v: vector, p: scalar}", ["'-lap(v) + grad(p) = [1, 0]'", "div(v) = 0"], ["at: boundary, require: 'v = [0, 0]'", "gauge: mean(p) = 0"]),
            ("t: [0, 1]", "[q, p]", ["q_t = p", "p_t = -q"], ["at: t = 0, require: [q = 1, p = 0]"]),
            ("t: [0, 1]", "q", ["q_tt = -q"], ["at: t = 0, require: q = 0", "at: t = 1, require: q = 1"]),
            ("t: [0, 1]", "q", ["q_tt = -q"], ["at: t = 0, require: [q = 1, q_t = 0]"]),
        ]
        for (coordinates, unknowns, equations, conditions) in good {
            XCTAssertEqual(codes(coordinates, unknowns, equations, conditions), [], "\(equations) \(conditions)")
        }
    }

    func testIllPosedProblemsAreNamed() {
        let start = "at: t = 0, require: u = sin(pi*x)"
        let ends = "at: boundary, require: u = 0"
        let bad: [(String, String, [String], [String], [String])] = [
            (line, "u", ["u_t = u_xx"], [start], ["E301", "E301"]),
            (line, "u", ["u_t = u_xx"], [ends], ["E305"]),
            (line, "u", ["u_t = -u_xx"], [start, ends], ["E313"]),
            (line, "u", ["u_tt = -u_xx"], ["at: t = 0, require: [u = 0, u_t = 0]", ends], ["E313"]),
            (line, "u", ["u_t = u_xxxx"], ["at: t = 0, require: u = 0", "at: boundary, require: [u = 0, dn(u) = 0]"], ["E313"]),
            (line, "u", ["u_t = u_xx + x*u_x"], [start, ends, "at: x = 0, require: u_x = 0"], ["E302"]),
            (line, "u", ["u_tt = u_xx"], [start, ends], ["E305"]),
            (line, "u", ["u_t = (x - 0.5)*u_xx"], [start, ends], ["E313"]),
            (line, "u", ["u_t = u_xx"], ["at: t = 1, require: u = 0", ends], ["E319"]),
            (square, "u", ["'-lap(u) = 1'"], ["at: [x = 0, x = 1, y = 0], require: u = 0"], ["E301"]),
            (square, "{v: vector, p: scalar}", ["'-lap(v) + grad(p) = [1, 0]'", "div(v) = 0"], ["at: boundary, require: 'v = [0, 0]'"], ["E309"]),
            ("t: [0, 1]", "[q, p]", ["q_t = p", "p_t = -q"], ["at: t = 0, require: q = 1"], ["E305"]),
            (ring, "u", ["u_t + u*u_x = 0"], ["at: t = 0, require: u = sin(2*pi*x)"], ["E315"]),
            (ring, "u", ["u_t + u_x^2 = 0"], ["at: t = 0, require: u = sin(2*pi*x)"], ["W316"]),
        ]
        for (coordinates, unknowns, equations, conditions, expected) in bad {
            XCTAssertEqual(codes(coordinates, unknowns, equations, conditions).sorted(), expected, "\(equations) \(conditions)")
        }
    }

    func testBreakingTimeByCharacteristics() throws {
        // u0 = -sin(pi x): the steepest slope is -pi at x = 0, so characteristics cross at 1/pi.
        let text = """
            coordinates: {x: {from: -1, to: 1, periodic: true}, t: [0, END]}
            unknowns: u
            equations: [u_t + u*u_x = 0]
            conditions: [{at: t = 0, require: u = -sin(pi*x)}]
            """
        let late = ProblemFile.read(text: text.replacingOccurrences(of: "END", with: "0.32")).diagnostics
        guard case .posing(.shock(_, let breaking, _))? = late.first?.kind else { return XCTFail("\(late)") }
        XCTAssertEqual(breaking, 1 / .pi, accuracy: 1e-12)
        XCTAssertEqual(ProblemFile.read(text: text.replacingOccurrences(of: "END", with: "0.31")).diagnostics, [])
    }

    func testBalanceOfNeumannData() throws {
        let text = """
            coordinates: {x: [0, 1], y: [0, 2]}
            unknowns: u
            equations: ['-lap(u) = 1 + x']
            conditions:
              - {at: [x = 0, x = 1], require: dn(u) = -0.5}
              - {at: [y = 0, y = 2], require: 2*dn(u) = FLUX}
              - {gauge: mean(u) = 0}
            """
        // Source 3, flux -2 through the long sides; the short ones must carry -1 together.
        XCTAssertEqual(ProblemFile.read(text: text.replacingOccurrences(of: "FLUX", with: "-1")).diagnostics, [])
        let wrong = ProblemFile.read(text: text.replacingOccurrences(of: "FLUX", with: "0")).diagnostics
        guard case .posing(.unsolvable(_, let excess, _))? = wrong.first?.kind else { return XCTFail("\(wrong)") }
        XCTAssertEqual(abs(excess), 1, accuracy: 1e-12)
        let ungauged = text.replacingOccurrences(of: "FLUX", with: "0").split(separator: "\n").dropLast().joined(separator: "\n")
        XCTAssertEqual(ProblemFile.read(text: ungauged).diagnostics.map(\.code).sorted(), ["E309", "E326"])
        // A slip in a digit is warned of; a kink in the data is none.
        let slip = ProblemFile.read(text: text.replacingOccurrences(of: "FLUX", with: "-1.0001")).diagnostics
        XCTAssertEqual(slip.map(\.code), ["W311"])
        let kink = text.replacingOccurrences(of: "FLUX", with: "if(x < 0.37, -1/0.37, 0)")
        XCTAssertEqual(ProblemFile.read(text: kink.replacingOccurrences(of: "2*dn", with: "'2*dn").replacingOccurrences(of: ", 0)}", with: ", 0)'}")).diagnostics, [])
    }

    func testProblemsBuiltInCode() throws {
        let heat = Problem(
            name: "heat", coordinates: [Coordinate("x", from: 0, to: 1), Coordinate("t", from: 0, to: 1)],
            unknowns: [Unknown(name: "u", isVector: false, components: 0..<1)],
            equations: [Equation(name: "heat", residual: .jet(0, MultiIndex([0, 1])) - .jet(0, MultiIndex([2])))],
            conditions: [
                Condition(name: "start", place: .instant(0), residual: .jet(0)),
                Condition(name: "left", place: .side(BoundarySide(coordinate: 0, isUpper: false)), residual: .jet(0)),
            ])
        XCTAssertThrowsError(try heat.validated()) { error in
            XCTAssertEqual((error as? ProblemError)?.diagnostics.map(\.code), ["E301"])
        }
        var complete = heat
        complete.conditions.append(
            Condition(name: "right", place: .side(BoundarySide(coordinate: 0, isUpper: true)), residual: .jet(0)))
        XCTAssertNoThrow(try complete.validated())
    }
}
