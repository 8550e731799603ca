import Foundation
import Kernels
import NumericsCore
import XCTest

/// Tables of derivatives against values computed with mpmath (Fixtures/factors.py).
final class FactorDerivativeTests: XCTestCase {
    private static let orders = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16]

    private static func factor(_ name: String) -> any StationaryFactor {
        let peaks = [
            SpectralMixture.Peak(weight: 0.6, frequency: 0, length: 0.5), SpectralMixture.Peak(weight: 1.2, frequency: 0.9, length: 0.3),
        ]
        switch name {
        case "squared-exponential": return SquaredExponential(length: 0.7)
        case "rational-quadratic": return RationalQuadratic(length: 0.8, exponent: 1.3)
        case "periodic": return PeriodicExponential(length: 1.1, period: 2.5, isPeriodFree: true)
        case "mixture-gaussian": return SpectralMixture(peaks, spectrum: .gaussian)
        case "mixture-t": return SpectralMixture(peaks, spectrum: .studentT(halfInteger: 3))
        case "sum":
            return FactorSum([SquaredExponential(length: 0.6), Matern(halfInteger: 4, length: 1.4)], weights: [0.25, 1.5])
        case "product":
            return FactorProduct(
                Matern(halfInteger: 4, length: 1.2), PeriodicExponential(length: 0.9, period: 1.9, isPeriodFree: true))
        default: return Matern(halfInteger: (Int(name.dropFirst("matern-".count).prefix { $0 != "/" })! - 1) / 2, length: 0.9)
        }
    }

    func testTablesAgreeWithMultiplePrecision() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/factors.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        XCTAssertEqual(lines.count, 123)
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            let factor = Self.factor(words[0]), parameter = Int(words[1])!, z = Tensor([Double(words[2])!])
            let table = parameter < 0 ? factor.derivatives(16, at: z) : factor.parameterDerivatives(parameter, 16, at: z)
            // Terms of both signs cancel where a derivative is small: against the largest of the neighbouring orders.
            let values = words.dropFirst(3).map { Double($0)! }
            for (place, order) in Self.orders.enumerated() {
                let near = values[max(0, place - 1)...min(place + 1, values.count - 1)].map(abs).max()!
                XCTAssertEqual(table[order, 0], values[place], accuracy: 1e-12 * near, "\(line.prefix(40)) order \(order)")
            }
        }
    }

    /// At 0 odd derivatives vanish exactly as long as they exist, and the even ones are the spectral moments.
    func testDerivativesAtTheOrigin() {
        for halfInteger in 1...5 {
            let matern = Matern(halfInteger: halfInteger, length: 1.3)
            let table = matern.derivatives(2 * halfInteger, at: Tensor([0.0]))
            for order in stride(from: 1, through: 2 * halfInteger, by: 2) { XCTAssertEqual(table[order, 0], 0) }
            // -k''(0) = (2p + 1) / ((2p - 1) length²)
            let moment = Double(2 * halfInteger + 1) / Double(2 * halfInteger - 1) / (1.3 * 1.3)
            XCTAssertEqual(-table[2, 0], moment, accuracy: 1e-14)
        }
        let gaussian = SquaredExponential(length: 0.5).derivatives(4, at: Tensor([0.0]))
        XCTAssertEqual(gaussian[4, 0], 48, accuracy: 1e-13)
    }

    func testFactorsSayHowSmoothTheyAre() {
        XCTAssertEqual(Matern(halfInteger: 3, length: 1).meanSquareDerivatives, 3)
        XCTAssertNil(SquaredExponential(length: 1).meanSquareDerivatives)
        XCTAssertNil(RationalQuadratic(length: 1, exponent: 1).meanSquareDerivatives)
        let rough = FactorSum([SquaredExponential(length: 1), Matern(halfInteger: 2, length: 1)], weights: [1, 1])
        XCTAssertEqual(rough.meanSquareDerivatives, 2)
        XCTAssertEqual(FactorProduct(rough, Matern(halfInteger: 1, length: 1)).meanSquareDerivatives, 1)
        let peak = SpectralMixture.Peak(weight: 1, frequency: 2, length: 1)
        XCTAssertEqual(SpectralMixture([peak], spectrum: .studentT(halfInteger: 2)).meanSquareDerivatives, 2)
    }

    /// Changing all logarithms and changing them back gives the same function.
    func testParametersAreReplacedInTheirOrder() {
        for name in ["squared-exponential", "matern-7/2", "rational-quadratic", "periodic", "mixture-t", "sum", "product"] {
            let factor = Self.factor(name)
            let shifted = factor.parameters.enumerated().map { $0.element.logarithm + 0.1 * Double($0.offset + 1) }
            let other = factor.replacing(logarithms: shifted[...])
            XCTAssertEqual(other.parameters.map(\.name), factor.parameters.map(\.name))
            for (found, wanted) in zip(other.parameters.map(\.logarithm), shifted) { XCTAssertEqual(found, wanted, accuracy: 1e-14) }
        }
    }
}
