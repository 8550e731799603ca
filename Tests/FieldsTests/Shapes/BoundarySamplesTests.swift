import Fields
import NumericsCore
import XCTest

final class BoundarySamplesTests: XCTestCase {
    /// Lengths by hand; cut pieces are exact too because they are cut at the parameter where they leave the boundary.
    func testLengths() {
        XCTAssertEqual(ShapeTests.lShape.boundarySamples(spacing: 0.1).measure, 8, accuracy: 1e-8)
        XCTAssertEqual(Shape.ball(centre: [3, 4], radius: 2).boundarySamples(spacing: 0.2).measure, 4 * .pi, accuracy: 1e-12)
        // A keyhole: an arc without the chord of width 0.4, and three sides of the slot.
        let turn = asin(0.2 / 0.5)
        let expected = 0.5 * (2 * .pi - 2 * turn) + 0.4 + 2 * (1.5 - 0.5 * cos(turn))
        XCTAssertEqual(ShapeTests.keyhole.boundarySamples(spacing: 0.02).measure, expected, accuracy: 1e-8)
        // Perimeter of the ellipse with semi-axes 2 and 1: 8 E(3/4) (mpmath, 20 digits).
        XCTAssertEqual(
            Shape.ellipsoid(centre: [0, 0], semiAxes: [2, 1], angle: 1).boundarySamples(spacing: 0.05).measure,
            9.6884482205476761984, accuracy: 1e-9)
        XCTAssertEqual(Shape.polygon([[0, 0], [0, 3], [4, 0]]).boundarySamples(spacing: 0.1).measure, 12, accuracy: 1e-12)
    }

    /// Gauss: the flux of (x, 2y)/3 through the boundary is the area; of (x, y, z)/3 the volume.
    func testFluxesGiveAreasAndVolumes() {
        func flux(_ shape: Shape, _ spacing: Double, _ factors: [Double]) -> Double {
            let samples = shape.boundarySamples(spacing: spacing)
            return (0..<samples.count).reduce(0) { sum, index in
                let (point, normal) = (samples.point(index), samples.normal(index))
                var outward = 0.0
                for axis in point.indices { outward += factors[axis] * point[axis] * normal[axis] }
                return sum + samples.weights[index] * outward
            }
        }
        let plane = [1.0 / 3, 2.0 / 3]
        XCTAssertEqual(flux(ShapeTests.lShape, 0.1, plane), 3, accuracy: 1e-8)
        XCTAssertEqual(flux(ShapeTests.ring, 0.02, plane), .pi * (1 - 0.125), accuracy: 1e-8)
        let union = Shape.ball(centre: [0, 0], radius: 1).adding(.ball(centre: [1, 0], radius: 1))
        // Two unit disks less their lens.
        let lens: Double = 2 * Double.pi / 3 - 3.0.squareRoot() / 2
        XCTAssertEqual(flux(union, 0.02, plane), 2 * Double.pi - lens, accuracy: 1e-8)
        let third = [1.0 / 3, 1.0 / 3, 1.0 / 3]
        XCTAssertEqual(flux(.box(from: [0, 0, 0], to: [1, 2, 3]), 0.3, third), 6, accuracy: 1e-12)
        XCTAssertEqual(flux(.ellipsoid(centre: [1, 0, 0], semiAxes: [1, 2, 0.5]), 0.1, third), 4 / 3 * .pi, accuracy: 2e-5)
        XCTAssertEqual(flux(TestRegions.ball, 0.15, third), 4 / 3 * .pi, accuracy: 1e-4)
        // Cut surfaces are exact to the size of their last refinement.
        let cap = Shape.ball(centre: [0, 0, 0], radius: 1).intersecting(.halfSpace(point: [0, 0, 0], normal: [0, 0, 1]))
        XCTAssertEqual(flux(cap, 0.1, third), 2 / 3 * .pi, accuracy: 2e-3)
    }

    /// The implicit boundary converges as the three-point rule on its pieces lets it.
    func testImplicitCurves() {
        let window = ShapeBounds(lower: [-1.3, -1.1], upper: [1.2, 1.4])
        let disk = TestRegions.disk(window)
        XCTAssertEqual(disk.boundarySamples(spacing: 0.1, within: window).measure, 2 * .pi, accuracy: 1e-5)
        XCTAssertEqual(disk.boundarySamples(spacing: 0.02, within: window).measure, 2 * .pi, accuracy: 1e-9)
    }

    func testOneDimension() {
        let shape = Shape.box(from: [0], to: [1]).subtracting(.ball(centre: [0.5], radius: 0.25))
        let samples = shape.boundarySamples(spacing: 0.1)
        XCTAssertEqual(samples.points.elements.sorted(), [0, 0.25, 0.75, 1])
        for index in 0..<4 {
            let expected: Double = [0: -1, 0.25: 1, 0.75: -1, 1: 1][samples.point(index)[0]]!
            XCTAssertEqual(samples.normal(index)[0], expected)
        }
    }

    func testCoincidingPiecesCountOnce() {
        // Two boxes side by side, and one again under itself.
        let left = Shape.box(from: [0, 0], to: [1, 1]), right = Shape.box(from: [1, 0], to: [2, 1])
        XCTAssertEqual(left.adding(right).boundarySamples(spacing: 0.1).measure, 6, accuracy: 1e-8)
        XCTAssertEqual(left.adding(left).boundarySamples(spacing: 0.1).measure, 4, accuracy: 1e-8)
        XCTAssertEqual(left.intersecting(.halfSpace(point: [1, 0], normal: [1, 0])).boundarySamples(spacing: 0.1).measure, 4, accuracy: 1e-8)
    }
}
