import Foundation
import NumericsCore
import TrialFunctions
import XCTest

final class FeatureSamplingTests: XCTestCase {
    private static let frame = CoordinateFrame(lower: [0, -1], upper: [2, 1])

    private func stream(_ seed: UInt64 = 0) -> RandomStream { RandomStream(seed: seed, name: "features") }

    func testTheSameSeedGivesTheSameFeatures() {
        func draw(_ seed: UInt64) -> RandomFeatures {
            var stream = stream(seed)
            return .bandlimited(count: 50, bandwidths: [3, 9], frame: Self.frame, using: &stream)
        }
        XCTAssertEqual(draw(4).weights, draw(4).weights)
        XCTAssertEqual(draw(4).phases, draw(4).phases)
        XCTAssertNotEqual(draw(4).weights, draw(5).weights)
    }

    /// Uniform in an ellipse: half of the radii lie below sqrt(1/2), and mean squares of both axes are R²/4.
    func testBandlimitedWeightsFillAnEllipse() {
        var stream = stream()
        let count = 4000
        let features = RandomFeatures.bandlimited(count: count, bandwidths: [3, 9], frame: Self.frame, using: &stream)
        let radii = (0..<count).map { m in
            (pow(features.weights[0, m] / 3, 2) + pow(features.weights[1, m] / 9, 2)).squareRoot()
        }
        XCTAssertLessThanOrEqual(radii.max()!, 1 + 1e-12)
        // Radii are stratified, so this count is exact up to one stratum.
        XCTAssertEqual(Double(radii.count { $0 < 0.5.squareRoot() }), Double(count) / 2, accuracy: 1)
        for (row, bandwidth) in [(0, 3.0), (1, 9.0)] {
            let meanSquare = (0..<count).reduce(0) { $0 + pow(features.weights[row, $1] / bandwidth, 2) } / Double(count)
            // Standard deviation of the mean: sqrt(1/8 - 1/16) / sqrt(4000) = 0.004.
            XCTAssertEqual(meanSquare, 0.25, accuracy: 0.016)
        }
        let meanPhase = features.phases.elements.reduce(0, +) / Double(count)
        XCTAssertEqual(meanPhase, Double.pi, accuracy: 4 * 2 * Double.pi / 12.0.squareRoot() / Double(count).squareRoot())
    }

    func testPeriodicCoordinatesGetWholeWaveNumbersInEqualShares() {
        var stream = stream()
        let features = RandomFeatures.bandlimited(
            count: 100, bandwidths: [3.2 * Double.pi, 5], frame: Self.frame, periodic: [0], using: &stream)
        let waves = (0..<features.parameterCount).map { features.weights[0, $0] / Double.pi }
        XCTAssertTrue(waves.allSatisfy { abs($0 - $0.rounded()) < 1e-14 })
        XCTAssertEqual(Dictionary(grouping: waves) { Int($0.rounded()) }.mapValues(\.count), [0: 25, 1: 25, 2: 25, 3: 25])
    }

    /// Without another coordinate the features are a Fourier basis: 1 and cos, sin of each wave.
    func testPeriodicCoordinatesAloneGiveAFourierBasis() {
        var stream = stream()
        let features = RandomFeatures.bandlimited(
            count: 1, bandwidths: [2 * Double.pi, Double.pi], frame: Self.frame, periodic: [0, 1], using: &stream)
        XCTAssertEqual(features.parameterCount, 5 * 3)
        XCTAssertEqual(Set(features.phases.elements), [0, -Double.pi / 2])
    }

    func testStepsStandInTheDomainAndKeepToTheirSlopes() {
        var stream = stream()
        let features = RandomFeatures.steps(count: 300, slopes: [2, 0.5], frame: Self.frame, using: &stream)
        for m in 0..<300 {
            let (a, b) = (features.weights[0, m], features.weights[1, m])
            XCTAssertLessThanOrEqual(abs(a), 2)
            XCTAssertLessThanOrEqual(abs(b), 0.5)
            // The plane z = 0 meets the square [-1, 1]².
            XCTAssertLessThanOrEqual(abs(features.phases[m]), abs(a) + abs(b))
        }
    }

    /// A front at x = 0.5: most steps of random pairs must lie across it.
    func testPairsPreferSteepPlaces() {
        var stream = stream()
        let line = CoordinateFrame(lower: [0], upper: [1])
        let count = 400
        let points = Tensor(shape: [1, count], elements: (0..<count).map { (Double($0) + 0.5) / Double(count) })
        let guess = Tensor((0..<count).map { tanh((points[0, $0] - 0.5) / 0.01) })
        let features = RandomFeatures.steps(count: 200, between: points, guess: guess, frame: line, using: &stream)
        let centres = (0..<200).map { 0.5 - 0.5 * features.phases[$0] / features.weights[0, $0] }
        XCTAssertGreaterThan(centres.count { abs($0 - 0.5) < 0.1 }, 100)
        let flat = Tensor((0..<count).map { _ in 1.0 })
        let uniform = RandomFeatures.steps(count: 200, between: points, guess: flat, frame: line, using: &stream)
        let others = (0..<200).map { 0.5 - 0.5 * uniform.phases[$0] / uniform.weights[0, $0] }
        XCTAssertLessThan(others.count { abs($0 - 0.5) < 0.1 }, 80)
    }

    func testGradedStepsAreAsSteepAsTheirPairsAreClose() {
        var stream = stream()
        let line = CoordinateFrame(lower: [0], upper: [1])
        let nodes = (0..<60).map { pow(0.85, Double($0)) }
        let features = RandomFeatures.gradedSteps(
            count: 500, nodes: nodes, sharpness: 1...4, smallestGap: 0.004, frame: line, using: &stream)
        for m in 0..<500 {
            // In units of the half range.
            XCTAssertLessThanOrEqual(features.weights[0, m], 0.5 * 4 / 0.004)
            XCTAssertGreaterThanOrEqual(features.weights[0, m], 0.5 * 1)
            let centre = 0.5 - 0.5 * features.phases[m] / features.weights[0, m]
            XCTAssertTrue(nodes.contains { abs($0 - centre) < 1e-12 })
        }
    }
}
