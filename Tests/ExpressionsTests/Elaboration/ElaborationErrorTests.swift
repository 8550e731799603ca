import Expressions
import XCTest

final class ElaborationErrorTests: XCTestCase {
    /// The example of the reference: the odd term is underlined, the other rank labelled.
    func testRankMismatchNamesBothOperands() throws {
        var scope = Scope(coordinates: ["x", "y"])
        scope.unknowns = [
            .init(name: "vel", isVector: true, components: 0..<2), .init(name: "p", isVector: false, components: 2..<3),
        ]
        scope.parameters = ["Re"]
        let text = "advect(vel, vel) = -grad(p) + (1/Re)*lap(p)"
        var elaborator = Elaborator()
        let equation = try FormulaParser.parse(equation: text)
        XCTAssertThrowsError(try elaborator.equation(equation, in: scope)) { error in
            guard let errors = (error as? FormulaErrors)?.errors, errors.count == 1 else { return XCTFail("\(error)") }
            XCTAssertEqual(errors[0].span, SourceSpan(30, 43))
            XCTAssertEqual(errors[0].related?.span, SourceSpan(0, 16))
            let words = FormulaErrorText(errors[0])
            XCTAssertEqual(words.code, "E204")
            XCTAssertEqual(words.message, "rank mismatch")
            XCTAssertEqual(words.label, "this is a scalar")
            XCTAssertEqual(words.relatedLabel, "this is a vector (2 components)")
            XCTAssertEqual(words.help, "did you mean 'lap(vel)'?")
        }
    }

    func testMistakesExactly() {
        let cases: [(String, [String])] = [
            ("v = 0", ["E204 4-5 rank mismatch: this is a scalar; did you mean '[0, 0]'?"]),
            ("u = v", ["E204 4-5 rank mismatch: this is a vector (2 components)"]),
            ("u_t = nuu*lap(u)", ["E202 6-9 unknown name 'nuu': did you mean 'nu'?; known names: u, v, p, nu, x, y, t, a"]),
            ("u = sni(x)", ["E202 4-7 unknown function 'sni': did you mean 'sin'?; 'ansatz list functions' prints all of them"]),
            ("u = x(1 + y)", ["E202 4-5 'x' is not a function: a product needs '*'; write 'x*(…)'"]),
            ("u_z = 1", ["E202 0-3 cannot read the subscript of 'u_z': each letter must be a coordinate; coordinates: x, y, t"]),
            ("v.x_y = 0", ["E201 2-5 a component takes no subscript: a derivative of a component; write 'd(v.x, y)'"]),
            ("v.x_yyx = 0", ["E201 2-7 a component takes no subscript: a derivative of a component; write 'd(d(v.x, y, 2), x)'"]),
            ("v.z = 0", ["E204 2-3 no component 'z' in a vector (2 components): no such component; components: x, y"]),
            ("v[2] = 0", ["E204 0-4 no component '2' in a vector (2 components): no such component; components: 0, 1"]),
            ("u.x = 0", ["E204 0-1 '.x' needs a vector with a component for each space coordinate: this is a scalar"]),
            ("v^2 = 0", ["E204 0-1 a power needs a scalar: this is a vector (2 components); use dot(v, v) or norm(v)"]),
            ("v*v = 0", ["E204 2-3 a product needs a scalar on one side: this is a vector (2 components); use dot(a, b) for the inner product"]),
            ("u/v = 0", ["E204 2-3 a division needs a scalar: this is a vector (2 components)"]),
            ("sin(v) = 0", ["E204 4-5 sin needs a scalar: this is a vector (2 components)"]),
            ("div(u) = 0", ["E204 4-5 div needs a vector with 2 components: this is a scalar"]),
            ("sin(x, y) = 0", ["E203 0-9 wrong number of arguments: 'sin(x)' takes 1 argument, found 2"]),
            ("d(u) = 0", ["E203 0-4 wrong number of arguments: 'd(f, x, n)' takes 2 or 3 arguments, found 1"]),
            ("d(u, nu) = 0", ["E203 5-7 not a coordinate: 'd(f, x, n)' differentiates along x, y, t"]),
            ("d(u, x, 9) = 0", ["E203 8-9 not an order of differentiation: a whole number from 1 to 8 is needed"]),
            ("dz(u) = 0", ["E203 0-5 'dz' without a coordinate 'z': this problem has none; write 'd(f, name)' for other coordinates"]),
            ("sin = 0", ["E202 0-3 function 'sin' without arguments: a function needs its arguments; write 'sin(x)'"]),
            ("u(x=y) = 0", ["E203 4-5 the place of a trace must be a number: depends on something"]),
            ("u(q=1) = 0", ["E202 2-3 unknown coordinate 'q': not a coordinate; coordinates: x, y, t"]),
            ("u = 1/0", ["E206 4-7 the value is inf: this is inf, whatever the fields are"]),
            ("u = log(-1)*x", ["E206 4-11 the value is nan: this is nan, whatever the fields are"]),
            ("[x, v] = 0", ["E204 0-6 components of different ranks: all must be scalars, or vectors of one length"]),
            ("u = dt(mean(u))", ["E205 4-15 time derivative of an integral over the domain: not available; differentiate inside: 'integral(dt(f))'"]),
            ("u = integral(u, s, 0, 1)", [
                "E203 13-14 an unknown inside 'integral(f, s, a, b)': the integrand must be known; 'integral(f)' integrates unknowns over the whole domain",
            ]),
            ("u = integral(1/s, s, 0, 1)", [
                "E206 4-26 integral does not settle: no 12 digits with 4096 intervals; split the range at singular points, or write the value",
            ]),
        ]
        for (text, expected) in cases { XCTAssertEqual(TestProblem.equationMistakes(text), expected, text) }
    }

    func testAllMistakesOfAFormulaAreReported() {
        XCTAssertEqual(
            TestProblem.equationMistakes("uu + sni(xx) = v.q + dn(u)").map { $0.split(separator: ":")[0] },
            [
                "E202 0-2 unknown name 'uu'", "E202 9-11 unknown name 'xx'", "E202 5-8 unknown function 'sni'",
                "E204 17-18 no component 'q' in a vector (2 components)", "E205 21-26 'dn' inside the domain",
            ])
    }

    func testFormulasThatMustBeKnownRefuseUnknowns() {
        var scope = TestProblem.scope
        scope.allowsUnknowns = false
        scope.allowsFunctionals = false
        scope.allowsCoordinates = false
        XCTAssertEqual(
            TestProblem.mistakes("u + x + mean(2)", in: scope).map { $0.split(separator: ":")[0] },
            [
                "E205 0-1 unknown 'u' in a formula that must be known", "E205 4-5 coordinate 'x' in a number",
                "E205 8-15 'mean' cannot be taken here",
            ])
    }

    func testNearestName() {
        XCTAssertEqual(NearestName.find("tempreature", in: ["temperature", "pressure"]), "temperature")
        XCTAssertEqual(NearestName.find("condtions", in: ["conditions", "coordinates"]), "conditions")
        XCTAssertEqual(NearestName.find("sn", in: ["dn", "sin"]), "sin")
        XCTAssertEqual(NearestName.find("mu", in: ["u", "nu"]), "nu")
        XCTAssertNil(NearestName.find("zz", in: ["u", "v", "pq"]))
        XCTAssertEqual(NearestName.distance("ca", "abc"), 3, "optimal string alignment")
        XCTAssertEqual(NearestName.distance("nu", "un"), 1)
    }
}
