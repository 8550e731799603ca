import Foundation
import Plots
import XCTest

/// Ticks are round, exact, inside their range and about as many as asked for, whatever the range.
final class TickTests: XCTestCase {
    private func values(_ range: ClosedRange<Double>, _ target: Int) -> [Double] {
        TickSet.ticks(for: range, target: target).major.map(\.value)
    }

    /// The example of the paper's reference implementation: extended(8.1, 14.1, 4) in R's package `labeling` gives 8, 10, 12, 14,
    /// of which 8 lies outside.
    func testThePublishedExample() {
        XCTAssertEqual(values(8.1...14.1, 4), [10, 12, 14])
        XCTAssertEqual(values(0...1, 5), [0, 0.25, 0.5, 0.75, 1])
        XCTAssertEqual(values(0...100, 6), [0, 20, 40, 60, 80, 100])
    }

    func testLabelsShowNoRoundOff() {
        for range in [0.0...0.9, 0.1...0.7, -0.3...0.3, 0...3e-7, 1...1.0007, -0.0...0.6] {
            for target in 2...9 {
                for tick in TickSet.ticks(for: range, target: target).major {
                    XCTAssertLessThanOrEqual(tick.label.count, 7, "\(range): \(tick.label)")
                }
            }
        }
        XCTAssertEqual(TickSet.ticks(for: 0...0.3, target: 4, style: .plain).major.map(\.label), ["0.0", "0.1", "0.2", "0.3"])
        XCTAssertEqual(TickSet.ticks(for: -1...1, target: 3).major.map(\.label), ["−1", "0", "1"])
    }

    /// Labels with their note read back as the positions: exactly for plain ones, to a part of the range with notes.
    func testLabelsReadBackAsPositions() throws {
        let ranges: [ClosedRange<Double>] = [
            0...1, -3...7, 0.001...0.0042, 1e5...9e6, -1e-300...1e-300, -1e300...1e300, 1e-12...3e-12, 0...4.9e307, 123456...123999,
            1e6...1e6 + 1e-3, -5e-5...2e-5, 99.9999...100.0001,
        ]
        for range in ranges {
            for target in [2, 4, 7] {
                let ticks = TickSet.ticks(for: range, target: target, style: .plain)
                XCTAssertGreaterThanOrEqual(ticks.major.count, 2, "\(range) \(target)")
                XCTAssertLessThanOrEqual(ticks.major.count, 2 * target + 2, "\(range) \(target)")
                let (factor, offset) = try Self.note(ticks.note)
                let length = range.upperBound - range.lowerBound
                for tick in ticks.major {
                    let value = try XCTUnwrap(Double(tick.label), tick.label) * factor + offset
                    XCTAssertEqual(value, tick.value, accuracy: 1e-6 * length, "\(range): \(tick.label) \(ticks.note)")
                    XCTAssertTrue(tick.value >= range.lowerBound - 1e-6 * length && tick.value <= range.upperBound + 1e-6 * length)
                }
                XCTAssertEqual(Set(ticks.major.map(\.label)).count, ticks.major.count, "\(range): labels repeat")
            }
        }
    }

    /// `×1e-5 + 1000`: factor and offset.
    private static func note(_ note: String) throws -> (Double, Double) {
        var (factor, offset, sign) = (1.0, 0.0, 1.0)
        for word in note.split(separator: " ") {
            if word.hasPrefix("×") { factor = try XCTUnwrap(Double(word.dropFirst())) } else if word == "-" { sign = -1 } else if word != "+" {
                offset = try XCTUnwrap(Double(word))
            }
        }
        return (factor, sign * offset)
    }

    func testTinyRangesFarFromZeroAreCountedFromARoundNumber() {
        let ticks = TickSet.ticks(for: 1_000_000...1_000_000.001, target: 5)
        XCTAssertEqual(ticks.note, "×10⁻³ + 1000000")
        XCTAssertTrue(ticks.major.allSatisfy { $0.label.count <= 4 }, "\(ticks.major)")
    }

    func testMinorTicksDivideMajorOnesEvenly() {
        for range in [0.0...1, 0...10, -2...3, 0...0.04, 5...30] {
            let ticks = TickSet.ticks(for: range, target: 5)
            let majors = ticks.major.map(\.value)
            let step = majors[1] - majors[0]
            let all = (majors + ticks.minor).sorted()
            let gaps = zip(all, all.dropFirst()).map { $1 - $0 }
            XCTAssertEqual(gaps.min() ?? 0, gaps.max() ?? 1, accuracy: 1e-9 * step, "\(range)")
            XCTAssertTrue(ticks.minor.allSatisfy(range.contains))
        }
    }

    func testLogarithmicTicksArePowersOfTen() {
        let decades = TickSet.ticks(for: 2e-7...3e-2, isLogarithmic: true, target: 8)
        XCTAssertEqual(decades.major.map(\.label), ["10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²"])
        XCTAssertEqual(decades.major.map(\.value), [1e-6, 1e-5, 1e-4, 1e-3, 1e-2])
        XCTAssertTrue(decades.minor.contains(2e-5))
        let wide = TickSet.ticks(for: 1e-300...1e300, isLogarithmic: true, target: 7, style: .plain)
        XCTAssertEqual(wide.major.map(\.label), ["1e-300", "1e-200", "1e-100", "1e0", "1e100", "1e200", "1e300"])
        let short = TickSet.ticks(for: 0.9...60, isLogarithmic: true, target: 6)
        XCTAssertEqual(short.major.map(\.label), ["1", "2", "5", "10", "20", "50"])
        let narrow = TickSet.ticks(for: 1.0...1.5, isLogarithmic: true, target: 5)
        XCTAssertGreaterThanOrEqual(narrow.major.count, 3)
    }
}
