import Fields
import Foundation
import NumericsCore
import XCTest

final class FieldErrorTests: XCTestCase {
    private let grid = Grid([.uniform("x", from: 0, to: 1, count: 5), .chebyshev("y", breaks: [0, 2], degree: 6)])

    private func series(_ times: [Double], _ f: @escaping (Double, [Double]) -> Double) -> [Snapshot] {
        times.map { t in Snapshot(time: t, fields: [sampled(grid, [{ f(t, $0) }])]) }
    }

    func testSpaceTimeErrorUsesTrapezoidalWeights() throws {
        let times = [0, 0.5, 2.0]
        let error = try FieldError(
            of: "u", in: series(times) { t, _ in 1 + t }, against: series(times) { _, _ in 1 })
        // Time weights 0.25, 1, 0.75; area 2: sum of w t^2 = 0.25 + 3, sum of w = 2.
        XCTAssertEqual(error.absoluteL2, (2 * 3.25).squareRoot(), accuracy: 1e-14)
        XCTAssertEqual(error.referenceL2, 2, accuracy: 1e-14)
        XCTAssertEqual(error.relativeL2, (2 * 3.25).squareRoot() / 2, accuracy: 1e-14)
        XCTAssertTrue(error.isRelative)
        XCTAssertEqual(error.maximum, 2)
        XCTAssertEqual(error.time, 2)
    }

    func testMaximumKnowsItsPlace() throws {
        let reference = sampled("v", grid, components: ["x", "y"], [{ _ in 1 }, { _ in 2 }])
        var field = reference
        let position = grid.position(of: [3, 4])
        field.values[grid.count + position] += 0.125
        let error = try FieldError(of: field, against: reference)
        XCTAssertEqual(error.maximum, 0.125)
        XCTAssertEqual(error.component, "y")
        XCTAssertEqual(error.point, grid.point(at: position))
        XCTAssertNil(error.time)
        let weight = grid.axes[0].weights[3] * grid.axes[1].weights[4]
        XCTAssertEqual(error.relativeL2, (weight * 0.015625 / 10).squareRoot(), accuracy: 1e-15)
    }

    func testZeroReferenceGivesTheAbsoluteError() throws {
        let error = try FieldError(of: sampled(grid, [{ _ in 3 }]), against: sampled(grid, [{ _ in 0 }]))
        XCTAssertFalse(error.isRelative)
        XCTAssertEqual(error.relativeL2, 3 * 2.0.squareRoot(), accuracy: 1e-14)
        let none = try FieldError(of: sampled(grid, [{ _ in 0 }]), against: sampled(grid, [{ _ in 0 }]))
        XCTAssertEqual([none.relativeL2, none.maximum], [0, 0])
    }

    func testNaNInTheAnswerIsAnInfiniteErrorWithItsPlace() throws {
        var field = sampled(grid, [{ _ in 1 }])
        field.values[9] = .nan
        field.values[11] = .infinity
        let error = try FieldError(of: field, against: sampled(grid, [{ _ in 1 }]))
        XCTAssertEqual(error.nonFiniteCount, 2)
        XCTAssertEqual(error.relativeL2, .infinity)
        XCTAssertEqual(error.maximum, .infinity)
        XCTAssertEqual(error.point, grid.point(at: 9))
    }

    func testPointsOutsideTheShapeCountNowhere() throws {
        var (field, reference) = (sampled(grid, [{ _ in 1.5 }]), sampled(grid, [{ _ in 1 }]))
        field.values[0] = .nan
        reference.values[0] = .nan
        let error = try FieldError(of: field, against: reference)
        XCTAssertEqual(error.nonFiniteCount, 0)
        XCTAssertEqual(error.maximum, 0.5)
        XCTAssertEqual(error.relativeL2, 0.5, accuracy: 1e-15)
    }

    func testExtremeMagnitudes() throws {
        let huge = try FieldError(of: sampled(grid, [{ _ in 1e308 }]), against: sampled(grid, [{ _ in 0.5e308 }]))
        XCTAssertEqual(huge.relativeL2, 1, accuracy: 1e-14)
        let opposite = try FieldError(of: sampled(grid, [{ _ in 1.5e308 }]), against: sampled(grid, [{ _ in -1.5e308 }]))
        XCTAssertEqual(opposite.relativeL2, .infinity)
        let tiny = try FieldError(of: sampled(grid, [{ _ in 0x1p-1060 }]), against: sampled(grid, [{ _ in 0x1p-1061 }]))
        XCTAssertEqual(tiny.relativeL2, 1, accuracy: 1e-12)
    }

    func testDifferentGridsMeetWhereInterpolationIsBest() throws {
        let f = { (p: [Double]) in exp(sin(3 * p[0])) }
        let spectral = sampled(Grid([.chebyshev("x", breaks: [0, 1], degree: 30)]), [f])
        let table = sampled(Grid([.uniform("x", from: 0, to: 1, count: 6)]), [f])
        for (left, right) in [(spectral, table), (table, spectral)] {
            // A degree-5 interpolant of the table would be off by 1e-3.
            XCTAssertLessThan(try FieldError(of: left, against: right).relativeL2, 1e-14)
        }
    }

    func testSystemsWithoutSpaceAreComparedInTimeAlone() throws {
        func orbit(_ factor: Double) -> [Snapshot] {
            (0...20).map { k in
                let t = Double(k) / 20
                return Snapshot(time: t, fields: [sampled(Grid([]), [{ _ in factor * cos(t) }])])
            }
        }
        let error = try FieldError(of: "u", in: orbit(1.01), against: orbit(1))
        XCTAssertEqual(error.relativeL2, 0.01, accuracy: 1e-15)
        XCTAssertEqual(error.point, [])
        XCTAssertEqual(error.time, 0)
    }

    func testSeriesThatDoNotMatchAreRefused() {
        let left = series([0, 1]) { _, _ in 1 }
        XCTAssertThrowsError(try FieldError(of: "u", in: left, against: series([0, 1.5]) { _, _ in 1 })) {
            XCTAssertEqual($0 as? FieldComparisonError, .timesDiffer(count: 2, referenceCount: 2))
        }
        XCTAssertThrowsError(try FieldError(of: "u", in: left, against: []))
        XCTAssertThrowsError(try FieldError(of: "w", in: left, against: left)) {
            XCTAssertEqual($0 as? FieldComparisonError, .fieldMissing("w"))
        }
    }
}
