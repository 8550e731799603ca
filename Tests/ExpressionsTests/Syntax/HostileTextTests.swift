import Expressions
import NumericsCore
import XCTest

/// Whatever the text, the result is a tree or an error with a span inside the text; never a crash or a hang.
final class HostileTextTests: XCTestCase {
    private let pieces = [
        "x", "y", "t", "u", "v", "p", "nu", "a", "u_xx", "v.x", "v.x_y", "u_xq", "exact", "normal", "pi", "e", "1", "2.5", "1e3", "1e",
        ".5", "1.", "0", "+", "-", "*", "/", "^", "**", "(", ")", "[", "]", ",", ".", "=", "==", "<", "<=", "!=", "and", "or", "not",
        "sin(", "if(", "d(", "dt(", "lap(", "bilap(", "grad(", "div(", "curl(", "advect(", "dot(", "norm(", "mean(", "integral(",
        "dn(", "file(", "u(t=1)", "u(x=", "min(", "cross(", "det(", "sym(", "tr(", " ", "\n", "ν", "\u{301}", "\u{0}", "😀", "∇", "\u{FEFF}",
    ]

    private func check(_ text: String) {
        let length = text.unicodeScalars.count
        var place = TestProblem.scope
        place.place = .side(coordinate: 0, isUpper: true)
        for scope in [TestProblem.scope, place] {
            var elaborator = Elaborator(declaredInputs: 1)
            for kind in 0..<3 {
                do {
                    switch kind {
                    case 0: _ = try elaborator.expression(try FormulaParser.parse(expression: text), in: scope)
                    case 1: _ = try elaborator.equation(try FormulaParser.parse(equation: text), in: scope)
                    default: _ = try elaborator.condition(try FormulaParser.parse(condition: text), in: scope)
                    }
                } catch let error as FormulaError {
                    inspect(error, length, text)
                } catch let errors as FormulaErrors {
                    XCTAssertFalse(errors.errors.isEmpty, text)
                    for error in errors.errors { inspect(error, length, text) }
                } catch {
                    XCTFail("\(error)")
                }
            }
        }
    }

    private func inspect(_ error: FormulaError, _ length: Int, _ text: String) {
        let isInside = error.span.start >= 0 && error.span.start <= error.span.end && error.span.end <= length
        XCTAssertTrue(isInside, "\(error.span) outside '\(text)'")
        XCTAssertFalse(FormulaErrorText(error).message.isEmpty)
    }

    func testRandomSequencesOfPieces() {
        var stream = RandomStream(seed: 51, name: "pieces")
        for _ in 0..<6000 {
            let count = 1 + Int(stream.uniform() * 12)
            check((0..<count).map { _ in pieces[Int(stream.uniform() * Double(pieces.count)) % pieces.count] }.joined())
        }
    }

    func testRandomScalars() {
        var stream = RandomStream(seed: 52, name: "scalars")
        for _ in 0..<2000 {
            var view = String.UnicodeScalarView()
            for _ in 0..<(1 + Int(stream.uniform() * 20)) {
                let limit = stream.uniform() < 0.7 ? 128.0 : 65536.0
                view.append(Unicode.Scalar(UInt32(stream.uniform() * limit)) ?? "x")
            }
            check(String(view))
        }
    }

    func testMutatedFormulas() {
        let formulas = [
            "advect(v, v) = -grad(p) + nu*lap(v)", "u_t + u*u_x = nu*u_xx", "if(x < 0 and not (y > 1), sin(pi*x), [1, 2].x)",
            "integral(exp(-s^2), s, 0, x) + mean(u^2)*u(t=1)", "-div(a*grad(u)) + d(v.x, y, 2) = norm(v)^2",
        ]
        var stream = RandomStream(seed: 53, name: "mutations")
        for round in 0..<3000 {
            var scalars = Array(formulas[round % formulas.count].unicodeScalars)
            for _ in 0..<(1 + Int(stream.uniform() * 3)) where !scalars.isEmpty {
                let position = Int(stream.uniform() * Double(scalars.count)) % scalars.count
                switch Int(stream.uniform() * 4) {
                case 0: scalars.remove(at: position)
                case 1: scalars.insert(Unicode.Scalar(UInt8(32 + stream.uniform() * 95)), at: position)
                case 2: scalars.removeSubrange(position...)
                default: scalars.swapAt(position, Int(stream.uniform() * Double(scalars.count)) % scalars.count)
                }
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            check(String(view))
        }
    }

    func testFormulasThatGrowAreRefused() {
        let product = (1...60).map { "sin(x*y + \($0))" }.joined(separator: "*")
        for text in [
            "bilap(bilap(\(product)))", "d(\(product), x, 8)", "x^x^x^x^x^x^x^x^x^x^x",
            (0..<900).map { "(x + \($0))" }.joined(separator: "*") + " + bilap(bilap(1/(x*y)))",
            "integral(integral(integral(x*s*r*q, s, 0, x), r, 0, x), q, 0, x)",
            "lap(lap(lap(lap(lap(lap(exp(x*y*sin(x*y))))))))",
        ] { check(text) }
    }
}
