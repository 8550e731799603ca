import Expressions
import XCTest

final class FormulaParserTests: XCTestCase {
    private func value(_ text: String) throws -> Double? {
        try TestProblem.scalar(text).value { $0 == .coordinate(0) ? 2 : $0 == .coordinate(1) ? 5 : nil }
    }

    func testPrecedenceAndAssociativity() throws {
        let cases: [(String, Double)] = [
            ("-x^2", -4), ("2^3^2", 512), ("2**-1", 0.5), ("-2^-2", -0.25), ("x^-x^2", 0.0625), ("1 - 2 - 3", -4),
            ("8/2/2", 2), ("8/2*2", 8), ("2*-3", -6), ("- - 3", 3), ("+x", 2), ("1 + 2*3", 7), ("(1 + 2)*3", 9),
            ("1e3", 1000), ("2.5E-1", 0.25), ("[x, y][1]", 5), ("[[1, 2], [3, 4]][1][0]", 3), ("if(x < y, 1, 2)", 1),
            ("if(x < 1 or x < 3 and not (y < 5), 1, 2)", 1), ("if((x < 1), 1, 2)", 2), ("if(not x < 1, 1, 2)", 1),
            ("max(1, x, y)", 5), ("clamp(7, 0, 1)", 1), ("e^1", 2.718281828459045), ("atan2(0, -1)/pi", 1),
        ]
        for (text, expected) in cases { XCTAssertEqual(try value(text), expected, text) }
    }

    func testLettersOfAnyAlphabetMakeNames() throws {
        var scope = Scope(coordinates: ["ξ"])
        scope.parameters = ["ν", "Reₘ"]
        XCTAssertEqual(try TestProblem.scalar("ν*ξ", in: scope), .parameter(0) * .coordinate(0))
    }

    func testSpansCountUnicodeScalars() throws {
        let node = try FormulaParser.parse(expression: "  ν + sin(x)^2 ")
        guard case .sum(let terms) = node.kind else { return XCTFail("not a sum") }
        XCTAssertEqual(node.span, SourceSpan(2, 14))
        XCTAssertEqual(terms.map(\.node.span), [SourceSpan(2, 3), SourceSpan(6, 14)])
        guard case .power(let base, let exponent) = terms[1].node.kind else { return XCTFail("not a power") }
        XCTAssertEqual([base.span, exponent.span], [SourceSpan(6, 12), SourceSpan(13, 14)])
        let grouped = try FormulaParser.parse(expression: "(1/Re)*lap(p)")
        XCTAssertEqual(grouped.span, SourceSpan(0, 13))
        let equation = try FormulaParser.parse(equation: "a = b")
        XCTAssertEqual(equation.equalsSpan, SourceSpan(2, 3))
    }

    func testFilesAreTakenAsRawText() throws {
        XCTAssertEqual(try FormulaParser.parse(expression: "2*file(data/u-0.1.npy)").names.count, 0)
        guard case .file(let path) = try FormulaParser.parse(expression: "file( 'a b.npy' )").kind else { return XCTFail() }
        XCTAssertEqual(path, "a b.npy")
    }

    func testMistakesExactly() {
        let cases: [(String, String)] = [
            ("2u", "E201 0-2 no operator between two operands: a product needs '*'; write '2*u'"),
            ("x (y + 1) 3", "E201 0-11 no operator between two operands: a product needs '*'; write 'x (y + 1)*3'"),
            ("(x)(y)", "E201 0-6 no operator between two operands: a product needs '*'; write '(x)*(y)'"),
            (".5*x", "E201 0-2 incomplete number: digits are needed on both sides of the point; write '0.5'"),
            ("1.*x", "E201 0-2 incomplete number: digits are needed on both sides of the point; write '1.0'"),
            ("1.2.3", "E201 3-4 cannot read this formula: found '.', expected an operator"),
            ("1e999", "E206 0-5 number out of range: larger than 1.8e308"),
            ("", "E201 0-0 empty formula: an expression is needed here"),
            ("   ", "E201 0-3 empty formula: an expression is needed here"),
            ("x +", "E201 3-3 cannot read this formula: found 'the end of the formula', expected a number, a name or '('"),
            ("(x + 1", "E201 0-1 '(' is never closed: opened here"),
            ("[x, y)", "E201 5-6 cannot read this formula: found ')', expected ']'"),
            ("x + 1)", "E201 5-6 cannot read this formula: found ')', expected an operator or the end"),
            ("x × y", "E201 2-3 unexpected character '×' in a formula: not part of the language; write '*'"),
            ("x $ y", "E201 2-3 unexpected character '$' in a formula: not part of the language"),
            (
                "if(0 < x < 1, 1, 0)",
                "E201 3-12 comparisons cannot be chained: two comparisons in a row; write '0 < x and x < 1'"
            ),
            ("if(x = 0, 1, 2)", "E201 3-8 '=' makes no comparison: expected '=='; write 'x == 0'"),
            ("if(2*x = 0, 1, 2)", "E201 7-8 '=' makes no comparison: expected '=='; write '2*x == 0'"),
            (
                "1 + (x < 2)",
                "E205 4-11 a condition where a value is needed: true or false, not a number; write 'if(condition, a, b)'"
            ),
            ("if(x, 1, 2)", "E205 3-4 a value where a condition is needed: a number, not true or false; compare it: 'x > 0'"),
        ]
        for (text, expected) in cases { XCTAssertEqual(TestProblem.mistakes(text), [expected], text) }
    }

    func testEquationsHaveOneEqualsSign() {
        let cases: [(String, String)] = [
            ("u", "E201 0-1 not an equation: an equation has one '='; write 'left = right'"),
            ("u = 1 = 2", "E201 6-7 more than one '=': a second equals sign; write one equation for each '='"),
            ("u == 1", "E201 0-6 '==' compares; it makes no equation: a comparison; write 'u = 1'"),
            ("= 1", "E201 0-1 cannot read this formula: found '=', expected a number, a name or '('"),
            ("u =", "E201 3-3 cannot read this formula: found 'the end of the formula', expected a number, a name or '('"),
        ]
        for (text, expected) in cases { XCTAssertEqual(TestProblem.equationMistakes(text), [expected], text) }
    }

    func testNestingIsLimited() {
        for text in [
            String(repeating: "(", count: 5000) + "x", String(repeating: "-", count: 5000) + "x",
            String(repeating: "x^", count: 5000) + "x", "x" + String(repeating: "[0]", count: 5000),
            String(repeating: "sin(", count: 5000), "if(" + String(repeating: "not ", count: 5000) + "x < 1, 1, 2)",
        ] {
            XCTAssertTrue(TestProblem.mistakes(text)[0].contains("nested too deeply"), "\(text.prefix(20))")
        }
        XCTAssertTrue(TestProblem.mistakes(String(repeating: "x+", count: 30_000) + "x")[0].contains("too long"))
        XCTAssertEqual(TestProblem.mistakes(String(repeating: "x+", count: 10_000) + "x"), [])
    }
}
