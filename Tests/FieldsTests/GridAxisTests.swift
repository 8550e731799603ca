import Fields
import Foundation
import XCTest

final class GridAxisTests: XCTestCase {
    private func integral(_ axis: GridAxis, _ f: (Double) -> Double) -> Double {
        zip(axis.points, axis.weights).reduce(0) { $0 + $1.1 * f($1.0) }
    }

    private func powerIntegral(_ power: Int, from a: Double, to b: Double) -> Double {
        (pow(b, Double(power + 1)) - pow(a, Double(power + 1))) / Double(power + 1)
    }

    func testUniformPointsAreSymmetricAndEndsExact() {
        let axis = GridAxis.uniform("x", from: -0.3, to: 0.3, count: 7)
        XCTAssertEqual(axis.points.first, -0.3)
        XCTAssertEqual(axis.points.last, 0.3)
        XCTAssertEqual(axis.points, axis.points.reversed().map { -$0 })
    }

    func testUniformWeightsAreExactForPolynomialsOfDegreeSevenAndPositive() {
        for count in 2...40 {
            let axis = GridAxis.uniform("x", from: 0.3, to: 1.7, count: count)
            XCTAssertTrue(axis.weights.allSatisfy { $0 > 0 }, "\(count) points")
            for power in 0...min(7, count - 1) {
                let exact = powerIntegral(power, from: 0.3, to: 1.7)
                // Rounding only: the weights add up to 1.4 and the integrand stays below 41.
                XCTAssertEqual(integral(axis, { pow($0, Double(power)) }), exact, accuracy: 1e-13 * max(1, exact))
            }
        }
    }

    func testUniformRuleConvergesWithOrderEight() {
        func error(_ count: Int) -> Double {
            abs(integral(.uniform("x", from: 0, to: 2, count: count), exp) - (exp(2) - 1))
        }
        // Halving the spacing gains 2^8 = 256 in the limit; 2^7 leaves room for the next order.
        XCTAssertGreaterThan(error(21) / error(41), 128)
    }

    func testPeriodicWeightsAreSpectral() {
        let axis = GridAxis.periodic("x", from: 1, to: 1 + 2 * .pi, count: 24)
        // Modified Bessel function I_0(1) times 2 pi, by mpmath.
        XCTAssertEqual(integral(axis) { exp(cos($0)) }, 7.954926521012845, accuracy: 2e-14)
        XCTAssertEqual(axis.count, 24)
        XCTAssertEqual(axis.upper, 1 + 2 * .pi, accuracy: 1e-15)
        XCTAssertLessThan(axis.points[23], axis.upper)
    }

    func testClenshawCurtisWeightsOfDegreeFour() {
        let axis = GridAxis.chebyshev("x", breaks: [-1, 1], degree: 4)
        let expected = [1.0 / 15, 8.0 / 15, 4.0 / 5, 8.0 / 15, 1.0 / 15]
        XCTAssertLessThan(zip(axis.weights, expected).map { abs($0 - $1) }.max() ?? 1, 1e-15)
        XCTAssertEqual(axis.points[2], 0)
        XCTAssertEqual(axis.points[1], -0.5.squareRoot(), accuracy: 1.2e-16)
    }

    func testClenshawCurtisIsExactForItsDegree() {
        for degree in 1...33 {
            let axis = GridAxis.chebyshev("x", breaks: [0, 2], degree: degree)
            let exact = powerIntegral(degree, from: -1, to: 1)
            XCTAssertEqual(integral(axis) { pow($0 - 1, Double(degree)) }, exact, accuracy: 1e-15 * 4)
        }
    }

    func testElementsShareTheirEnds() {
        let axis = GridAxis.chebyshev("x", breaks: [-1, -0.1, 0.2, 1], degrees: [4, 8, 3])
        XCTAssertEqual(axis.count, 16)
        XCTAssertEqual(axis.elements, [0...4, 4...12, 12...15])
        XCTAssertEqual(axis.points[12], 0.2)
        XCTAssertTrue(zip(axis.points, axis.points.dropFirst()).allSatisfy(<))
        XCTAssertEqual(axis.weights.reduce(0, +), 2, accuracy: 1e-15 * 4)
        XCTAssertEqual(integral(axis) { $0 * $0 }, 2.0 / 3, accuracy: 1e-15 * 4)
    }

    func testScatteredWeightsAreExactForCubics() {
        let axis = GridAxis.points("x", [0, 0.1, 0.25, 0.45, 0.7, 0.95, 1.2])
        for power in 0...3 {
            XCTAssertEqual(
                integral(axis) { pow($0, Double(power)) }, powerIntegral(power, from: 0, to: 1.2), accuracy: 1e-15 * 4)
        }
    }

    func testWildSpacingsFallBackToPositiveWeights() {
        let axis = GridAxis.points("x", [0, 1e-9, 1, 1 + 1e-9, 50, 50 + 1e-9])
        XCTAssertTrue(axis.weights.allSatisfy { $0 > 0 })
        XCTAssertEqual(axis.weights.reduce(0, +), 50, accuracy: 1e-8)
    }

    func testSinglePoints() {
        XCTAssertEqual(GridAxis.points("x", [3]).weights, [1])
        XCTAssertEqual(GridAxis.uniform("x", from: 2, to: 5, count: 1).weights, [3])
        XCTAssertEqual(GridAxis.uniform("x", from: 2, to: 2, count: 1).weights, [1])
    }

    func testIndexSearch() {
        let axis = GridAxis.points("x", [0, 1, 2.5, 4])
        XCTAssertEqual([-1, 0, 0.5, 1, 2.5, 3, 4, 9].map { axis.index(atOrBelow: $0) }, [0, 0, 0, 1, 2, 2, 3, 3])
    }

    func testSamenessIgnoresRoundingOnly() {
        let axis = GridAxis.uniform("x", from: 0, to: 1, count: 5)
        let shifted = GridAxis(name: "x", layout: .uniform, points: axis.points.map { $0 + 1e-15 }, weights: axis.weights)
        XCTAssertTrue(axis.isSame(as: shifted))
        XCTAssertFalse(axis.isSame(as: .uniform("y", from: 0, to: 1, count: 5)))
        XCTAssertFalse(axis.isSame(as: .uniform("x", from: 0, to: 1.001, count: 5)))
        XCTAssertFalse(axis.isSame(as: .periodic("x", from: 0, to: 1.25, count: 5)))
    }
}
