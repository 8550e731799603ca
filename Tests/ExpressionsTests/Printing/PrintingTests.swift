import Expressions
import XCTest

final class PrintingTests: XCTestCase {
    func testReadableForms() throws {
        let pairs = [
            ("u_t + u*u_x - nu*u_xx", "u_t + u*u_x - nu*u_xx"), ("d(u, x, 2)", "u_xx"), ("d(v.x, y)", "d(v.x, y)"),
            ("-(x + y)*2", "-2*(x + y)"), ("x/(y*t)", "x/(y*t)"), ("1/x^2", "1/x^2"), ("x^(1/2)", "sqrt(x)"),
            ("2*pi*x/3", "2.0943951023931953*x"), ("pi*x", "pi*x"), ("x^(y+1)", "x^(y + 1)"), ("(x*y)^nu", "(x*y)^nu"),
            ("u(t=1) - u", "u(t=1) - u"), ("v(t=1).x", "v(t=1).x"), ("u_x(t=1)", "u_x(t=1)"), ("a_y", "a_y"),
            ("if(x < 0 or y > 1 and t == 2, 1, -x)", "if(x < 0 or y > 1 and t == 2, 1, -x)"),
        ]
        for (text, expected) in pairs { XCTAssertEqual(try TestProblem.printed(text), expected, text) }
    }

    func testLongNamesUseNestedDerivatives() {
        let names = SymbolNames(coordinates: ["r", "theta"], components: ["u"])
        XCTAssertEqual(Expression.jet(0, MultiIndex([1, 2])).printed(names), "d(d(u, r), theta, 2)")
        XCTAssertEqual(Expression.jet(0, MultiIndex([2])).printed(names), "u_rr")
    }

    func testSymbolsWithoutNamesStillPrint() {
        XCTAssertEqual((Expression.coordinate(3) * .parameter(7)).printed(SymbolNames(coordinates: [])), "c3*p7")
    }

    func testTextOfRandomTreesParsesBackToTheSameTree() throws {
        var trees = RandomTrees(seed: 11, symbols: TestProblem.symbols)
        var checked = 0
        for _ in 0..<4000 {
            let tree = trees.tree(depth: 4)
            guard tree.hasFiniteNumbers, tree.size < 3000 else { continue }
            let text = tree.printed(TestProblem.names)
            do {
                let back = try TestProblem.scalar(text)
                XCTAssertTrue(back == tree, "\(text) came back as \(back.printed(TestProblem.names))")
            } catch let errors as FormulaErrors {
                XCTFail("\(text): \(errors.errors.map(TestProblem.describe))")
            } catch let error as FormulaError {
                XCTFail("\(text): \(TestProblem.describe(error))")
            }
            checked += 1
        }
        XCTAssertGreaterThan(checked, 2000)
    }

    func testConditionsParseBack() throws {
        var trees = RandomTrees(seed: 12, symbols: TestProblem.symbols)
        for _ in 0..<500 {
            let condition = trees.condition(depth: 3)
            guard condition.operands.allSatisfy(\.hasFiniteNumbers) else { continue }
            let text = condition.printed(TestProblem.names)
            var elaborator = Elaborator(declaredInputs: 1)
            let node = try FormulaParser.parse(condition: text)
            XCTAssertEqual(try elaborator.condition(node, in: TestProblem.scope), condition, text)
        }
    }
}
