import ReferenceSolutions
import XCTest

final class ColeHopfTests: XCTestCase {
    /// Slope at the origin from Basdevant et al. (1986), table 1: -152.00516 at t = 1.6037/pi for nu = 0.01/pi.
    func testTheLargestSlopeOfTheLiterature() {
        let solution = ColeHopf(viscosity: 0.01 / .pi)
        let h = 1e-6
        let slope = (solution.value(x: h, time: 1.6037 / .pi) - solution.value(x: -h, time: 1.6037 / .pi)) / (2 * h)
        XCTAssertEqual(slope, -152.00516, accuracy: 2e-3)
    }

    func testNoTimeIsTheInitialState() {
        let solution = ColeHopf(viscosity: 0.1)
        XCTAssertEqual(solution.value(x: 0.3, time: 0), -0.8090169943749475, accuracy: 1e-15)
        XCTAssertEqual(solution.value(x: 0.3, time: 1e-9), -0.8090169943749475, accuracy: 1e-7)
    }
}
