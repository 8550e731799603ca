import Expressions
import XCTest

final class DerivativeTests: XCTestCase {
    private let x = Expression.coordinate(0)

    /// Central difference of order 8; its error at step 1e-2 is about 1e-16 times the ninth derivative, its rounding
    /// error about 1e-13 times the largest value.
    private func difference(_ function: (Double) -> Double, at point: Double, step: Double = 1e-2) -> Double {
        let weights = [4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280]
        return weights.enumerated().reduce(0) { sum, entry in
            let offset = Double(entry.offset + 1) * step
            return sum + entry.element * (function(point + offset) - function(point - offset))
        } / step
    }

    private func value(_ expression: Expression, _ x: Double, _ y: Double = 0) -> Double {
        expression.value { $0 == .coordinate(0) ? x : $0 == .coordinate(1) ? y : nil } ?? .nan
    }

    func testEveryFunctionOfOneArgument() {
        let points: [ScalarFunction: [Double]] = [
            .asin: [-0.6, 0.2], .acos: [-0.5, 0.3], .log: [0.7, 2.3], .sqrt: [0.8, 3.1], .bump: [-0.4, 0.3],
            .sign: [-0.5, 0.7], .step: [-0.5, 0.6], .floor: [0.5, -1.5],
        ]
        for function in ScalarFunction.allCases where function.arity == 1 {
            let call = Expression.call(function, x)
            let slope = call.derivative(by: .coordinate(0))
            for point in points[function] ?? [-0.7, 0.4, 1.1] {
                let expected = difference({ value(call, $0) }, at: point)
                XCTAssertEqual(value(slope, point), expected, accuracy: 1e-9 * max(1, abs(expected)), "\(function) at \(point)")
            }
        }
    }

    func testFunctionsOfSeveralArgumentsAlongEachOne() {
        let y = Expression.coordinate(1)
        let product = x * y
        var calls: [Expression] = [.call(.atan2, [x, y]), .call(.angle, [x, y])]
        calls += [.call(.min, [product, x + 1]), .call(.max, [product, x + 1])]
        calls += [.call(.clamp, [product, -1, y]), .call(.clamp, [x + 5, x, product])]
        calls += [.power(x, y), .power(2, product), .choice(.compare(x, .less, y), product, .call(.sin, x))]
        for call in calls {
            for (a, b) in [(0.7, 1.9), (1.3, 0.4)] {
                let alongX = difference({ value(call, $0, b) }, at: a, step: 5e-3)
                let alongY = difference({ value(call, a, $0) }, at: b, step: 5e-3)
                XCTAssertEqual(value(call.derivative(by: .coordinate(0)), a, b), alongX, accuracy: 1e-9, "\(call) at \(a), \(b)")
                XCTAssertEqual(value(call.derivative(by: .coordinate(1)), a, b), alongY, accuracy: 1e-9, "\(call) at \(a), \(b)")
            }
        }
    }

    func testPowersAtZeroHaveNoNaN() {
        XCTAssertEqual(value(Expression.power(x, 2.0).derivative(by: .coordinate(0)), 0), 0)
        XCTAssertEqual(value(Expression.power(x, 1.0).derivative(by: .coordinate(0)), 0), 1)
        XCTAssertEqual(value(Expression.power(x, 3.0).derivative(by: .coordinate(0)).derivative(by: .coordinate(0)), 0), 0)
        let general = Expression.power(x, .parameter(0))
        let slope = general.derivative(by: .coordinate(0)).value { $0 == .parameter(0) ? 2 : 0 }
        XCTAssertEqual(slope, 0)
        let byExponent = general.derivative(by: .parameter(0)).value { $0 == .parameter(0) ? 2 : 0 }
        XCTAssertEqual(byExponent, 0)
    }

    func testBumpIsSmoothAtItsEdge() {
        var slope = Expression.call(.bump, x)
        for _ in 0..<3 {
            slope = slope.derivative(by: .coordinate(0))
            for point in [-1.0, 1, 1.5, -3, 0.999999, 1 - 1e-12] { XCTAssertEqual(value(slope, point), 0, accuracy: 1e-12) }
        }
    }

    func testSquaredNormHasADerivativeAtZero() throws {
        let square = try TestProblem.scalar("norm(v)^2")
        XCTAssertEqual(square, try TestProblem.scalar("dot(v, v)"))
        XCTAssertEqual(square.derivative(by: .jet(Jet(component: 1))).value { _ in 0 }, 0)
    }

    func testTotalDerivativeAdvancesJetsInputsAndCoordinates() throws {
        let expression = try TestProblem.scalar("x*u*a + u_x^2 + nu")
        XCTAssertEqual(
            expression.totalDerivative(along: 0), try TestProblem.scalar("u*a + x*u_x*a + x*u*a_x + 2*u_x*u_xx"))
        XCTAssertEqual(Expression.jet(0, site: 1).totalDerivative(along: 0), 0)
    }

    func testRandomTreesAgreeWithDifferences() {
        var trees = RandomTrees(seed: 21, symbols: [.coordinate(0), .coordinate(1)], hasKinks: false)
        var checked = 0
        for _ in 0..<3000 {
            let tree = trees.tree(depth: 3)
            let slope = tree.derivative(by: .coordinate(0))
            let (a, b) = (0.3 + trees.uniform(), 0.3 + trees.uniform())
            // Two step lengths that agree show that the difference itself can be trusted.
            let coarse = difference({ value(tree, $0, b) }, at: a, step: 4e-3)
            let fine = difference({ value(tree, $0, b) }, at: a, step: 2e-3)
            let exact = value(slope, a, b)
            guard tree.hasFiniteNumbers, coarse.isFinite, abs(coarse) < 1e6, abs(value(tree, a, b)) < 1e4, abs(coarse - fine) < 1e-9 * max(1, abs(fine)) else { continue }
            checked += 1
            XCTAssertEqual(exact, fine, accuracy: 1e-7 * max(1, abs(fine)), tree.printed(TestProblem.names))
        }
        XCTAssertGreaterThan(checked, 1000)
    }
}
