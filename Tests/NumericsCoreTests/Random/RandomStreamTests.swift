import Foundation
import NumericsCore
import XCTest

final class RandomStreamTests: XCTestCase {
    /// Known answers of philox4x32-10 from the file kat_vectors of Random123 (Salmon et al. 2011).
    func testPhiloxKnownAnswers() {
        let zero = Philox.block(counter: (0, 0), key: 0)
        XCTAssertEqual(zero.0, 0xE169_C58D_6627_E8D5)
        XCTAssertEqual(zero.1, 0x9B00_DBD8_BC57_AC4C)
        let ones = Philox.block(counter: (.max, .max), key: .max)
        XCTAssertEqual(ones.0, 0x41C8_3B0E_408F_276D)
        XCTAssertEqual(ones.1, 0x6D54_51FD_A20B_C7C6)
        let digitsOfPi = Philox.block(
            counter: (0x85A3_08D3_243F_6A88, 0x0370_7344_1319_8A2E), key: 0x299F_31D0_A409_3822)
        XCTAssertEqual(digitsOfPi.0, 0x94FD_CCEB_D16C_FE09)
        XCTAssertEqual(digitsOfPi.1, 0x2412_6EA1_5001_E420)
    }

    func testStreamsAreReproducibleAndDistinct() {
        var first = RandomStream(seed: 1, name: "weights")
        var same = RandomStream(seed: 1, name: "weights")
        var otherName = RandomStream(seed: 1, name: "points")
        var otherSeed = RandomStream(seed: 2, name: "weights")
        let words = (0..<8).map { _ in first.next() }
        XCTAssertEqual(words, (0..<8).map { _ in same.next() })
        XCTAssertNotEqual(words, (0..<8).map { _ in otherName.next() })
        XCTAssertNotEqual(words, (0..<8).map { _ in otherSeed.next() })
        XCTAssertEqual(Set(words).count, 8)
    }

    func testSkipping() {
        for count in [0, 1, 2, 5, 1000] {
            var walked = RandomStream(seed: 4, name: "skip")
            var skipped = walked
            for _ in 0..<count { _ = walked.uniform() }
            skipped.skip(UInt64(count))
            XCTAssertEqual(walked, skipped)
            XCTAssertEqual(walked.next(), skipped.next())
            for _ in 0..<count { _ = walked.normal() }
            skipped.skipNormals(UInt64(count))
            XCTAssertEqual(walked.normal(), skipped.normal())
        }
    }

    func testPositionsRestoreAStream() {
        var stream = RandomStream(seed: 9, name: "state")
        for _ in 0..<7 { _ = (stream.uniform(), stream.normal()) }
        _ = stream.normal()
        var restored = RandomStream(
            seed: 9, name: "state", position: stream.position, normalPosition: stream.normalPosition)
        for _ in 0..<5 {
            XCTAssertEqual(stream.uniform(), restored.uniform())
            XCTAssertEqual(stream.normal(), restored.normal())
        }
    }

    func testVectorsEqualSingleDraws() {
        var vector = RandomStream(seed: 5, name: "vector")
        var single = vector
        _ = (vector.normal(), single.normal())
        let normals = vector.normals(11).elements
        XCTAssertEqual(normals, (0..<11).map { _ in single.normal() })
        let uniforms = vector.uniforms(11).elements
        XCTAssertEqual(uniforms, (0..<11).map { _ in single.uniform() })
    }

    func testUniformMomentsAndRange() {
        var stream = RandomStream(seed: 11, name: "uniform")
        let count = 40000
        let draws = (0..<count).map { _ in stream.uniform() }
        XCTAssert(draws.allSatisfy { $0 >= 0 && $0 < 1 })
        // Five standard errors of the k-th moment, whose variance is 1/(2k+1) - 1/(k+1)^2.
        for k in 1...4 {
            let order = Double(k)
            let mean = draws.reduce(0) { $0 + pow($1, order) } / Double(count)
            let variance = 1 / (2 * order + 1) - 1 / ((order + 1) * (order + 1))
            XCTAssertEqual(mean, 1 / (order + 1), accuracy: 5 * (variance / Double(count)).squareRoot())
        }
    }

    func testNormalMomentsAndIndependence() {
        var stream = RandomStream(seed: 12, name: "normal")
        let count = 40000
        let draws = (0..<count).map { _ in stream.normal() }
        // Moments 0, 1, 0, 3 with variances 1, 2, 15, 96 of their terms; five standard errors.
        for (k, (expected, variance)) in [(0.0, 1.0), (1, 2), (0, 15), (3, 96)].enumerated() {
            let mean = draws.reduce(0) { $0 + pow($1, Double(k + 1)) } / Double(count)
            XCTAssertEqual(mean, expected, accuracy: 5 * (variance / Double(count)).squareRoot())
        }
        // Both numbers of a pair share a radius; their product must still average to zero.
        let products = stride(from: 0, to: count, by: 2).map { draws[$0] * draws[$0 + 1] }
        let mean = products.reduce(0, +) / Double(products.count)
        XCTAssertEqual(mean, 0, accuracy: 5 / Double(products.count).squareRoot())
    }

    func testNormalDistributionFunction() {
        var stream = RandomStream(seed: 13, name: "distribution")
        let count = 20000
        let sorted = (0..<count).map { _ in stream.normal() }.sorted()
        let distance = sorted.enumerated().map { index, x in
            abs(0.5 * erfc(-x / 2.0.squareRoot()) - (Double(index) + 0.5) / Double(count))
        }.max()!
        // Kolmogorov and Smirnov: above 1.95 / sqrt(n) with probability 0.001.
        XCTAssertLessThan(distance, 1.95 / Double(count).squareRoot())
    }

    func testNamesHashTheSameEverywhere() {
        var stream = RandomStream(seed: 2026, name: "initial points")
        XCTAssertEqual(stream.next(), 4_965_339_215_403_731_756)
    }
}
