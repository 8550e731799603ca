import Fields
import NumericsCore
import XCTest

final class MaskedFieldTests: XCTestCase {
    private let axes: [GridAxis] = [.uniform("x", from: -1, to: 1, count: 41), .uniform("y", from: -1, to: 1, count: 41)]
    private let disk = Shape.ball(centre: [0, 0], radius: 0.8)

    private func field(_ grid: Grid, _ value: @escaping ([Double]) -> Double) -> Field {
        sampled(grid, [value]).maskingOutside()
    }

    func testMaskHoldsThePointsOfTheShape() {
        let grid = Grid(axes).masked(by: disk)
        for position in 0..<grid.count { XCTAssertEqual(grid.isInside(position), disk.signedDistance(at: grid.point(at: position)) <= 1e-12) }
        XCTAssertEqual(grid.insideCount, grid.mask!.count { $0 })
        // Grid points on the circle count as inside whatever the rounding of their distance.
        for point in [[0.8, 0], [-0.8, 0], [0, 0.8]] {
            let position = (0..<grid.count).first { grid.point(at: $0).distance(to: point) < 1e-12 }!
            XCTAssertTrue(grid.isInside(position))
        }
    }

    func testNormsLeaveOutWhatIsOutside() {
        let grid = Grid(axes).masked(by: disk)
        let one = field(grid) { _ in 1 }
        XCTAssertTrue(one.values.elements.contains { $0.isNaN })
        XCTAssertEqual(one.maximumNorm, 1)
        // Counting cells: first order in the spacing.
        XCTAssertEqual(one.integrals[0], 0.64 * .pi, accuracy: 0.05)
        XCTAssertEqual(one.l2Norm * one.l2Norm, one.integrals[0], accuracy: 1e-12)
        XCTAssertEqual(grid.volume, one.integrals[0], accuracy: 1e-12)
    }

    func testNaNInsideIsAFailure() throws {
        let grid = Grid(axes).masked(by: disk)
        var broken = field(grid) { $0[0] }
        let middle = grid.position(of: [20, 20])
        broken.values[middle] = .nan
        XCTAssertTrue(broken.maximumNorm.isNaN)
        let good = field(grid) { $0[0] }
        XCTAssertEqual(try FieldError(of: broken, against: good).nonFiniteCount, 1)
        XCTAssertEqual(try FieldError(of: broken, against: broken).nonFiniteCount, 1)
        XCTAssertEqual(try FieldError(of: good, against: good).relativeL2, 0)
        XCTAssertEqual(try FieldError(of: good, against: good).nonFiniteCount, 0)
    }

    func testErrorsAreMeasuredWhereBothShapesAre() throws {
        let large = field(Grid(axes).masked(by: disk)) { $0[0] }
        let small = field(Grid(axes).masked(by: .ball(centre: [0.2, 0], radius: 0.4))) { $0[0] + 0.5 }
        let error = try FieldError(of: large, against: small)
        XCTAssertEqual(error.nonFiniteCount, 0)
        XCTAssertEqual(error.maximum, 0.5, accuracy: 1e-15)
        let difference = try large.subtracting(small)
        XCTAssertEqual(difference.grid.insideCount, small.grid.insideCount)
        XCTAssertEqual(difference.maximumNorm, 0.5, accuracy: 1e-15)
    }

    /// Nested grids copy values; others lose the points whose interpolation would need values outside.
    func testResampling() throws {
        let fine: [GridAxis] = [.uniform("x", from: -1, to: 1, count: 81), .uniform("y", from: -1, to: 1, count: 81)]
        let source = field(Grid(fine).masked(by: disk)) { $0[0] * $0[1] }
        let nested = try source.resampled(to: Grid(axes))
        XCTAssertEqual(nested.grid.mask, Grid(axes).masked(by: disk).mask)
        XCTAssertEqual(try FieldError(of: nested, against: field(Grid(axes).masked(by: disk)) { $0[0] * $0[1] }).maximum, 0)
        let other: [GridAxis] = [.uniform("x", from: -1, to: 1, count: 50), .uniform("y", from: -1, to: 1, count: 50)]
        let moved = try source.resampled(to: Grid(other))
        XCTAssertGreaterThan(moved.grid.insideCount, 500)
        XCTAssertLessThan(moved.grid.insideCount, Grid(other).masked(by: disk).insideCount)
        XCTAssertEqual(moved.maximumNorm.isNaN, false)
        XCTAssertEqual(try FieldError(of: moved, against: sampled(Grid(other), [{ $0[0] * $0[1] }])).maximum, 0, accuracy: 1e-13)
        let placed = moved.placed(on: Grid(other).masked(by: disk))
        XCTAssertTrue(placed.maximumNorm.isNaN)
    }
}
