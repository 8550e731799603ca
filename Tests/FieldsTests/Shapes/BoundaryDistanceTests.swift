import Fields
import NumericsCore
import XCTest

final class BoundaryDistanceTests: XCTestCase {
    /// Where the bound of a combination is not the distance: at the re-entrant corner, and inside a union.
    func testCombinations() {
        let exact = BoundaryDistance(ShapeTests.lShape)
        XCTAssertEqual(exact.signedDistance(at: [-0.3, 0.4]), -0.5, accuracy: 1e-8)
        XCTAssertEqual(exact.signedDistance(at: [0.5, -0.25]), 0.25, accuracy: 1e-8)
        let union = Shape.box(from: [0, 0], to: [1, 1]).adding(.box(from: [0.5, 0], to: [2, 1]))
        XCTAssertEqual(union.signedDistance(at: [1, 0.5]), -0.5, accuracy: 1e-15)
        XCTAssertEqual(union.signedDistance(at: [0.75, 0.5]), -0.25, accuracy: 1e-15)
        XCTAssertEqual(BoundaryDistance(union).signedDistance(at: [0.75, 0.5]), -0.5, accuracy: 1e-8)
    }

    /// Against the nearest of many samples, from inside and outside.
    func testAgainstSamples() {
        var stream = RandomStream(seed: 2, name: "points")
        // Distances of implicit regions are estimates; those of the others bound the exact one from below.
        for (shape, isBound) in [(ShapeTests.ring, true), (ShapeTests.keyhole, true), (TestRegions.bean, false)] {
            let samples = shape.boundarySamples(spacing: 0.002)
            let exact = BoundaryDistance(shape)
            for _ in 0..<40 {
                let point = [stream.uniform(from: -1.6, to: 1.6), stream.uniform(from: -1.6, to: 1.6)]
                let nearest = (0..<samples.count).map { samples.point($0).distance(to: point) }.min() ?? 0
                let distance = exact.signedDistance(at: point)
                XCTAssertEqual(distance < 0, shape.contains(point))
                // Ends of pieces lie within a step of the probe, 4e-9; samples a millimetre apart overshoot.
                XCTAssertLessThanOrEqual(abs(distance), nearest + 1e-8)
                XCTAssertGreaterThanOrEqual(abs(distance), nearest - 0.002)
                if isBound { XCTAssertLessThanOrEqual(abs(shape.signedDistance(at: point)), abs(distance) + 1e-8) }
            }
        }
    }

    func testPrimitivesAndSpace() {
        let ellipse = Shape.ellipsoid(centre: [0, 0], semiAxes: [2, 1])
        let exact = BoundaryDistance(ellipse)
        for point in [[0.3, 0.2], [1.9, 0.1], [3, 1], [-0.2, -2]] {
            XCTAssertEqual(exact.signedDistance(at: point), ellipse.signedDistance(at: point), accuracy: 1e-13)
        }
        let ball = BoundaryDistance(.ball(centre: [0, 0, 0], radius: 1))
        XCTAssertEqual(ball.signedDistance(at: [0.3, 0.2, -0.5]), -(1 - 0.38.squareRoot()), accuracy: 1e-12)
        XCTAssertEqual(BoundaryDistance(.box(from: [0], to: [1])).signedDistance(at: [0.3]), -0.3, accuracy: 1e-15)
    }
}
