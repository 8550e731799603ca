import Foundation
import Plots
import XCTest

/// Streamlines follow the field, keep their distance and cover the plane.
final class StreamlineTests: XCTestCase {
    private func field(_ vector: (Double, Double) -> (Double, Double)) -> VectorPlane {
        let points = (0...60).map { -1 + Double($0) / 30 }
        let vectors = points.flatMap { y in points.map { vector($0, y) } }
        return VectorPlane(
            PlaneValues(horizontal: points, vertical: points, values: vectors.map(\.0)),
            PlaneValues(horizontal: points, vertical: points, values: vectors.map(\.1)))
    }

    private let separation = 0.06

    private func checkSeparation(_ lines: [[PlotPoint]]) {
        // Half the separation of a plane two wide, the bound of the method.
        let bound = 0.5 * separation * 2 * (1 - 1e-9)
        for (i, first) in lines.enumerated() {
            for second in lines[(i + 1)...] {
                for a in first {
                    XCTAssertFalse(second.contains { hypot($0.x - a.x, $0.y - a.y) < bound })
                }
            }
        }
    }

    func testLinesOfARotationAreCircles() {
        let lines = StreamlinePlacement.lines(of: field { (-$1, $0) }, separation: separation)
        XCTAssertGreaterThan(lines.count, 6)
        var closed = 0
        for line in lines {
            let radii = line.map { hypot($0.x, $0.y) }
            let (low, high) = (radii.min() ?? 0, radii.max() ?? 0)
            // The method is exact to 1e-6 here; the stretch that closes a line is a chord of its arc, at most as long as half
            // the separation of a plane two wide and one step.
            let chord = 1.2 * separation
            XCTAssertLessThan(high - low, chord * chord / (8 * low) + 1e-5, "radius \(low)")
            if line.first == line.last { closed += 1 }
            // Against the clock, as the field turns.
            let (a, b) = (line[0], line[1])
            XCTAssertGreaterThan(a.x * b.y - a.y * b.x, 0)
        }
        XCTAssertGreaterThan(closed, 4)
        checkSeparation(lines)
    }

    func testLinesFollowACellularFlowAndCoverThePlane() {
        let flow = field { (sin(.pi * $0) * cos(.pi * $1), -cos(.pi * $0) * sin(.pi * $1)) }
        let lines = StreamlinePlacement.lines(of: flow, separation: separation)
        checkSeparation(lines)
        for line in lines {
            for (a, b) in zip(line, line.dropFirst()) {
                let middle = PlotPoint((a.x + b.x) / 2, (a.y + b.y) / 2)
                let vector = flow.value(at: middle)
                let (dx, dy) = (b.x - a.x, b.y - a.y)
                let cosine = (dx * vector.x + dy * vector.y) / (hypot(dx, dy) * hypot(vector.x, vector.y))
                XCTAssertGreaterThan(cosine, 0.98)
            }
        }
        // No place of the inner plane is further from every line than three separations.
        for k in 0..<400 {
            let (x, y) = (-0.95 + 1.9 * Double(k % 20) / 19, -0.95 + 1.9 * Double(k / 20) / 19)
            let distance = lines.joined().map { hypot($0.x - x, $0.y - y) }.min() ?? 1
            XCTAssertLessThan(distance, 3 * separation * 2)
        }
    }

    func testNothingIsDrawnWhereNothingFlows() {
        XCTAssertTrue(StreamlinePlacement.lines(of: field { _, _ in (0, 0) }).isEmpty)
        XCTAssertTrue(StreamlinePlacement.lines(of: field { _, _ in (.nan, 1) }).isEmpty)
        let right = StreamlinePlacement.lines(of: field { x, _ in x < 0 ? (.nan, .nan) : (1, 0) })
        XCTAssertTrue(right.joined().allSatisfy { $0.x >= 0 })
        XCTAssertFalse(right.isEmpty)
    }
}
