import Fields
import NumericsCore
import XCTest

final class PointRuleTests: XCTestCase {
    private let rules: [PointRule] = [
        .grid, .uniform, .latinHypercube, .halton(isScrambled: false), .halton(isScrambled: true), .sobol(.none),
        .sobol(.digitalShift), .sobol(.owen),
    ]

    private func unit(_ dimension: Int) -> ShapeBounds {
        ShapeBounds(lower: Array(repeating: 0, count: dimension), upper: Array(repeating: 1, count: dimension))
    }

    private func points(_ rule: PointRule, _ count: Int, _ dimension: Int, seed: UInt64 = 1) -> Tensor<Double> {
        var stream = RandomStream(seed: seed, name: "points")
        return rule.points(count, in: unit(dimension), using: &stream)
    }

    private func row(_ points: Tensor<Double>, _ index: Int) -> [Double] { (0..<points.shape[1]).map { points[index, $0] } }

    /// scipy.stats.qmc.Sobol(21, scramble=False), SciPy 1.17.1.
    func testSobolPoints() {
        let found = points(.sobol(.none), 4096, 21)
        XCTAssertEqual(row(found, 0), Array(repeating: 0, count: 21))
        XCTAssertEqual(
            row(found, 11),
            [
                0.4375, 0.5625, 0.1875, 0.6875, 0.8125, 0.0625, 0.6875, 0.6875, 0.6875, 0.0625, 0.9375, 0.3125, 0.1875, 0.1875,
                0.5625, 0.1875, 0.5625, 0.0625, 0.6875, 0.5625, 0.9375,
            ])
        XCTAssertEqual(
            row(found, 1000),
            [
                0.2197265625, 0.0966796875, 0.5185546875, 0.6767578125, 0.2802734375, 0.9072265625, 0.0458984375, 0.8994140625,
                0.5009765625, 0.0693359375, 0.0849609375, 0.2548828125, 0.1611328125, 0.3837890625, 0.1435546875, 0.3701171875,
                0.7197265625, 0.3447265625, 0.9912109375, 0.7255859375, 0.5224609375,
            ])
        XCTAssertEqual(
            row(found, 4095),
            [
                0.000244140625, 0.941162109375, 0.334228515625, 0.901611328125, 0.940185546875, 0.078857421875, 0.949462890625,
                0.390869140625, 0.191650390625, 0.246337890625, 0.569580078125, 0.321533203125, 0.368896484375, 0.519775390625,
                0.551025390625, 0.416748046875, 0.062255859375, 0.609130859375, 0.813232421875, 0.521240234375, 0.225830078125,
            ])
    }

    /// scipy.stats.qmc.Halton(6, scramble=False), SciPy 1.17.1.
    func testHaltonPoints() {
        let found = points(.halton(isScrambled: false), 1001, 6)
        let expected: [Int: [Double]] = [
            0: [0, 0, 0, 0, 0, 0],
            7: [0.875, 0.5555555555555556, 0.44, 0.02040816326530612, 0.6363636363636364, 0.5384615384615385],
            100: [0.1484375, 0.4115226337448559, 0.032, 0.29154518950437314, 0.1652892561983471, 0.7337278106508875],
            1000: [0.0927734375, 0.3475080018289895, 0.00512, 0.9162848812994586, 0.9316303531179565, 0.9904415111515704],
        ]
        for (index, point) in expected { XCTAssertEqual(distance(row(found, index), point), 0, accuracy: 2e-16) }
    }

    /// Warnock's formula for the L2 star discrepancy.
    private func discrepancy(_ points: Tensor<Double>) -> Double {
        let (count, dimension) = (points.shape[0], points.shape[1])
        var (single, double) = (0.0, 0.0)
        for i in 0..<count {
            single += (0..<dimension).reduce(1) { $0 * (1 - points[i, $1] * points[i, $1]) }
            for j in 0..<count { double += (0..<dimension).reduce(1) { $0 * (1 - max(points[i, $1], points[j, $1])) } }
        }
        let n = Double(count)
        let whole = pow(3, -Double(dimension))
        return (whole - pow(2, 1 - Double(dimension)) * single / n + double / (n * n)).squareRoot()
    }

    /// The unscrambled figures are SciPy's; scrambling keeps the order of magnitude, chance is several times worse.
    func testDiscrepancies() {
        XCTAssertEqual(discrepancy(points(.sobol(.none), 256, 2)), 0.0033074703678268075, accuracy: 1e-9)
        XCTAssertEqual(discrepancy(points(.halton(isScrambled: false), 256, 2)), 0.0053063698910007775, accuracy: 1e-9)
        let chance = discrepancy(points(.uniform, 256, 2))
        XCTAssertGreaterThan(chance, 0.01)
        for rule in rules where rule != .uniform && rule != .grid && rule != .latinHypercube {
            XCTAssertLessThan(discrepancy(points(rule, 256, 2)), 0.0065, "\(rule)")
        }
    }

    /// 256 points of a scrambled sequence in base 2 have one in each of 256 intervals, and in each 16 x 16 box.
    func testScramblingKeepsTheNet() {
        for scrambling in PointRule.Scrambling.allCases {
            let found = points(.sobol(scrambling), 256, 5)
            for axis in 0..<5 { XCTAssertEqual(Set((0..<256).map { Int(found[$0, axis] * 256) }).count, 256) }
            XCTAssertEqual(Set((0..<256).map { Int(found[$0, 0] * 16) * 16 + Int(found[$0, 1] * 16) }).count, 256)
        }
        let hypercube = points(.latinHypercube, 100, 3)
        for axis in 0..<3 { XCTAssertEqual(Set((0..<100).map { Int(hypercube[$0, axis] * 100) }).count, 100) }
        // Each of 3^4 intervals of the second coordinate, whose base is 3.
        let halton = points(.halton(isScrambled: true), 81, 2)
        XCTAssertEqual(Set((0..<81).map { Int(halton[$0, 1] * 81 + 1e-9) }).count, 81)
    }

    /// Scrambled points are unbiased: the mean of an integrand over seeds is the integral, far closer than its spread by chance.
    func testOwenScramblingIsUnbiasedAndBetterThanChance() {
        func estimate(_ rule: PointRule, _ seed: UInt64) -> Double {
            let found = points(rule, 256, 3, seed: seed)
            return (0..<256).reduce(0) { $0 + exp(found[$1, 0]) * sin(Double.pi * found[$1, 1]) * found[$1, 2] } / 256
        }
        let exact = (M_E - 1) * (2 / Double.pi) * 0.5
        let errors = (0..<40).map { estimate(.sobol(.owen), $0) - exact }
        let spread = (errors.reduce(0) { $0 + $1 * $1 } / 40).squareRoot()
        XCTAssertLessThan(abs(errors.reduce(0, +) / 40), 4 * spread / 40.0.squareRoot())
        // Chance has a spread of 0.4/16; a net with n^(-3/2) some hundredth of it.
        XCTAssertLessThan(spread, 0.0015)
    }

    func testStreamsDecideAlone() {
        for rule in rules {
            XCTAssertEqual(points(rule, 50, 2, seed: 7), points(rule, 50, 2, seed: 7))
            let isRandom = ![PointRule.grid, .halton(isScrambled: false), .sobol(.none)].contains(rule)
            XCTAssertEqual(points(rule, 50, 2, seed: 7) != points(rule, 50, 2, seed: 8), isRandom)
        }
    }

    func testGridsFillBoxesWithCubes() {
        var stream = RandomStream(seed: 0, name: "none")
        let found = PointRule.grid.points(8, in: ShapeBounds(lower: [0, 0], upper: [4, 2]), using: &stream)
        XCTAssertEqual(found.elements, [0.5, 0.5, 0.5, 1.5, 1.5, 0.5, 1.5, 1.5, 2.5, 0.5, 2.5, 1.5, 3.5, 0.5, 3.5, 1.5])
    }

    /// All points inside, as many as asked for, and spread evenly: their mean is the centroid.
    func testPointsInShapes() throws {
        let half = Shape.ball(centre: [0, 0], radius: 1).intersecting(.halfSpace(point: [0, 0], normal: [-1, 0]))
        for rule in rules {
            var stream = RandomStream(seed: 3, name: "inside")
            let found = try rule.points(1000, in: half, using: &stream)
            if rule == .grid { XCTAssertEqual(Double(found.shape[0]), 1000, accuracy: 80) } else { XCTAssertEqual(found.shape[0], 1000) }
            XCTAssertTrue(half.contains(found).allSatisfy { $0 }, "\(rule)")
            let mean = (0..<found.shape[0]).reduce(0) { $0 + found[$1, 0] } / Double(found.shape[0])
            // Chance: the standard deviation of x over the half disk is 0.26, so 0.26/sqrt(1000) = 0.008.
            XCTAssertEqual(mean, 4 / (3 * .pi), accuracy: rule == .uniform ? 0.03 : 0.01, "\(rule)")
        }
    }

    func testPointsInShapesKeepTheOrderOfTheSequence() throws {
        var stream = RandomStream(seed: 3, name: "inside")
        let disk = Shape.ball(centre: [0.5, 0.5], radius: 0.5)
        let inside = try PointRule.sobol(.none).points(20, in: disk, using: &stream)
        let all = points(.sobol(.none), 40, 2)
        let kept = (0..<40).map { row(all, $0) }.filter { disk.contains($0) }.prefix(20)
        XCTAssertEqual(inside.elements, kept.flatMap { $0 })
    }

    func testEmptyAndUnboundedShapesAreRefused() {
        var stream = RandomStream(seed: 3, name: "inside")
        let empty = Shape.ball(centre: [0, 0], radius: 1).intersecting(.ball(centre: [3, 0], radius: 1))
        for rule in rules {
            XCTAssertThrowsError(try rule.points(10, in: empty, using: &stream), "\(rule)")
            XCTAssertThrowsError(try rule.points(10, in: .halfSpace(point: [0, 0], normal: [1, 0]), using: &stream)) {
                XCTAssertEqual($0 as? PointRuleError, .unbounded)
            }
        }
        XCTAssertThrowsError(try PointRule.grid.boundaryPoints(10, of: empty, using: &stream)) {
            XCTAssertEqual($0 as? PointRuleError, .noBoundary)
        }
    }

    /// Equal steps of length along an ellipse, and even coverage by the other rules.
    func testBoundaryPoints() throws {
        let ellipse = Shape.ellipsoid(centre: [0, 0], semiAxes: [2, 1])
        var stream = RandomStream(seed: 3, name: "boundary")
        let found = try PointRule.grid.boundaryPoints(400, of: ellipse, using: &stream)
        XCTAssertEqual(found.measure, 9.6884482205476761984, accuracy: 1e-9)
        let chords = (0..<400).map { found.point($0).distance(to: found.point(($0 + 1) % 400)) }
        // Chords are shorter than arcs by (step times curvature)² / 24, the curvature being 2 at most.
        let step = 9.6884482205476761984 / 400
        for chord in chords { XCTAssertEqual(chord, step, accuracy: step * (4 * step * step / 24 + 1e-9)) }
        for rule in rules {
            for shape in [ellipse, ShapeTests.keyhole, ShapeTests.lShape] {
                let samples = try rule.boundaryPoints(200, of: shape, using: &stream)
                XCTAssertEqual(samples.count, 200)
                for index in 0..<200 {
                    XCTAssertEqual(shape.signedDistance(at: samples.point(index)), 0, accuracy: 1e-12)
                    XCTAssertEqual(samples.normal(index).length, 1, accuracy: 1e-14)
                }
            }
        }
        // On the L-shape: a quarter of the length 8 lies on the sides x = -1.
        let samples = try PointRule.sobol(.none).boundaryPoints(256, of: ShapeTests.lShape, using: &stream)
        XCTAssertEqual((0..<256).count { abs(samples.point($0)[0] + 1) < 1e-12 }, 64, accuracy: 2)
    }

    func testBoundaryPointsOfBallsAreEven() throws {
        var stream = RandomStream(seed: 3, name: "boundary")
        let ball = Shape.ball(centre: [0, 0, 0], radius: 2)
        for rule in rules {
            let samples = try rule.boundaryPoints(1024, of: ball, using: &stream)
            for axis in 0..<3 {
                let mean = (0..<1024).reduce(0) { $0 + samples.point($1)[axis] } / 1024
                let square = (0..<1024).reduce(0) { $0 + samples.point($1)[axis] * samples.point($1)[axis] } / 1024
                // By chance: 1.15/32 = 0.036 and 1.2/32.
                XCTAssertEqual(mean, 0, accuracy: rule == .uniform || rule == .latinHypercube ? 0.12 : 0.05, "\(rule)")
                XCTAssertEqual(square, 4.0 / 3, accuracy: 0.12, "\(rule)")
            }
        }
        let ends = try PointRule.grid.boundaryPoints(10, of: .box(from: [0], to: [3]), using: &stream)
        XCTAssertEqual(ends.points.elements.sorted(), [0, 0, 0, 0, 0, 3, 3, 3, 3, 3])
    }
}

private func XCTAssertEqual(_ found: Int, _ expected: Int, accuracy: Int, line: UInt = #line) {
    XCTAssertTrue(abs(found - expected) <= accuracy, "\(found) is not \(expected)", line: line)
}
