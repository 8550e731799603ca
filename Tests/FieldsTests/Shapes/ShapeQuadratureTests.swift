import Fields
import NumericsCore
import XCTest

final class ShapeQuadratureTests: XCTestCase {
    private func integral(_ shape: Shape, _ order: Int, _ f: ([Double]) -> Double) -> Double {
        let rule = ShapeQuadrature(shape, order: order)
        return rule.weights.enumerated().reduce(0) { sum, entry in
            sum + entry.element * f((0..<rule.points.shape[1]).map { rule.points[entry.offset, $0] })
        }
    }

    /// Round ends cost nothing: a disk, and a quadratic over it, to rounding with a dozen points.
    func testRoundShapes() {
        let disk = Shape.ball(centre: [0.3, -0.2], radius: 2)
        XCTAssertEqual(ShapeQuadrature(disk, order: 12).measure, 4 * .pi, accuracy: 1e-12)
        XCTAssertEqual(integral(disk, 16) { ($0[0] - 0.3) * ($0[0] - 0.3) }, 4 * .pi, accuracy: 1e-12)
        XCTAssertEqual(ShapeQuadrature(.ellipsoid(centre: [0, 0], semiAxes: [2, 1], angle: 0.7), order: 16).measure, 2 * .pi, accuracy: 1e-12)
        XCTAssertEqual(ShapeQuadrature(.ball(centre: [1], radius: 2), order: 3).measure, 4, accuracy: 1e-15)
    }

    /// Cuts, corners and holes are divided at; what is left is smooth.
    func testCombinations() {
        XCTAssertEqual(ShapeQuadrature(ShapeTests.lShape, order: 8).measure, 3, accuracy: 1e-13)
        // Exact: integral of x²y over the L-shape is that over the square, 0, less that over the notch: 1/3 * (-1/2).
        XCTAssertEqual(integral(ShapeTests.lShape, 16) { $0[0] * $0[0] * $0[1] }, 1.0 / 6, accuracy: 1e-13)
        XCTAssertEqual(ShapeQuadrature(ShapeTests.ring, order: 16).measure, .pi * 0.875, accuracy: 1e-10)
        let turn = asin(0.4)
        let keyhole = 0.25 * (.pi - turn) + 0.2 * 0.5 * cos(turn) + 0.4 * (1.5 - 0.5 * cos(turn))
        XCTAssertEqual(ShapeQuadrature(ShapeTests.keyhole, order: 16).measure, keyhole, accuracy: 1e-8)
        XCTAssertEqual(ShapeQuadrature(.polygon([[0, 0], [3, 1], [1, 2]]), order: 8).measure, 2.5, accuracy: 1e-13)
    }

    func testSpace() {
        XCTAssertEqual(ShapeQuadrature(.box(from: [0, 0, 0], to: [1, 2, 3]), order: 8).measure, 6, accuracy: 1e-6)
        XCTAssertEqual(ShapeQuadrature(.ball(centre: [0, 0, 0], radius: 1), order: 12).measure, 4 * .pi / 3, accuracy: 1e-9)
        let cap = Shape.ball(centre: [0, 0, 0], radius: 1).intersecting(.halfSpace(point: [0, 0, 0.5], normal: [0, 0, -1]))
        // A cap of height 1/2: π h² (3 - h) / 3. The outermost range is that of the ball, which the cap does not fill.
        XCTAssertEqual(ShapeQuadrature(cap, order: 12).measure, .pi * 0.25 * 2.5 / 3, accuracy: 1e-3)
    }
}
