import Foundation
import NumericsCore
import TimeIntegration
import XCTest

/// One unknown with mass, y' = f(t, y), and one without, z = g(t).
private final class ScalarStages: StageSystem {
    let function: (Double, Double) -> Double
    let derivative: (Double, Double) -> Double
    let constraint: (Double) -> Double
    var solves = 0

    init(
        _ function: @escaping (Double, Double) -> Double, derivative: @escaping (Double, Double) -> Double,
        constraint: @escaping (Double) -> Double = { _ in 0 }
    ) {
        self.function = function
        self.derivative = derivative
        self.constraint = constraint
    }

    var order: Int { 2 }
    var constrained: [Int] { [1] }

    func rate(time: Double, state: Tensor<Double>, into rate: inout Tensor<Double>) {
        rate[0] = function(time, state[0])
        rate[1] = 0
    }

    func solveStage(
        time: Double, length: Double, known: Tensor<Double>, weights: Tensor<Double>, startsStep: Bool,
        into stage: inout Tensor<Double>
    ) -> Bool {
        solves += 1
        for _ in 0..<20 {
            let defect = (stage[0] - known[0]) / length - function(time, stage[0])
            stage[0] -= defect / (1 / length - derivative(time, stage[0]))
        }
        stage[1] = constraint(time)
        return stage[0].isFinite
    }
}

final class ESDIRK43Tests: XCTestCase {
    /// The error at t = 2 with steps of equal length.
    private func error(_ system: ScalarStages, start: Double, exact: Double, steps: Int) throws -> Double {
        var integrator = try ESDIRK43(
            system: system, tolerance: ErrorTolerance(relative: 1e3, absolute: [1e3]), time: 0,
            state: Tensor([start, system.constraint(0)]), firstStep: 2 / Double(steps))
        integrator.maximumStep = 2 / Double(steps)
        while integrator.time < 2 { try integrator.step(until: 2) }
        XCTAssertEqual(integrator.steps, steps)
        XCTAssertEqual(integrator.state[1], system.constraint(2))
        return abs(integrator.state[0] - exact)
    }

    func testErrorsFallWithTheFourthPowerOfTheStep() throws {
        // y' = -2 t y^2, y(0) = 1: y = 1/(1 + t^2).
        let system = ScalarStages({ -2 * $0 * $1 * $1 }, derivative: { -4 * $0 * $1 }, constraint: { sin($0) })
        let errors = try [20, 40, 80].map { try error(system, start: 1, exact: 0.2, steps: $0) }
        for (coarse, fine) in zip(errors, errors.dropFirst()) {
            XCTAssertEqual(log2(coarse / fine), 4, accuracy: 0.25, "\(errors)")
        }
    }

    /// Prothero and Robinson (1974): the order falls to that of the stages, 2, but nothing blows up or oscillates.
    func testStiffProblemsAreDampedAtOnce() throws {
        for rate in [1e3, 1e9] {
            let system = ScalarStages({ -rate * ($1 - cos($0)) - sin($0) }, derivative: { _, _ in -rate })
            XCTAssertLessThan(try error(system, start: 1, exact: cos(2), steps: 20), 1e-5)
            // A start off the slow solution by 1: L-stability removes it within a few steps.
            XCTAssertLessThan(try error(system, start: 2, exact: cos(2), steps: 20), 1e-4)
        }
    }

    func testStepsFollowTheTolerance() throws {
        var results: [(tolerance: Double, error: Double, steps: Int)] = []
        for tolerance in [1e-4, 1e-6, 1e-8] {
            let system = ScalarStages({ -2 * $0 * $1 * $1 }, derivative: { -4 * $0 * $1 })
            var integrator = try ESDIRK43(
                system: system, tolerance: ErrorTolerance(relative: tolerance, absolute: [tolerance]), time: 0,
                state: Tensor([1, 0]), firstStep: 1e-3)
            while integrator.time < 2 { try integrator.step(until: 2) }
            results.append((tolerance, abs(integrator.state[0] - 0.2), integrator.steps))
            XCTAssertEqual(system.solves, 5 * (integrator.steps + integrator.rejected))
        }
        for result in results { XCTAssertLessThan(result.error, 10 * result.tolerance) }
        // Errors of order 4 a step: a hundredth of the tolerance needs about 3.2 times as many steps.
        XCTAssertEqual(Double(results[2].steps) / Double(results[1].steps), 3.2, accuracy: 1)
    }

    func testACheckpointGoesOnBitForBit() throws {
        let system = ScalarStages({ -2 * $0 * $1 * $1 }, derivative: { -4 * $0 * $1 })
        let tolerance = ErrorTolerance(relative: 1e-7, absolute: [1e-7])
        var whole = try ESDIRK43(system: system, tolerance: tolerance, time: 0, state: Tensor([1, 0]), firstStep: 1e-3)
        for _ in 0..<7 { try whole.step(until: 2) }
        var checkpoint = Checkpoint()
        whole.save(to: &checkpoint, prefix: "run ")
        var resumed = try ESDIRK43(system: system, tolerance: tolerance, time: 0, state: Tensor([0, 0]), firstStep: 1)
        try resumed.restore(from: checkpoint, prefix: "run ")
        while whole.time < 2 { try whole.step(until: 2) }
        while resumed.time < 2 { try resumed.step(until: 2) }
        XCTAssertEqual(whole.state, resumed.state)
        XCTAssertEqual(whole.steps, resumed.steps)
        XCTAssertThrowsError(try resumed.restore(from: Checkpoint(), prefix: "run "))
    }
}
