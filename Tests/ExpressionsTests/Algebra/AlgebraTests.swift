import Expressions
import XCTest

final class AlgebraTests: XCTestCase {
    private let x = Expression.coordinate(0)
    private let y = Expression.coordinate(1)

    func testSumsAndProductsAreEqualInAnyOrder() {
        XCTAssertEqual(x + y * x, x * y + x)
        XCTAssertEqual(Set([x + y, y + x]).count, 1)
        XCTAssertNotEqual(x - y, y - x)
    }

    func testEqualTermsAndFactorsAreCollected() {
        XCTAssertEqual(x + x + 2 * x, 4 * x)
        XCTAssertEqual(x * y - y * x, 0)
        XCTAssertEqual(2 * (x + y) - x, x + 2 * y)
        XCTAssertEqual(x * x * y / x, x * y)
        XCTAssertEqual(x / x, 1)
        XCTAssertEqual(0 * .call(.sin, x), 0)
    }

    func testPowersFollowRulesOfRealNumbers() {
        XCTAssertNotEqual(Expression.power(.power(x, 2.0), 0.5), x)
        XCTAssertEqual(Expression.power(.power(x, 2.0), 0.5).value { _ in -3 }, 3)
        XCTAssertEqual(Expression.power(.power(x, 0.5), 2.0), x)
        XCTAssertEqual(Expression.power(.power(x, 2.0), 3.0), .power(x, 6.0))
        XCTAssertEqual(Expression.power(.call(.abs, x), 2.0), .power(x, 2.0))
        XCTAssertEqual(Expression.power(4 * x, 0.5), 2 * .squareRoot(x))
        XCTAssertNotEqual(Expression.power(x * y, 0.5), .squareRoot(x) * .squareRoot(y))
        XCTAssertEqual(1 / (x * y), .power(x, -1.0) * .power(y, -1.0))
    }

    func testNumbersAreFoldedWithoutExtraRounding() {
        XCTAssertEqual((0.01 / Expression.constant(.pi)).constantValue, 0.01 / .pi)
        XCTAssertEqual((x / 10).coefficientAndRest.coefficient, 0.1)
        XCTAssertEqual(Expression.call(.sin, 0.5).constantValue, 0.479425538604203, "sin(0.5) by mpmath")
        XCTAssertEqual(Expression.choice(.compare(1, .less, 2), x, y), x)
    }

    func testAffineSplit() throws {
        let isX = { (symbol: Symbol) in symbol == .coordinate(0) }
        let split = try XCTUnwrap(((x + 2) * y + 3 * x - y).affineSplit(in: isX))
        XCTAssertEqual(split.coefficients, [.coordinate(0): y + 3])
        XCTAssertEqual(split.rest, y)
        XCTAssertNil((x * x).affineSplit(in: isX))
        XCTAssertNil(Expression.call(.sin, x).affineSplit(in: isX))
        let cancelling = try XCTUnwrap((.power(x + 1, 2.0) - .power(x, 2.0)).affineSplit(in: isX))
        XCTAssertEqual(cancelling.coefficients, [.coordinate(0): 2])
        XCTAssertEqual(cancelling.rest, 1)
    }

    func testPolynomialDegree() {
        let isX = { (symbol: Symbol) in symbol == .coordinate(0) }
        XCTAssertEqual((x * x * y + x).polynomialDegree(in: isX), 2)
        XCTAssertEqual(Expression.power(x + y, 3.0).polynomialDegree(in: isX), 3)
        XCTAssertEqual(Expression.call(.sin, y).polynomialDegree(in: isX), 0)
        XCTAssertNil((1 / x).polynomialDegree(in: isX))
        XCTAssertNil(Expression.squareRoot(x).polynomialDegree(in: isX))
    }

    func testTermsAreMultipliedOut() {
        XCTAssertEqual(Set((x * (y + 1) - 3).terms), [x * y, x, -3])
        XCTAssertEqual(Expression.zero.terms, [])
        XCTAssertEqual(Expression.power(x + y, 2.0).terms.count, 3)
        XCTAssertEqual(Expression.power(x + y, 40.0).terms.count, 1, "too large to multiply out")
    }

    func testSubstitutionFoldsAgain() {
        XCTAssertEqual((x * y + .call(.cos, x)).substituting { $0 == .coordinate(0) ? 0 : nil }, 1)
        XCTAssertEqual((x + y).substituting { _ in .parameter(0) }, 2 * .parameter(0))
    }

    func testSymbolsIncludeThoseOfConditions() {
        let choice = Expression.choice(.compare(.parameter(2), .less, 1), x, 0)
        XCTAssertEqual(choice.symbols, [.parameter(2), .coordinate(0)])
    }

    func testSimplifiedKeepsTheValueOfRandomTrees() {
        var trees = RandomTrees(seed: 41, symbols: [.coordinate(0), .coordinate(1)])
        var checked = 0
        for _ in 0..<1000 {
            let tree = trees.tree(depth: 3)
            let point = [0.2 + trees.uniform(), 0.2 + trees.uniform()]
            let lookup = { (symbol: Symbol) -> Double? in if case .coordinate(let index) = symbol { point[index] } else { nil } }
            guard let value = tree.value(lookup), value.isFinite, abs(value) < 1e4 else { continue }
            let simplified = tree.simplified()
            XCTAssertLessThanOrEqual(simplified.size, tree.size)
            // Multiplying out changes rounding by a few units in the last place of the largest term.
            XCTAssertEqual(simplified.value(lookup) ?? .nan, value, accuracy: 1e-7 * max(1, abs(value)), tree.printed(TestProblem.names))
            checked += 1
        }
        XCTAssertGreaterThan(checked, 500)
    }
}
