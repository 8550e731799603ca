import Foundation
import NumericsCore
import TimeIntegration
import XCTest

final class RadauIIATests: XCTestCase {
    private func tolerance(_ value: Double) -> ErrorTolerance { ErrorTolerance(relative: value, absolute: [value]) }

    /// y'' = -y: with a constant Jacobian Newton's method is exact, so a loose tolerance fixes the step.
    func testObservedOrderIsTwiceTheStagesMinusOne() throws {
        func error(stages: Int, step: Double) throws -> Double {
            let system = ClosureSystem(order: 2) { _, y in [y[1], -y[0]] } derivative: { _, _ in [[0, 1], [-1, 0]] }
            var radau = RadauIIA(
                system: system, stages: stages, tolerance: tolerance(1e4), time: 0, state: Tensor([1.0, 0]), firstStep: step)
            radau.maximumStep = step
            while radau.time < 8 { try radau.step(until: 8) }
            return hypot(radau.state[0] - cos(8), radau.state[1] + sin(8))
        }
        for (stages, step) in [(3, 0.5), (5, 1.0), (7, 2.0)] {
            let observed = log2(try error(stages: stages, step: step) / error(stages: stages, step: step / 2))
            // The leading error term dominates to a few tenths at these steps.
            XCTAssertEqual(observed, Double(2 * stages - 1), accuracy: 0.5, "\(stages) stages")
        }
    }

    /// Prothero and Robinson: y' = -1e6 (y - cos t) - sin t; the stiff order is at least the stage order s.
    func testStiffOrderIsAtLeastTheStageOrder() throws {
        func error(_ stages: Int, _ step: Double) throws -> Double {
            let system = ClosureSystem(order: 1) { t, y in [-1e6 * (y[0] - cos(t)) - sin(t)] } derivative: { _, _ in [[-1e6]] }
            var radau = RadauIIA(
                system: system, stages: stages, tolerance: tolerance(1e4), time: 0, state: Tensor([1.0]), firstStep: step)
            radau.maximumStep = step
            while radau.time < 6 { try radau.step(until: 6) }
            return abs(radau.state[0] - cos(6))
        }
        let coarse = try error(3, 0.75)
        let fine = try error(3, 0.375)
        XCTAssertGreaterThan(log2(coarse / fine), 2.5)
        XCTAssertLessThan(try error(5, 0.75), coarse)
    }

    private func vanDerPol() -> ClosureSystem {
        ClosureSystem(order: 2) { _, y in
            [y[1], 1000 * (1 - y[0] * y[0]) * y[1] - y[0]]
        } derivative: { _, y in
            [[0, 1], [-2000 * y[0] * y[1] - 1, 1000 * (1 - y[0] * y[0])]]
        }
    }

    /// Reference by scipy's Radau at relative tolerances 1e-10, 1e-12 and 1e-13, which agree to 13 digits.
    func testVanDerPolWithStiffnessThousand() throws {
        for stages in [3, 5, 7] {
            var radau = RadauIIA(
                system: vanDerPol(), stages: stages, tolerance: ErrorTolerance(relative: 1e-9, absolute: [1e-12]), time: 0,
                state: Tensor([2.0, 0]), firstStep: 1e-4)
            while radau.time < 1000 { try radau.step(until: 1000) }
            // The relaxation amplifies local errors by the ratio of slow to fast times, about 1e3.
            XCTAssertEqual(radau.state[0], -1.8636462548081, accuracy: 1e-7)
            XCTAssertEqual(radau.state[1], 0.00075354308654354, accuracy: 1e-10)
            XCTAssertLessThan(radau.counts.steps, 2500)
        }
    }

    func testErrorFollowsTheTolerance() throws {
        var errors: [Double] = []
        for value in [1e-4, 1e-7, 1e-10] {
            let system = ClosureSystem(order: 2) { t, y in
                [-50 * (y[0] - y[1] * y[1]) + 0.1 * y[1], -y[1] * (1 + y[0] * y[0]) + cos(3 * t)]
            } derivative: { _, y in
                [[-50, 100 * y[1] + 0.1], [-2 * y[0] * y[1], -(1 + y[0] * y[0])]]
            }
            var radau = RadauIIA(
                system: system, stages: 3, tolerance: tolerance(value), time: 0, state: Tensor([1.0, 0.5]), firstStep: 1e-3)
            while radau.time < 4 { try radau.step(until: 4) }
            var accurate = RadauIIA(
                system: system, stages: 7, tolerance: tolerance(1e-13), time: 0, state: Tensor([1.0, 0.5]), firstStep: 1e-3)
            while accurate.time < 4 { try accurate.step(until: 4) }
            errors.append(abs(radau.state[0] - accurate.state[0]) + abs(radau.state[1] - accurate.state[1]))
            // A contracting problem: the global error is of the size of the local ones.
            XCTAssertLessThan(errors.last!, 10 * value)
        }
        XCTAssertLessThan(errors[2], errors[0] * 1e-3)
    }

    /// y' = -z, 0 = z + y^2 + z^2 - 1 - sin t with y = cos t, z = sin t.
    func testIndexOneSystem() throws {
        let system = ClosureSystem(mass: [[1, 0], [0, 0]], order: 2) { t, y in
            [-y[1], y[1] + y[0] * y[0] + y[1] * y[1] - 1 - sin(t)]
        } derivative: { _, y in
            [[0, -1], [2 * y[0], 1 + 2 * y[1]]]
        }
        for stages in [3, 5, 7] {
            var radau = RadauIIA(
                system: system, stages: stages, tolerance: tolerance(1e-10), time: 0, state: Tensor([1.0, 0]), firstStep: 1e-2)
            while radau.time < 3 { try radau.step(until: 3) }
            XCTAssertEqual(radau.state[0], cos(3), accuracy: 1e-8)
            XCTAssertEqual(radau.state[1], sin(3), accuracy: 1e-8)
        }
    }

    /// The pendulum with its velocity constraint; angle 1.2 released at rest, reference by mpmath's Taylor series.
    func testIndexTwoPendulum() throws {
        let mass = (0..<5).map { row in (0..<5).map { $0 == row && row < 4 ? 1.0 : 0 } }
        let system = ClosureSystem(mass: mass, indices: [1, 1, 1, 1, 2], order: 5) { _, y in
            [y[2], y[3], -y[4] * y[0], -1 - y[4] * y[1], y[0] * y[2] + y[1] * y[3]]
        } derivative: { _, y in
            [
                [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [-y[4], 0, 0, 0, -y[0]], [0, -y[4], 0, 0, -y[1]],
                [y[2], y[3], y[0], y[1], 0],
            ]
        }
        let start = Tensor([sin(1.2), -cos(1.2), 0, 0, cos(1.2)])
        for stages in [3, 5] {
            var radau = RadauIIA(
                system: system, stages: stages, tolerance: tolerance(1e-10), time: 0, state: start, firstStep: 1e-3)
            while radau.time < 5 { try radau.step(until: 5) }
            XCTAssertEqual(radau.state[0], -0.195565652152625518, accuracy: 1e-7)
            XCTAssertEqual(radau.state[1], -0.980690611609042721, accuracy: 1e-7)
            XCTAssertEqual(radau.state[4], 2.21735632587378101, accuracy: 1e-5)
        }
    }

    func testStopsExactlyAtLimitsAndInterpolatesBetween() throws {
        let system = ClosureSystem(order: 1) { t, y in [-y[0] + sin(t)] } derivative: { _, _ in [[-1]] }
        var radau = RadauIIA(
            system: system, stages: 5, tolerance: tolerance(1e-10), time: 0, state: Tensor([1.0]), firstStep: 1e-2)
        for limit in [0.1, 0.30000000000000004, 2.0] {
            while radau.time < limit { try radau.step(until: limit) }
            XCTAssertEqual(radau.time, limit)
        }
        let middle = radau.time - radau.lastStep / 2
        let exact = 1.5 * exp(-middle) + (sin(middle) - cos(middle)) / 2
        // The polynomial inside a step is of order s, that of the error estimate.
        XCTAssertEqual(radau.interpolated(at: middle)[0], exact, accuracy: 1e-5)
        XCTAssertEqual(radau.interpolated(at: 2)[0], radau.state[0])
    }

    func testRestoredRunAgreesInEveryBit() throws {
        func make() -> RadauIIA {
            RadauIIA(system: vanDerPol(), stages: 3, tolerance: tolerance(1e-7), time: 0, state: Tensor([2.0, 0]), firstStep: 1e-4)
        }
        var whole = make()
        for _ in 0..<25 { try whole.step(until: 1000) }
        var checkpoint = Checkpoint()
        whole.save(to: &checkpoint, prefix: "radau.")
        for _ in 0..<40 { try whole.step(until: 1000) }
        var resumed = make()
        try resumed.restore(from: checkpoint, prefix: "radau.")
        for _ in 0..<40 { try resumed.step(until: 1000) }
        XCTAssertEqual(whole.time, resumed.time)
        XCTAssertEqual(whole.state, resumed.state)
        XCTAssertEqual(whole.counts, resumed.counts)
    }

    func testReportsBlowUp() {
        let system = ClosureSystem(order: 1) { _, y in [y[0] * y[0]] } derivative: { _, y in [[2 * y[0]]] }
        var radau = RadauIIA(
            system: system, stages: 3, tolerance: tolerance(1e-6), time: 0, state: Tensor([1.0]), firstStep: 1e-2)
        XCTAssertThrowsError(try { while radau.time < 2 { try radau.step(until: 2) } }()) { error in
            XCTAssertTrue(error is IntegrationError)
        }
        // y = 1 / (1 - t) leaves the real line at t = 1.
        XCTAssertEqual(radau.time, 1, accuracy: 1e-3)
    }
}
