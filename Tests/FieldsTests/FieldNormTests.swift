import Fields
import Foundation
import NumericsCore
import XCTest

final class FieldNormTests: XCTestCase {
    func testNormOfASineOnEveryLayout() {
        let axes: [GridAxis] = [
            .periodic("x", from: 0, to: 2 * .pi, count: 8), .chebyshev("x", breaks: [0, 2, 2 * .pi], degree: 20),
            .uniform("x", from: 0, to: 2 * .pi, count: 401), .points("x", (0...2000).map { Double($0) * .pi / 1000 }),
        ]
        for axis in axes {
            // sqrt(pi); the cubic rule on 2001 points is good to h^4 / 720, the others to rounding.
            XCTAssertEqual(sampled(Grid([axis]), [{ sin($0[0]) }]).l2Norm, Double.pi.squareRoot(), accuracy: 2e-13)
        }
    }

    func testComponentsOfAVectorCountTogether() {
        let grid = Grid([.uniform("x", from: 0, to: 1, count: 3), .uniform("y", from: 0, to: 4, count: 4)])
        let field = sampled("v", grid, components: ["x", "y"], [{ _ in 3 }, { _ in -4 }])
        XCTAssertEqual(field.l2Norm, 10, accuracy: 1e-14)
        XCTAssertEqual(field.maximumNorm, 4)
        XCTAssertEqual(field.integrals[0], 12, accuracy: 1e-14)
        XCTAssertEqual(field.integrals[1], -16, accuracy: 1e-14)
    }

    func testHugeAndTinyValuesNeitherOverflowNorVanish() {
        let grid = Grid([.uniform("x", from: 0, to: 1, count: 5)])
        XCTAssertEqual(sampled(grid, [{ _ in 1e308 }]).l2Norm, 1e308, accuracy: 1e294)
        XCTAssertEqual(sampled(grid, [{ _ in 0x1p-1060 }]).l2Norm, 0x1p-1060, accuracy: 0x1p-1073)
        XCTAssertEqual(sampled(grid, [{ _ in 0 }]).l2Norm, 0)
    }

    func testNaNIsNotSwallowed() {
        let grid = Grid([.uniform("x", from: 0, to: 1, count: 3)])
        let field = sampled(grid, [{ $0[0] == 0.5 ? .nan : 1 }])
        XCTAssertTrue(field.l2Norm.isNaN)
        XCTAssertTrue(field.maximumNorm.isNaN)
    }

    func testDifferencesNeedOneGrid() throws {
        let grid = Grid([.uniform("x", from: 0, to: 1, count: 3)])
        let u = sampled(grid, [{ $0[0] }])
        XCTAssertEqual(try u.subtracting(sampled(grid, [{ _ in 0.25 }])).values.elements, [-0.25, 0.25, 0.75])
        let other = sampled(Grid([.uniform("x", from: 0, to: 1, count: 4)]), [{ $0[0] }])
        XCTAssertThrowsError(try u.subtracting(other)) {
            XCTAssertEqual($0 as? FieldComparisonError, .gridsDiffer(field: "u"))
        }
    }
}
