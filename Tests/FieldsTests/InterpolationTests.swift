import Fields
import Foundation
import NumericsCore
import XCTest

final class InterpolationTests: XCTestCase {
    private let targets = (0...57).map { Double($0) / 57 }

    private func values(_ axis: GridAxis, at positions: [Double], _ f: (Double) -> Double) throws -> [Double] {
        let map = try AxisInterpolation(from: axis, to: positions)
        return map.apply(to: Tensor(axis.points.map(f)), axis: 0).elements
    }

    func testPolynomialsAreReproduced() throws {
        let axes: [(GridAxis, Int)] = [
            (.chebyshev("x", breaks: [0, 1], degree: 9), 9), (.chebyshev("x", breaks: [0, 0.3, 1], degrees: [5, 12]), 5),
            (.uniform("x", from: 0, to: 1, count: 20), 7), (.uniform("x", from: 0, to: 1, count: 4), 3),
            (.uniform("x", from: 0, to: 1, count: 2), 1), (.points("x", [0, 0.05, 0.2, 0.4, 0.7, 0.75, 0.9, 0.95, 1]), 7),
        ]
        for (axis, degree) in axes {
            let f = { (x: Double) in pow(2 * x - 1, Double(degree)) }
            // Lebesgue constants stay below 50 here.
            XCTAssertLessThan(distance(try values(axis, at: targets, f), targets.map(f)), 2e-14, "\(axis.layout)")
        }
    }

    func testSmoothFunctionsConvergeSpectrally() throws {
        let f = { (x: Double) in exp(sin(6 * x)) }
        let coarse = distance(
            try values(.chebyshev("x", breaks: [0, 0.5, 1], degree: 6), at: targets, f), targets.map(f))
        let fine = distance(
            try values(.chebyshev("x", breaks: [0, 0.5, 1], degree: 32), at: targets, f), targets.map(f))
        XCTAssertGreaterThan(coarse, 1e-4)
        XCTAssertLessThan(fine, 1e-13)
    }

    func testTrigonometricInterpolationIsExactBelowTheNyquistMode() throws {
        for count in [1, 2, 7, 8, 15, 16] {
            let axis = GridAxis.periodic("x", from: -1, to: 3, count: count)
            let highest = (count - 1) / 2
            let f = { (x: Double) in
                (0...highest).reduce(0.0) { $0 + cos(Double($1) * (.pi / 2 * x + 0.3)) }
            }
            // Anywhere, several periods away included; the sum of up to eight cosines is bounded by 8.
            let positions = targets.map { 30 * $0 - 12 }
            XCTAssertLessThan(distance(try values(axis, at: positions, f), positions.map(f)), 1e-13, "\(count) points")
        }
    }

    func testPeriodicPointsAndTheirImagesAreCopied() throws {
        let axis = GridAxis.periodic("x", from: 0.1, to: 0.7, count: 6)
        let data = [0.3, -0.7, 1.1, .infinity, -0.0, 0.2]
        let map = try AxisInterpolation(from: axis, to: axis.points + [0.7])
        XCTAssertEqual(map.apply(to: Tensor(data), axis: 0).elements, data + [data[0]])
    }

    func testNodesAreCopiedAndSpoiledNeighboursStayAway() throws {
        let axes: [GridAxis] = [
            .chebyshev("x", breaks: [0, 0.5, 1], degree: 6), .uniform("x", from: 0, to: 1, count: 13),
            .points("x", (0..<13).map { pow(Double($0) / 12, 2) }),
        ]
        for axis in axes {
            let map = try AxisInterpolation(from: axis, to: axis.points)
            XCTAssertTrue(map.isIdentity)
            var data = [Double](repeating: 2, count: 13)
            data[12] = .nan
            let middle = try AxisInterpolation(from: axis, to: [axis.points[2], axis.points[3] * 1.01])
            XCTAssertEqual(middle.apply(to: Tensor(data), axis: 0).elements[0], 2)
            XCTAssertEqual(middle.apply(to: Tensor(data), axis: 0).elements[1], 2, accuracy: 1e-14)
        }
    }

    func testMatrixProductsAndWindowsAgree() throws {
        // Wide windows go through matrix products unless a value is spoiled.
        let source = Grid([
            .periodic("x", from: 0, to: 1, count: 36), .chebyshev("y", breaks: [0, 1], degree: 40),
            .periodic("z", from: 0, to: 1, count: 37),
        ])
        let target = Grid([
            .periodic("x", from: 0, to: 1, count: 5), .uniform("y", from: 0, to: 1, count: 7),
            .periodic("z", from: 0, to: 1, count: 8),
        ])
        let f = { (p: [Double]) in cos(2 * .pi * (p[0] - 3 * p[2])) * exp(p[1]) }
        let sound = sampled(source, [f])
        let exact = sampled(target, [f]).values.elements
        XCTAssertLessThan(distance(try sound.resampled(to: target).values.elements, exact), 1e-13)
        var spoiled = sound
        spoiled.values[source.position(of: [0, 40, 36])] = .nan
        let result = try spoiled.resampled(to: target)
        let clean = result.values.elements.enumerated().filter { !$0.element.isNaN }
        XCTAssertFalse(clean.isEmpty)
        XCTAssertLessThan(clean.count, exact.count)
        for (position, value) in clean { XCTAssertEqual(value, exact[position], accuracy: 1e-13) }
    }

    func testMatrixRowsAddUpToOne() throws {
        let axis = GridAxis.uniform("x", from: 0, to: 1, count: 11)
        let matrix = try AxisInterpolation(from: axis, to: targets).matrix
        XCTAssertEqual(matrix.shape, [58, 11])
        for row in 0..<58 {
            XCTAssertEqual((0..<11).reduce(0) { $0 + matrix[row, $1] }, 1, accuracy: 1e-14)
        }
    }

    func testOutsideIsRefused() {
        XCTAssertThrowsError(try AxisInterpolation(from: .uniform("x", from: 0, to: 1, count: 5), to: [1.1])) {
            XCTAssertEqual($0 as? FieldComparisonError, .outside(axis: "x", value: 1.1, lower: 0, upper: 1))
        }
        XCTAssertThrowsError(try AxisInterpolation(from: .uniform("x", from: 0, to: 1, count: 5), to: [.nan]))
        XCTAssertThrowsError(try AxisInterpolation(from: .periodic("x", from: 0, to: 1, count: 5), to: [.infinity]))
    }

    func testThreeDimensionsOneAxisAtATime() throws {
        let source = Grid([
            .chebyshev("x", breaks: [0, 1], degree: 12), .periodic("y", from: 0, to: 2 * .pi, count: 10),
            .uniform("z", from: 0, to: 1, count: 40),
        ])
        let target = Grid([
            .points("x", [0, 0.3, 1]), .uniform("y", from: 0, to: 5, count: 4), .uniform("z", from: 0, to: 1, count: 7),
        ])
        let first = { (p: [Double]) in exp(p[0]) * cos(3 * p[1]) * (1 + p[2] * p[2]) }
        let second = { (p: [Double]) in sin(p[0] + p[1]) + pow(p[2], 5) }
        let field = sampled("v", source, components: ["x", "y"], [first, second])
        let expected = sampled("v", target, components: ["x", "y"], [first, second])
        let result = try field.resampled(to: target)
        XCTAssertEqual(result.grid, target)
        XCTAssertLessThan(distance(result.values.elements, expected.values.elements), 1e-13)
        let scattered = try field.values(at: target.pointCoordinates)
        XCTAssertEqual(scattered.shape, [2, 84])
        XCTAssertLessThan(distance(scattered.elements, expected.values.elements), 1e-13)
    }

    func testGridsOfOtherAxesAreRefused() {
        let field = sampled(Grid([.uniform("x", from: 0, to: 1, count: 3)]), [{ $0[0] }])
        let other = Grid([.uniform("y", from: 0, to: 1, count: 3)])
        XCTAssertThrowsError(try field.resampled(to: other)) {
            XCTAssertEqual($0 as? FieldComparisonError, .axesDiffer(field: "u", axes: ["x"], reference: ["y"]))
        }
    }

    /// Transforms between periodic axes give the interpolant that weights give: more points, fewer, odd and even, any axis of an array.
    func testPeriodicAxesAreMappedByTransformsAsByWeights() throws {
        var state: UInt64 = 7
        func random() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) * 0x1p-53 - 0.5
        }
        for (from, to) in [(40, 96), (41, 96), (40, 97), (96, 40), (97, 40), (96, 41), (64, 128), (128, 64), (41, 5), (40, 80)] {
            let (source, target) = (GridAxis.periodic("y", from: -1, to: 2, count: from), GridAxis.periodic("y", from: -1, to: 2, count: to))
            let other = GridAxis.uniform("x", from: 0, to: 1, count: 3)
            let grids = (Grid([other, source, other]), Grid([other, target, other]))
            // Noise has as much of the highest mode as of any other.
            let values = Tensor(shape: [2] + grids.0.shape, elements: (0..<(2 * grids.0.count)).map { _ in random() })
            let field = Field(name: "v", componentNames: ["a", "b"], isVector: false, grid: grids.0, values: values)
            let found = try field.resampled(to: grids.1).values
            let expected = try AxisInterpolation(from: source, to: target.points).apply(to: values, axis: 2)
            XCTAssertEqual(found.shape, expected.shape)
            XCTAssertLessThan(distance(found.elements, expected.elements), 1e-13, "\(from) -> \(to)")
        }
    }

    /// A shifted circle has other points, and a value that is not finite stays where it is.
    func testWhatTransformsDoNotTake() throws {
        let source = GridAxis.periodic("x", from: 0, to: 1, count: 64)
        let shifted = GridAxis.periodic("x", from: 0.25 / 64, to: 1 + 0.25 / 64, count: 128)
        func field(_ value: Double) -> Field {
            var values = Tensor(shape: [1, 64], elements: source.points.map { cos(6 * .pi * $0) })
            values[0, 8] = value
            return Field(name: "u", componentNames: ["u"], isVector: false, grid: Grid([source]), values: values)
        }
        let moved = try field(cos(6 * .pi / 8)).resampled(to: Grid([shifted])).values.elements
        XCTAssertLessThan(distance(moved, shifted.points.map { cos(6 * .pi * $0) }), 1e-13)
        let spoiled = try field(.nan).resampled(to: Grid([.periodic("x", from: 0, to: 1, count: 128)])).values.elements
        for index in 0..<64 { XCTAssertEqual(spoiled[2 * index].isNaN, index == 8) }
    }
}
