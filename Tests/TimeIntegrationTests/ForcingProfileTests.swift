import Problems
import TimeIntegration
import XCTest

final class ForcingProfileTests: XCTestCase {
    private func profile(_ rightSide: String) throws -> ForcingProfile {
        let result = ProblemFile.read(text: """
            title: forced
            coordinates: {t: [0, 1]}
            unknowns: u
            equations: ['u_t = \(rightSide)']
            conditions: [{at: t = 0, require: u = 1}]
            """)
        let problem = try XCTUnwrap(result.problem, "\(result.diagnostics)")
        return ForcingProfile(problem, try EvolutionForm(problem))
    }

    func testStepsAreFreeWithoutShortChanges() throws {
        for text in ["-u^2", "-t*u", "exp(-3*t) - u", "cos(2*t) + t^4", "sin(t)^2 + cos(t)^2", "log(-u - t)"] {
            XCTAssertEqual(try profile(text).longestStep(at: 0.3), .infinity, text)
        }
    }

    func testStepsLandBeforeAPulseAndAreShortInIt() throws {
        let profile = try profile("-u + exp(-((t - 0.777)/0.001)^2)")
        var (time, inside) = (0.0, 0)
        while time < 1 {
            let step = profile.longestStep(at: time)
            XCTAssertGreaterThan(step, 0)
            if time + step > 0.776, time < 0.778 {
                XCTAssertLessThan(step, 0.005)
                inside += 1
            }
            time += step
        }
        XCTAssertGreaterThan(inside, 0)
        XCTAssertGreaterThan(profile.longestStep(at: 0), 0.2)
    }
}
