import Fields
import NumericsCore
import XCTest

final class ShapeTests: XCTestCase {
    /// Shapes with the area or volume and the boundary measure they have by hand.
    static let lShape = Shape.box(from: [-1, -1], to: [1, 1]).subtracting(.box(from: [0, -1], to: [1, 0]))
    static let ring = Shape.ball(centre: [0.3, -0.1], radius: 1).subtracting(.ellipsoid(centre: [0.2, 0], semiAxes: [0.5, 0.25], angle: 0.4))
    static let keyhole = Shape.ball(centre: [0, 0], radius: 0.5).adding(.box(from: [-0.2, -1.5], to: [0.2, 0]))

    func testPrimitivesMeasureKnownDistances() {
        let box = Shape.box(from: [0, 0, 0], to: [1, 2, 3])
        XCTAssertEqual(box.signedDistance(at: [0.5, 1, 1.5]), -0.5)
        XCTAssertEqual(box.signedDistance(at: [1.5, 1, 1]), 0.5)
        XCTAssertEqual(box.signedDistance(at: [-3, -4, 1]), 5)
        XCTAssertEqual(Shape.ball(centre: [1], radius: 2).signedDistance(at: [4]), 1)
        XCTAssertEqual(Shape.ball(centre: [1, 1], radius: 2).signedDistance(at: [1, 1]), -2)
        let triangle = Shape.polygon([[0, 0], [0, 3], [4, 0]])
        XCTAssertEqual(triangle.signedDistance(at: [1, 1]), -1, accuracy: 1e-15)
        XCTAssertEqual(triangle.signedDistance(at: [4, 3]), 2.4, accuracy: 1e-15)
        XCTAssertEqual(triangle.signedDistance(at: [-3, -4]), 5, accuracy: 1e-15)
        let half = Shape.halfSpace(point: [1, 0], normal: [3, 4])
        XCTAssertEqual(half.signedDistance(at: [4, 4]), 5, accuracy: 1e-15)
        XCTAssertEqual(half.outwardNormal(at: [1, 0]), [0.6, 0.8])
    }

    /// The foot of the perpendicular lies on the ellipsoid and the offset is along its normal, near and far, on the axes
    /// and off them; distances beyond the evolute by brute force.
    func testEllipsoidDistances() {
        var stream = RandomStream(seed: 5, name: "ellipse")
        for semiAxes in [[2.0, 1], [1, 2], [3, 1e-3], [2, 1.5, 0.5], [1, 1, 0.2]] {
            let shape = Shape.ellipsoid(centre: semiAxes.map { _ in 0 }, semiAxes: semiAxes)
            for _ in 0..<200 {
                let point = semiAxes.map { 1.5 * $0 * stream.uniform(from: -1, to: 1) * (stream.uniform() < 0.2 ? 0 : 1) }
                let distance = shape.signedDistance(at: point)
                let inside = zip(point, semiAxes).reduce(0) { $0 + ($1.0 / $1.1) * ($1.0 / $1.1) } < 1
                XCTAssertEqual(distance < 0, inside)
                guard semiAxes.count == 2 else { continue }
                let best = (0..<20_000).map { index -> Double in
                    let turn = 2 * Double.pi * Double(index) / 20_000
                    let x = semiAxes[0] * cos(turn) - point[0], y = semiAxes[1] * sin(turn) - point[1]
                    return (x * x + y * y).squareRoot()
                }.min()!
                // The scan overshoots by at most the square of half its step over twice the distance, or half a step.
                let step = Double.pi * semiAxes.max()! / 20_000
                XCTAssertLessThanOrEqual(abs(distance), best + 1e-13)
                XCTAssertGreaterThanOrEqual(abs(distance), best - min(step, 10 * step * step / max(best, 1e-9)) - 1e-13)
            }
        }
        // By hand: from the centre the short axis is nearest; from (c, 0) at the evolute's cusp the long one.
        let ellipse = Shape.ellipsoid(centre: [0, 0], semiAxes: [2, 1])
        XCTAssertEqual(ellipse.signedDistance(at: [0, 0]), -1, accuracy: 1e-15)
        XCTAssertEqual(ellipse.signedDistance(at: [1.5, 0]), -0.5, accuracy: 1e-8)
        XCTAssertEqual(ellipse.signedDistance(at: [0.6, 0]), -(1 - 0.36 / 3).squareRoot(), accuracy: 1e-15)
        XCTAssertEqual(ellipse.signedDistance(at: [0.6, 1e-200]), -(1 - 0.36 / 3).squareRoot(), accuracy: 1e-15)
    }

    func testCombinationsBoundTheDistanceAndHaveTheRightSign() {
        var stream = RandomStream(seed: 1, name: "points")
        for shape in [Self.lShape, Self.ring, Self.keyhole] {
            let boundary = shape.boundarySamples(spacing: 0.01)
            for _ in 0..<300 {
                let point = [stream.uniform(from: -1.6, to: 1.6), stream.uniform(from: -1.6, to: 1.6)]
                let distance = shape.signedDistance(at: point)
                XCTAssertEqual(distance < 0, shape.contains(point))
                let nearest = (0..<boundary.count).map { boundary.point($0).distance(to: point) }.min()!
                XCTAssertLessThanOrEqual(abs(distance), nearest + 1e-12)
            }
        }
    }

    func testBatchesAgreeWithSinglePoints() {
        let points = Grid([.uniform("x", from: -1.5, to: 1.5, count: 31), .uniform("y", from: -1.5, to: 1.5, count: 29)]).pointCoordinates
        for shape in [Self.lShape, Self.ring, Self.keyhole, TestRegions.bean] {
            let distances = shape.signedDistances(at: points)
            let flags = shape.contains(points)
            for index in 0..<points.shape[0] {
                let point = [points[index, 0], points[index, 1]]
                XCTAssertEqual(distances[index], shape.signedDistance(at: point))
                XCTAssertEqual(flags[index], shape.contains(point))
            }
        }
    }

    func testNormalsOfCombinationsPointOutOfTheShape() {
        for shape in [Self.lShape, Self.ring, Self.keyhole, TestRegions.bean] {
            let samples = shape.boundarySamples(spacing: 0.05)
            XCTAssertGreaterThan(samples.count, 50)
            for index in 0..<samples.count {
                let (point, normal) = (samples.point(index), samples.normal(index))
                XCTAssertEqual(normal.length, 1, accuracy: 1e-14)
                XCTAssertTrue(shape.contains(point.moved(-1e-6, normal)))
                XCTAssertFalse(shape.contains(point.moved(1e-6, normal)))
                let active = shape.outwardNormal(at: point)
                XCTAssertEqual(active.distance(to: normal), 0, accuracy: 1e-9)
            }
        }
        XCTAssertEqual(Self.lShape.outwardNormal(at: [0, -0.5]), [1, 0])
        XCTAssertEqual(Self.lShape.outwardNormal(at: [0.5, 0]), [0, -1])
        XCTAssertEqual(Self.ring.outwardNormal(at: [1.3, -0.1]), [1, 0])
    }

    func testCrossingsLieOnTheBoundary() {
        var stream = RandomStream(seed: 3, name: "segments")
        for shape in [Self.lShape, Self.ring, Self.keyhole, TestRegions.bean, TestRegions.ball] {
            let size = shape.dimension
            var count = 0
            while count < 200 {
                let start = (0..<size).map { _ in stream.uniform(from: -1.5, to: 1.5) }
                let end = (0..<size).map { _ in stream.uniform(from: -1.5, to: 1.5) }
                guard shape.contains(start) != shape.contains(end) else { continue }
                count += 1
                guard let place = shape.crossing(from: start, to: end) else { XCTFail("no crossing"); continue }
                let point = start.moved(place, end.moved(-1, start))
                XCTAssertEqual(shape.signedDistance(at: point), 0, accuracy: 3e-15)
                // Nothing is crossed before it.
                for step in 1..<50 {
                    let before = start.moved(place * (Double(step) / 50) * (1 - 1e-9), end.moved(-1, start))
                    XCTAssertEqual(shape.contains(before), shape.contains(start))
                }
            }
        }
        // By hand, along a grid line: first out of the disk.
        let place = Self.ring.crossing(from: [0.3, 0.8], to: [0.3, 1])
        XCTAssertEqual(place!, 0.5, accuracy: 1e-15)
        // Into the hole and out again: both ends inside, still a crossing.
        XCTAssertNotNil(Self.ring.crossing(from: [0.2, 0.5], to: [0.2, -0.5]))
        XCTAssertNil(Self.ring.crossing(from: [0.2, 0.5], to: [0.3, 0.6]))
        XCTAssertNil(Self.ring.crossing(from: [5, 5], to: [6, 6]))
    }

    func testCrossingOfSegmentsThatStartOnTheBoundary() {
        let disk = Shape.ball(centre: [0, 0], radius: 1)
        XCTAssertEqual(disk.crossing(from: [1, 0], to: [1.1, 0])!, 0, accuracy: 1e-15)
        XCTAssertEqual(Self.lShape.crossing(from: [0, -0.5], to: [0.1, -0.5])!, 0, accuracy: 1e-15)
        XCTAssertEqual(Self.lShape.crossing(from: [0.5, 0.1], to: [0.5, -0.1])!, 0.5, accuracy: 1e-15)
        // Along an edge nothing is crossed until the corner.
        XCTAssertEqual(Self.lShape.crossing(from: [-0.5, -1], to: [0.5, -1])!, 0.5, accuracy: 1e-15)
    }

    /// The edges that the L-shape's boxes share belong to nothing; the re-entrant ones to the boundary.
    func testSharedEdgesDoNotStayBehind() {
        for point in [[0.5, -1], [1, -0.5], [1, -1]] { XCTAssertFalse(Self.lShape.contains(point), "\(point)") }
        for point in [[0, -0.5], [0.5, 0], [0, 0], [0, -1], [1, 0], [-1, -1], [1, 1], [-0.5, -1]] {
            XCTAssertTrue(Self.lShape.contains(point), "\(point)")
        }
        let axes: [GridAxis] = [.uniform("x", from: -1, to: 1, count: 21), .uniform("y", from: -1, to: 1, count: 21)]
        XCTAssertEqual(Grid(axes).masked(by: Self.lShape).insideCount, 21 * 21 - 100)
        let wedge = Shape.polygon([[0, 0], [1, 0], [1, 0.5]])
        XCTAssertTrue(wedge.contains([0, 0]))
        let cut = Shape.box(from: [0, 0, 0], to: [1, 1, 1]).subtracting(.box(from: [0, 0, 0.5], to: [1, 1, 1]))
        XCTAssertFalse(cut.contains([0, 0, 0.7]))
        XCTAssertTrue(cut.contains([0, 0, 0.5]))
    }

    func testBoundingBoxes() {
        XCTAssertEqual(Self.lShape.boundingBox, ShapeBounds(lower: [-1, -1], upper: [1, 1]))
        XCTAssertEqual(Self.keyhole.boundingBox, ShapeBounds(lower: [-0.5, -1.5], upper: [0.5, 0.5]))
        XCTAssertNil(Shape.halfSpace(point: [0], normal: [1]).boundingBox)
        XCTAssertNil(Shape.complement(.ball(centre: [0], radius: 1)).boundingBox)
        XCTAssertEqual(
            Shape.halfSpace(point: [0], normal: [1]).intersecting(.box(from: [-1], to: [1])).boundingBox,
            ShapeBounds(lower: [-1], upper: [1]))
        let turned = Shape.ellipsoid(centre: [1, 2], semiAxes: [2, 1], angle: .pi / 2).boundingBox!
        XCTAssertEqual(turned.lower[0], 0, accuracy: 1e-14)
        XCTAssertEqual(turned.upper[1], 4, accuracy: 1e-14)
    }

    func testPolygonsAreSimpleOrNot() {
        XCTAssertTrue(Polygon([[0, 0], [1, 0], [1, 1], [0, 1]]).isSimple)
        XCTAssertTrue(Polygon([[0, 0], [2, 0], [2, 2], [1, 0.5]]).isSimple)
        XCTAssertFalse(Polygon([[0, 0], [1, 1], [1, 0], [0, 1]]).isSimple)
        XCTAssertFalse(Polygon([[0, 0], [1, 0], [0.5, 0]]).isSimple)
        XCTAssertFalse(Polygon([[0, 0], [1, 0], [1, 0], [0, 1]]).isSimple)
        // A star in the other direction of turning.
        let star = (0..<10).map { index -> [Double] in
            let (radius, turn) = (index % 2 == 0 ? 1.0 : 0.4, -2 * Double.pi * Double(index) / 10)
            return [radius * cos(turn), radius * sin(turn)]
        }
        XCTAssertTrue(Polygon(star).isSimple)
        XCTAssertEqual(Polygon(star).outwardNormal(at: [0.99, 0.01])[0], 0.4, accuracy: 0.3)
    }
}
