import Foundation
import NumericsCore
import PINN
import XCTest

final class TrainingTrendTests: XCTestCase {
    func testAFallingResidualIsFollowedToTheTolerance() {
        var trend = TrainingTrend()
        // A decade in fifty steps: the tolerance 1e-6 is met at step 300 of the 1000 allowed.
        for step in stride(from: 10, through: 150, by: 10) { trend.look(step: step, residual: pow(10, -Double(step) / 50)) }
        XCTAssertEqual(trend.fraction(step: 150, allowed: 1000, tolerance: 1e-6), 0.5, accuracy: 1e-12)
        XCTAssertEqual(trend.fraction(step: 150, allowed: 200, tolerance: 1e-6), 0.75, accuracy: 1e-12)
    }

    func testWithoutATrendTheStepsAllowedCount() {
        var trend = TrainingTrend()
        XCTAssertEqual(trend.fraction(step: 10, allowed: 100, tolerance: 1e-6), 0.1)
        for step in 1...9 { trend.look(step: 10 * step, residual: 0.1 + Double(step) * 1e-3) }
        XCTAssertEqual(trend.fraction(step: 90, allowed: 100, tolerance: 1e-6), 0.9)
        trend.look(step: 100, residual: .nan)
        XCTAssertEqual(trend.fraction(step: 100, allowed: 100, tolerance: 1e-6), 1)
    }

    func testARestoredTrendIsTheSame() {
        var trend = TrainingTrend()
        for step in 1...30 { trend.look(step: 10 * step, residual: pow(0.8, Double(step))) }
        let restored = TrainingTrend(trend.tensor)
        XCTAssertEqual(
            restored.fraction(step: 300, allowed: 10_000, tolerance: 1e-9), trend.fraction(step: 300, allowed: 10_000, tolerance: 1e-9))
    }
}
