import Fields
import Foundation
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

    /// Nested grids copy values. Others are interpolated from points inside alone, up to the boundary; polynomials of degree
    /// two, which the narrowest blocks but one reproduce, come out exactly but at a few corners of the mask.
    func testResampling() throws {
        let fine: [GridAxis] = [.uniform("x", from: -1, to: 1, count: 81), .uniform("y", from: -1, to: 1, count: 81)]
        let source = field(Grid(fine).masked(by: disk)) { $0[0] * $0[1] }
        let nested = try source.resampled(to: Grid(axes))
        XCTAssertEqual(nested.grid.mask, Grid(axes).masked(by: disk).mask)
        XCTAssertEqual(try FieldError(of: nested, against: field(Grid(axes).masked(by: disk)) { $0[0] * $0[1] }).maximum, 0)
        let other: [GridAxis] = [.uniform("x", from: -1, to: 1, count: 50), .uniform("y", from: -1, to: 1, count: 50)]
        let target = Grid(other).masked(by: disk)
        let moved = try source.resampled(to: target)
        XCTAssertGreaterThan(moved.grid.insideCount, Int(0.98 * Double(target.insideCount)))
        XCTAssertFalse(moved.maximumNorm.isNaN)
        XCTAssertEqual(try FieldError(of: moved, against: sampled(Grid(other), [{ $0[0] * $0[1] }])).maximum, 0, accuracy: 1e-12)
        let placed = moved.placed(on: Grid(axes.map { GridAxis.uniform($0.name, from: -1, to: 1, count: 50) }))
        XCTAssertEqual(placed.grid.insideCount, 2500)
        XCTAssertTrue(placed.maximumNorm.isNaN)
    }

    /// Smooth functions: high order in the middle, third order or better at the rim.
    func testInterpolationReachesTheBoundary() throws {
        let f: ([Double]) -> Double = { sin(3 * $0[0]) * exp($0[1]) }
        func worst(_ count: Int) throws -> (middle: Double, rim: Double) {
            let grid = Grid([.uniform("x", from: -1, to: 1, count: count), .uniform("y", from: -1, to: 1, count: count)])
            let source = field(grid.masked(by: disk), f)
            let turns = (0..<97).map { 2 * Double.pi * Double($0) / 97 }
            func error(_ radius: Double) throws -> Double {
                let rows = turns.map { [radius * cos($0), radius * sin($0)] }
                let values = try source.values(at: Tensor(shape: [97, 2], elements: rows.flatMap { $0 }))
                let errors = rows.enumerated().map { abs(values[0, $0.offset] - f($0.element)) }.filter { !$0.isNaN }
                XCTAssertGreaterThan(errors.count, radius < 0.5 ? 96 : 90)
                return errors.max() ?? .nan
            }
            return (try error(0.3), try error(0.799))
        }
        let (coarse, fine) = (try worst(41), try worst(81))
        XCTAssertLessThan(coarse.middle, 1e-8)
        XCTAssertLessThan(fine.middle, coarse.middle / 100)
        XCTAssertLessThan(fine.rim, 3e-4)
        XCTAssertLessThan(fine.rim, coarse.rim / 4)
    }

    func testPeriodicAxesWrap() throws {
        let ring: [GridAxis] = [.periodic("x", from: 0, to: 1, count: 40), .uniform("y", from: 0, to: 1, count: 41)]
        let band = Shape.halfSpace(point: [0, 0.7], normal: [0, 1])
        let source = field(Grid(ring).masked(by: band)) { sin(2 * .pi * $0[0]) * $0[1] }
        let points: [[Double]] = [[0.99, 0.31], [1.01, 0.31], [-0.013, 0.69], [0.5, 0.02]]
        let values = try source.values(at: Tensor(shape: [4, 2], elements: points.flatMap { $0 }))
        for (index, point) in points.enumerated() {
            XCTAssertEqual(values[0, index], sin(2 * .pi * point[0]) * point[1], accuracy: 1e-4)
        }
        XCTAssertTrue(try source.values(at: Tensor(shape: [1, 2], elements: [0.5, 0.9]))[0].isNaN)
    }

    /// Derivatives up to the boundary by blocks inside: exact for cubics, at points of the grid and between them.
    func testDerivatives() {
        let grid = Grid(axes).masked(by: disk)
        let source = field(grid) { $0[0] * $0[0] * $0[0] + 2 * $0[0] * $0[1] * $0[1] }
        let values = source.values.reshaped(grid.shape)
        let interpolation = MaskedInterpolation(grid, width: 4)
        for point in [[0.1, 0.2], [0.05, 0.0], [0.55, 0.55], [-0.78, 0.1], [0.0, 0.8], [0.31, -0.7]] {
            let (x, y) = (point[0], point[1])
            let expected: [([Int], Double)] = [
                ([0, 0], x * x * x + 2 * x * y * y), ([1, 0], 3 * x * x + 2 * y * y), ([0, 1], 4 * x * y), ([2, 0], 6 * x), ([1, 1], 4 * y),
            ]
            for (orders, value) in expected {
                let found = interpolation.value(of: values, derivative: orders, at: point) ?? .nan
                // Narrow blocks at the rim leave the error of a quadratic through cubic data, h³, for slopes h² and for curvatures h.
                XCTAssertEqual(found, value, accuracy: hypot(x, y) < 0.6 ? 1e-10 : orders.reduce(0, +) == 2 ? 0.2 : 0.02, "\(point) \(orders)")
            }
        }
        XCTAssertNil(interpolation.value(of: values, derivative: [0, 0], at: [0.9, 0.9]))
    }
}
