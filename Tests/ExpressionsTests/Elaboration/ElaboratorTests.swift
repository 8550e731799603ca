import Expressions
import XCTest

final class ElaboratorTests: XCTestCase {
    private func assertEqual(_ text: String, _ expected: [String], _ line: UInt = #line) throws {
        let value = try TestProblem.typed(text)
        XCTAssertEqual(value.components.map { $0.printed(TestProblem.names) }, expected, text, line: line)
    }

    func testDerivativesHaveOneTreeHoweverWritten() throws {
        for text in ["u_xx", "d(u, x, 2)", "dx(dx(u))", "d(d(u, x), x)", "dx(u_x)", "grad(grad(u).x).x"] {
            XCTAssertEqual(try TestProblem.scalar(text), .jet(0, MultiIndex([2])), text)
        }
        XCTAssertEqual(try TestProblem.scalar("u_xxt"), .jet(0, MultiIndex([2, 0, 1])))
        XCTAssertEqual(try TestProblem.scalar("u_tx"), try TestProblem.scalar("u_xt"))
        XCTAssertEqual(try TestProblem.scalar("dx(x^2*u)"), try TestProblem.scalar("2*x*u + x^2*u_x"))
    }

    func testVectorCalculusInThePlane() throws {
        try assertEqual("grad(u)", ["u_x", "u_y"])
        try assertEqual("div(v)", ["d(v.x, x) + d(v.y, y)"])
        try assertEqual("curl(v)", ["d(v.y, x) - d(v.x, y)"])
        try assertEqual("rot(u)", ["u_y", "-u_x"])
        try assertEqual("lap(u)", ["u_xx + u_yy"])
        try assertEqual("bilap(u)", ["u_xxxx + 2*u_xxyy + u_yyyy"])
        try assertEqual("advect(v, u)", ["v.x*u_x + v.y*u_y"])
        try assertEqual("div(grad(v))", ["d(v.x, x, 2) + d(v.x, y, 2)", "d(v.y, x, 2) + d(v.y, y, 2)"])
        try assertEqual("tr(grad(v))", ["d(v.x, x) + d(v.y, y)"])
        try assertEqual("det([[x, y], [t, 1]])", ["x - y*t"])
        try assertEqual("sym([[x, y], [t, 1]])", ["x", "0.5*(y + t)", "0.5*(t + y)", "1"])
        try assertEqual("dot([[1, 2], [3, 4]], v)", ["v.x + 2*v.y", "3*v.x + 4*v.y"])
        try assertEqual("cross(v, [x, y])", ["v.x*y - v.y*x"])
        try assertEqual("v_t", ["d(v.x, t)", "d(v.y, t)"])
        try assertEqual("norm(v)", ["sqrt(v.x^2 + v.y^2)"])
        try assertEqual("norm(v)^2", ["v.x^2 + v.y^2"])
    }

    func testVectorCalculusInSpace() throws {
        var scope = Scope(coordinates: ["x", "y", "z"])
        scope.unknowns = [.init(name: "w", isVector: true, components: 0..<3)]
        let names = SymbolNames(coordinates: ["x", "y", "z"], components: ["w.x", "w.y", "w.z"])
        let curl = try TestProblem.typed("curl(w)", in: scope)
        XCTAssertEqual(
            curl.components.map { $0.printed(names) },
            ["d(w.z, y) - d(w.y, z)", "d(w.x, z) - d(w.z, x)", "d(w.y, x) - d(w.x, y)"])
        XCTAssertEqual(try TestProblem.scalar("div(curl(w))", in: scope), 0)
        XCTAssertEqual(try TestProblem.scalar("det([[1,2,3],[4,5,6],[7,8,10]])", in: scope).constantValue, -3)
    }

    func testNormalsOnSidesAndPieces() throws {
        var scope = TestProblem.scope
        scope.place = .side(coordinate: 1, isUpper: false)
        XCTAssertEqual(try TestProblem.printed("dn(u)", in: scope), "-u_y")
        XCTAssertEqual(try TestProblem.typed("tangent", in: scope).components, [1, 0])
        scope.place = .boundary
        XCTAssertEqual(try TestProblem.printed("dn(u)", in: scope), "normal.x*u_x + normal.y*u_y")
        XCTAssertEqual(
            TestProblem.mistakes("dn(u)"), ["E205 0-5 'dn' inside the domain: there is a normal on the boundary only"])
    }

    func testFunctionalsTracesAndFilesAreNumbered() throws {
        var elaborator = Elaborator(declaredInputs: 1)
        let scope = TestProblem.scope
        for text in ["mean(p) + mean(p)^2", "integral(u^2)", "u(t=1) - u_x(t=1) + u(x=0, t=1)", "file(b.npy)*a + file(b.npy)"] {
            _ = try elaborator.expression(try FormulaParser.parse(expression: text), in: scope)
        }
        XCTAssertEqual(elaborator.functionals.map(\.isMean), [true, false])
        XCTAssertEqual(elaborator.sites, [[:], [2: 1], [0: 0, 2: 1]])
        XCTAssertEqual(elaborator.files.map(\.index), [1])
        XCTAssertEqual(elaborator.files.map(\.path), ["b.npy"])
    }

    func testTracesDoNotChangeAlongTheirFixedCoordinate() throws {
        XCTAssertEqual(try TestProblem.scalar("dt(u(t=1))"), 0)
        XCTAssertEqual(try TestProblem.printed("dx(u(t=1))"), "u_x(t=1)")
    }

    func testIntegralsOfKnownFunctions() throws {
        // mpmath: quad(exp(-s^2), [0, 2]) and quad(sqrt(1 + s), [0, 0.5]).
        XCTAssertEqual(try XCTUnwrap(TestProblem.scalar("integral(exp(-s^2), s, 0, 2)").constantValue), 0.8820813907624215, accuracy: 1e-15)
        let varying = try TestProblem.scalar("integral(sqrt(x + s), s, 0, y)")
        let value = varying.value { $0 == .coordinate(0) ? 1 : 0.5 }
        XCTAssertEqual(try XCTUnwrap(value), 0.5580782047249224, accuracy: 1e-15)
        let slope = varying.derivative(by: .coordinate(1)).value { $0 == .coordinate(0) ? 1 : 0.5 }
        XCTAssertEqual(try XCTUnwrap(slope), 1.5.squareRoot(), accuracy: 1e-13, "the integrand at the upper bound")
        XCTAssertEqual(try TestProblem.scalar("integral(integral(s*r, s, 0, 1), r, 0, 2)").constantValue ?? 0, 1, accuracy: 1e-15)
    }

    func testExactStandsForTheUnknownOnTheLeft() throws {
        var scope = TestProblem.scope
        scope.exact = [0: .coordinate(0), 1: 2, 2: .coordinate(1)]
        XCTAssertEqual(try TestProblem.residual("u = exact", in: scope).components, [.jet(0) - .coordinate(0)])
        XCTAssertEqual(try TestProblem.residual("v = exact", in: scope).components.count, 2)
        XCTAssertEqual(try TestProblem.residual("u_x = exact_x", in: scope).components, [.jet(0, MultiIndex([1])) - 1])
        XCTAssertEqual(
            TestProblem.equationMistakes("p = exact", in: scope),
            ["E205 4-9 no exact solution for 'p': not given; add 'p' under 'exact:'"])
        XCTAssertEqual(
            TestProblem.equationMistakes("u + p = exact", in: scope),
            ["E205 8-13 'exact' of which unknown?: the left side must hold exactly one unknown"])
    }

    func testDefinitionsAreInlinedAndDifferentiated() throws {
        var scope = TestProblem.scope
        scope.definitions["lid"] = TypedExpression(.power(.coordinate(0), 2.0))
        XCTAssertEqual(try TestProblem.scalar("dx(lid*u)", in: scope), try TestProblem.scalar("2*x*u + x^2*u_x"))
        XCTAssertEqual(try TestProblem.scalar("lid(x=3)", in: scope), 9)
    }

    func testOrdinaryDifferentialEquations() throws {
        var scope = Scope(coordinates: ["t"], timeIndex: 0)
        scope.unknowns = [.init(name: "y", isVector: false, components: 0..<1)]
        XCTAssertEqual(try TestProblem.scalar("y_tt + y", in: scope), .jet(0, MultiIndex([2])) + .jet(0))
        XCTAssertEqual(
            TestProblem.mistakes("lap(y)", in: scope), ["E204 0-6 'lap' needs at least one space coordinate: this problem has 0"])
    }
}
