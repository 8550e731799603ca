import Foundation
import Plots
import XCTest

/// Lines of equal value lie where they should, join up and stop at holes.
final class ContourTests: XCTestCase {
    private func plane(_ x: [Double], _ y: [Double], _ value: (Double, Double) -> Double) -> PlaneValues {
        PlaneValues(horizontal: x, vertical: y, values: y.flatMap { v in x.map { value($0, v) } })
    }

    private func uniform(_ count: Int, _ low: Double = -1, _ high: Double = 1) -> [Double] {
        (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
    }

    private func length(_ line: [PlotPoint]) -> Double {
        zip(line, line.dropFirst()).reduce(0) { $0 + hypot($1.0.x - $1.1.x, $1.0.y - $1.1.y) }
    }

    private func area(_ line: [PlotPoint]) -> Double {
        abs(zip(line, line.dropFirst()).reduce(0) { $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y) / 2 })
    }

    /// Circles of radius 0.6: errors fall with the square of the spacing, as linear interpolation has it.
    func testACircleHasItsAreaAndLength() {
        var errors: [Double] = []
        for count in [41, 81] {
            let lines = ContourLines(of: plane(uniform(count), uniform(count)) { $0 * $0 + $1 * $1 }, level: 0.36).lines
            XCTAssertEqual(lines.count, 1)
            XCTAssertEqual(lines[0].first, lines[0].last)
            XCTAssertEqual(length(lines[0]), 2 * .pi * 0.6, accuracy: 0.01)
            errors.append(abs(area(lines[0]) - .pi * 0.36))
        }
        XCTAssertLessThan(errors[0], 0.004)
        XCTAssertEqual(errors[0] / errors[1], 4, accuracy: 0.8)
    }

    func testUnevenPointsAreNotDrawnAsIfEven() {
        // Chebyshev points: the line x = 0.3 stays there.
        let points = (0...16).map { -cos(Double($0) * .pi / 16) }
        let lines = ContourLines(of: plane(points, points) { x, _ in x }, level: 0.3).lines
        XCTAssertEqual(lines.count, 1)
        XCTAssertTrue(lines[0].allSatisfy { abs($0.x - 0.3) < 1e-12 })
        XCTAssertEqual(length(lines[0]), 2, accuracy: 1e-12)
    }

    func testSaddlesAndHoles() {
        let saddle = ContourLines(of: plane(uniform(22), uniform(22)) { $0 * $1 }, level: 0.1).lines
        XCTAssertEqual(saddle.count, 2, "two branches that do not meet")
        let holed = plane(uniform(41), uniform(41)) { x, y in x < 0 ? .nan : x * x + y * y }
        let half = ContourLines(of: holed, level: 0.36).lines
        XCTAssertEqual(half.count, 1)
        XCTAssertTrue(half[0].allSatisfy { $0.x >= 0 })
        XCTAssertEqual(length(half[0]), .pi * 0.6, accuracy: 0.02)
        XCTAssertTrue(ContourLines(of: plane(uniform(3), uniform(3)) { _, _ in .nan }, level: 0).lines.isEmpty)
        XCTAssertTrue(ContourLines(of: PlaneValues(horizontal: [0], vertical: [0], values: [1]), level: 0.5).lines.isEmpty)
    }

    func testHugeValuesDoNotLeaveTheNumbers() {
        let lines = ContourLines(of: plane(uniform(3), uniform(3)) { x, _ in x * 1.5e308 }, level: 0.75e308).lines
        XCTAssertEqual(lines.count, 1)
        XCTAssertTrue(lines[0].allSatisfy { abs($0.x - 0.5) < 1e-9 })
    }
}
