import Foundation
import NumericsCore
import XCTest

final class QuadratureTests: XCTestCase {
    private func assertSymmetric(_ rule: Quadrature.Rule, file: StaticString = #filePath, line: UInt = #line) {
        XCTAssertEqual(rule.points, rule.points.reversed().map { 0 - $0 }, file: file, line: line)
        XCTAssertEqual(rule.points, rule.points.sorted(), file: file, line: line)
        XCTAssert(rule.weights.allSatisfy { $0 > 0 }, file: file, line: line)
    }

    func testGaussLegendreIsExactForPolynomials() {
        for n in [1, 2, 3, 4, 7, 16, 33, 64] {
            let rule = Quadrature.gaussLegendre(n)
            assertSymmetric(rule)
            for degree in 0..<2 * n {
                let exact = degree % 2 == 0 ? 2 / Double(degree + 1) : 0
                let value = rule.integrate { pow($0, Double(degree)) }
                // The weights add up to 2, each term carries a few roundings.
                XCTAssertEqual(value, exact, accuracy: 2e-15, "n = \(n), degree \(degree)")
            }
        }
    }

    func testGaussLegendreFailsBeyondItsDegree() {
        let value = Quadrature.gaussLegendre(3).integrate { pow($0, 6) }
        // The error is (3!)^4 2^7 / (7 (6!)^3) * 6! = 8/175 of the true 2/7 (Davis and Rabinowitz 1984, 2.7.12).
        XCTAssertEqual(2.0 / 7 - value, 8.0 / 175, accuracy: 1e-15)
    }

    func testGaussLegendreReferenceValues() {
        for reference in QuadratureFixture.legendre {
            let rule = Quadrature.gaussLegendre(reference.n)
            let index = reference.index
            XCTAssertEqual(rule.points[index], reference.point, accuracy: 2 * reference.point.ulp, "n = \(reference.n)")
            XCTAssertEqual(rule.weights[index], reference.weight, accuracy: 2 * reference.weight.ulp, "n = \(reference.n)")
        }
    }

    func testGaussHermiteIsExactForPolynomials() {
        for n in [1, 2, 3, 8, 20] {
            let rule = Quadrature.gaussHermite(n)
            assertSymmetric(rule)
            var moment = Double.pi.squareRoot()
            for degree in stride(from: 0, to: 2 * n, by: 2) {
                let value = rule.integrate { pow($0, Double(degree)) }
                // Errors of the points enter multiplied by the degree.
                XCTAssertEqual(value / moment, 1, accuracy: 2e-15 * Double(degree + 4), "n = \(n), degree \(degree)")
                moment *= Double(degree + 1) / 2
            }
        }
    }

    func testGaussHermiteReferenceValues() {
        for reference in QuadratureFixture.hermite {
            let rule = Quadrature.gaussHermiteRule(reference.n)
            let index = reference.index
            XCTAssertEqual(rule.points[index], reference.point, accuracy: 8e-15, "n = \(reference.n)")
            // log w depends on the point with slope 2x, up to 63 here.
            XCTAssertEqual(rule.logWeights[index], reference.weight, accuracy: 2e-13 * max(1, abs(reference.point)))
        }
    }

    func testGaussHermiteWithManyPoints() {
        for n in [256, 1000] {
            let rule = Quadrature.gaussHermiteRule(n)
            XCTAssert(rule.logWeights.allSatisfy(\.isFinite))
            XCTAssert(rule.scaledWeights.allSatisfy { $0.isFinite && $0 > 0 })
            XCTAssertEqual(rule.points, rule.points.sorted())
            // The integral of exp(-2 x^2), through the scaled weights alone.
            let sum = zip(rule.points, rule.scaledWeights).reduce(0) { $0 + exp(-2 * $1.0 * $1.0) * $1.1 }
            XCTAssertEqual(sum, (Double.pi / 2).squareRoot(), accuracy: 1e-13)
            XCTAssertEqual(rule.weights.reduce(0, +), Double.pi.squareRoot(), accuracy: 1e-13)
        }
    }

    func testClenshawCurtisIsExactForPolynomials() {
        for n in [1, 2, 3, 4, 9, 10, 65] {
            let rule = Quadrature.clenshawCurtis(n)
            assertSymmetric(rule)
            for degree in 0..<n {
                let exact = degree % 2 == 0 ? 2 / Double(degree + 1) : 0
                let value = rule.integrate { pow($0, Double(degree)) }
                XCTAssertEqual(value, exact, accuracy: 2e-15, "n = \(n), degree \(degree)")
            }
        }
        // Simpson's rule.
        let simpson = Quadrature.clenshawCurtis(3)
        for (weight, exact) in zip(simpson.weights, [1.0 / 3, 4.0 / 3, 1.0 / 3]) {
            XCTAssertEqual(weight, exact, accuracy: 3e-16)
        }
        XCTAssertEqual(Quadrature.clenshawCurtis(5).points.first, -1)
    }

    func testGaussChebyshevIsExactForPolynomials() {
        for n in [1, 2, 5, 12] {
            let rule = Quadrature.gaussChebyshev(n)
            assertSymmetric(rule)
            var moment = Double.pi
            for degree in stride(from: 0, to: 2 * n, by: 2) {
                XCTAssertEqual(rule.integrate { pow($0, Double(degree)) }, moment, accuracy: 4e-15)
                moment *= Double(degree + 1) / Double(degree + 2)
            }
        }
    }

    func testMappedRule() {
        let rule = Quadrature.gaussLegendre(16).mapped(from: 1, to: 3)
        // The pole at 0 leaves an error of the order of (2 + sqrt 3)^-32 = 5e-19; the rest is rounding.
        XCTAssertEqual(rule.integrate { 1 / $0 }, log(3), accuracy: 1e-15)
        XCTAssertEqual(rule.weights.reduce(0, +), 2, accuracy: 1e-15)
        XCTAssert(rule.points.allSatisfy { $0 > 1 && $0 < 3 })
    }
}
