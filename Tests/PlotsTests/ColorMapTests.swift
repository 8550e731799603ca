import Foundation
import Plots
import XCTest

/// Colour maps have even steps and rising lightness, also for eyes without red or green cones.
final class ColorMapTests: XCTestCase {
    /// What eyes without one kind of cone see of linear sRGB: Machado, Oliveira and Fernandes 2009, severity 1.
    private static let deficiencies: [String: [[Double]]] = [
        "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ]

    private static func linear(_ x: Double) -> Double { x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4) }
    private static func encoded(_ x: Double) -> Double { x <= 0.0031308 ? 12.92 * x : 1.055 * pow(x, 1 / 2.4) - 0.055 }

    private static func seen(_ color: PlotColor, _ matrix: [[Double]]) -> PlotColor {
        let parts = [color.red, color.green, color.blue].map(linear)
        let seen = matrix.map { row in encoded(min(max(zip(row, parts).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1)) }
        return PlotColor(red: seen[0], green: seen[1], blue: seen[2])
    }

    /// CIE 1976 lightness, 0...100.
    private static func lightness(_ color: PlotColor) -> Double {
        let y = 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
        return y > 216.0 / 24389 ? 116 * cbrt(y) - 16 : y * 24389 / 27
    }

    private static func views(_ color: PlotColor) -> [PlotColor] { [color] + deficiencies.values.map { seen(color, $0) } }

    /// sRGB red, from Ottosson's table: L = 0.628, a = 0.225, b = 0.126.
    func testOklabAgreesWithItsSource() {
        let red = Oklab(PlotColor(hex: 0xFF0000))
        XCTAssertEqual(red.lightness, 0.628, accuracy: 5e-4)
        XCTAssertEqual(red.a, 0.225, accuracy: 5e-4)
        XCTAssertEqual(red.b, 0.126, accuracy: 5e-4)
        for hex: UInt32 in [0x123456, 0xFEDCBA, 0x00FF00, 0x808080] {
            let color = PlotColor(hex: hex)
            XCTAssertEqual(Oklab(color).color.bytes.red, color.bytes.red)
            XCTAssertEqual(Oklab(color).color.bytes.green, color.bytes.green)
            XCTAssertEqual(Oklab(color).color.bytes.blue, color.bytes.blue)
        }
    }

    func testSequentialMapsRiseInLightnessForAllEyes() {
        for map in [ColorMap.sequential, .error, .gray] {
            for (name, matrix) in Self.deficiencies.merging(["none": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]], uniquingKeysWith: { $1 }) {
                let lightness = map.colors.map { Self.lightness(Self.seen($0, matrix)) }
                for (before, after) in zip(lightness, lightness.dropFirst()) {
                    // A tenth of a unit of lightness is not seen; rounding of the tables makes as much.
                    XCTAssertGreaterThan(after, before - 0.1, "\(map.name), \(name)")
                }
                XCTAssertGreaterThan((lightness.last ?? 0) - (lightness.first ?? 0), 65, "\(map.name), \(name)")
            }
        }
    }

    func testStepsAreEven() {
        for map in [ColorMap.sequential, .error, .gray] {
            // Over sixteen entries, so that rounding to the path's points does not count.
            let places = stride(from: 0, to: 256, by: 17).map { Oklab(map.colors[$0]) }
            let steps = zip(places, places.dropFirst()).map { $0.distance(to: $1) }
            XCTAssertLessThan((steps.max() ?? 0) / (steps.min() ?? 1), 1.3, map.name)
        }
    }

    func testTheDivergingMapIsSymmetricInLightnessAndItsEndsDifferForAllEyes() {
        let map = ColorMap.diverging
        for k in 0..<128 {
            let (low, high) = (Oklab(map.colors[k]), Oklab(map.colors[255 - k]))
            XCTAssertEqual(low.lightness, high.lightness, accuracy: 0.01)
            if k > 0 { XCTAssertGreaterThan(low.lightness, Oklab(map.colors[k - 1]).lightness - 1e-3) }
        }
        let middle = Oklab(map.color(at: 0.5))
        XCTAssertLessThan((middle.a * middle.a + middle.b * middle.b).squareRoot(), 0.01, "the middle is neutral")
        for (low, high) in zip(Self.views(map.color(at: 0.15)), Self.views(map.color(at: 0.85))) {
            XCTAssertGreaterThan(Oklab(low).distance(to: Oklab(high)), 0.15)
        }
    }

    func testColoursOfCurvesDifferForAllEyes() {
        for (i, first) in PlotColor.series.enumerated() {
            for second in PlotColor.series[(i + 1)...] {
                for (a, b) in zip(Self.views(first), Self.views(second)) {
                    // Three times the least that is seen.
                    XCTAssertGreaterThan(Oklab(a).distance(to: Oklab(b)), 0.06)
                }
            }
        }
    }

    func testScalesSuitTheirValues() {
        let signed = ColorScale.fitting([-2, 1, .nan, .infinity], label: "u")
        XCTAssertTrue(signed.map.isDiverging)
        XCTAssertEqual(signed.range, -2...2)
        XCTAssertFalse(ColorScale.fitting([-0.01, 5], label: "u").map.isDiverging)
        XCTAssertEqual(ColorScale.fitting([0.5, 0.5], label: "u").range, 0.45...0.55)
        XCTAssertEqual(ColorScale.fitting([-0.0, 0], label: "u").range, -1...1)
        XCTAssertEqual(ColorScale.fitting([Double.nan], label: "u").range, 0...1)
        let logarithmic = ColorScale.fitting([0, 1e-8, 1e-2], label: "e", isLogarithmic: true)
        XCTAssertEqual(logarithmic.fraction(of: 1e-5) ?? 0, 0.5, accuracy: 1e-12)
        XCTAssertNil(logarithmic.fraction(of: .nan))
        let huge = ColorScale.fitting([-1.7e308, 1.7e308], label: "u")
        XCTAssertEqual(huge.fraction(of: 0) ?? 0, 0.5, accuracy: 1e-12)
    }
}
