import Classical
import Fields
import Foundation
import NumericsCore
import Problems
import Solving
import XCTest

final class ChebyshevEvolutionTests: XCTestCase {
    private func check(
        _ text: String, _ tolerance: Double, settings: [String: Settings.Value] = [:], unknown: String = "u",
        within factor: Double = 20, line: UInt = #line
    ) throws {
        let problem = try evolutionProblem(text)
        let solution = try evolved(problem, settings.merging(["tolerance": .number(tolerance)]) { given, _ in given })
        let error = try evolutionError(solution, problem, unknown)
        // Errors of a step add up along the way; a factor of ten or so over the tolerance is expected.
        XCTAssertLessThan(error, factor * tolerance, line: line)
        XCTAssertEqual(solution.outcome, .converged, line: line)
        let estimate = try XCTUnwrap(solution.estimates[unknown], line: line)
        XCTAssertGreaterThan(estimate.relativeL2, error / 5, "the estimate promises too much", line: line)
    }

    func testHeat() throws { try check(EvolutionTexts.heat, 1e-8) }
    func testHeatWithAdditiveRungeKutta() throws {
        try check(EvolutionTexts.heat, 1e-7, settings: ["integrator": .text("ark")])
    }
    func testSecondOrderInTime() throws { try check(EvolutionTexts.wave, 1e-8) }
    func testInflow() throws { try check(EvolutionTexts.advection, 1e-7) }
    func testSystemWithNeumannSides() throws { try check(EvolutionTexts.system, 1e-8) }
    func testPlate() throws { try check(EvolutionTexts.box, 1e-6) }

    func testConditionsOnOneOfTwoFirstOrderUnknowns() throws { try check(EvolutionTexts.hyperbolic, 1e-9, unknown: "v") }
    func testFourthOrderBeam() throws { try check(EvolutionTexts.beam, 1e-7) }
    func testVariableMass() throws { try check(EvolutionTexts.variableMass, 1e-7) }
    func testMixedDerivativeAsMass() throws { try check(EvolutionTexts.mixed, 1e-7) }
    func testRadiatingEnds() throws { try check(EvolutionTexts.radiation, 1e-6) }
    func testIntegralInTheEquation() throws { try check(EvolutionTexts.integral, 1e-7) }

    func testDataBetweenThePointsAreFound() throws {
        let text = """
            title: spike
            coordinates: {x: [0, 1], t: [0, 1e-6]}
            unknowns: u
            equations: ['u_t = 0.01*u_xx']
            conditions:
              - {at: t = 0, require: 'u = exp(-((x - 0.387)/0.0005)^2)'}
              - {at: [x = 0, x = 1], require: dn(u) = 0}
            exact: {u: '0.0005/sqrt(2.5e-7 + 0.04*t)*exp(-(x - 0.387)^2/(2.5e-7 + 0.04*t))'}
            """
        try check(text, 1e-7)
    }

    func testSevenStagesAndThreeAgree() throws {
        try check(EvolutionTexts.wave, 1e-7, settings: ["stages": .text("7")])
        try check(EvolutionTexts.wave, 1e-5, settings: ["stages": .text("3")])
    }

    func testIncompressibleFlowAsIndexTwoSystem() throws {
        try check(EvolutionTexts.flow, 1e-4, settings: ["adapt-elements": .flag(false)], unknown: "v", within: 10)
    }

    /// Against the Cole-Hopf transformation, by Gauss-Hermite quadrature with shifted exponents.
    func testBurgersPlacesElementsAtTheFront() throws {
        let problem = try evolutionProblem(EvolutionTexts.burgers)
        let solution = try evolved(problem, ["tolerance": .number(1e-8)])
        let rule = Quadrature.gaussHermite(128)
        var (error, norm) = (0.0, 0.0)
        for snapshot in solution.snapshots {
            let field = snapshot.fields[0]
            for (index, x) in field.grid.axes[0].points.enumerated() {
                let exact = Self.coleHopf(x, snapshot.time!, 0.05 / Double.pi, rule)
                let weight = field.grid.axes[0].weights[index]
                error += weight * (field.values[index] - exact) * (field.values[index] - exact)
                norm += weight * exact * exact
            }
        }
        XCTAssertLessThan((error / norm).squareRoot(), 1e-7)
        guard case .chebyshev(let breaks) = solution.snapshots[0].fields[0].grid.axes[0].layout else {
            return XCTFail("the answer should live on elements")
        }
        // The front stands at 0, some 0.1 wide: elements are short there and long at the ends.
        let shortest = zip(breaks, breaks.dropFirst()).min { $0.1 - $0.0 < $1.1 - $1.0 }!
        XCTAssertLessThan(max(abs(shortest.0), abs(shortest.1)), 0.26)
        XCTAssertGreaterThan(breaks[1] - breaks[0], 1.9 * (shortest.1 - shortest.0))
    }

    private static func coleHopf(_ x: Double, _ t: Double, _ nu: Double, _ rule: Quadrature.Rule) -> Double {
        guard t > 0 else { return -sin(Double.pi * x) }
        let places = rule.points.map { x - 2 * (nu * t).squareRoot() * $0 }
        let exponents = places.map { -cos(Double.pi * $0) / (2 * Double.pi * nu) }
        let shift = exponents.max()!
        var (top, bottom) = (0.0, 0.0)
        for (index, place) in places.enumerated() {
            let weight = rule.weights[index] * exp(exponents[index] - shift)
            top -= weight * sin(Double.pi * place)
            bottom += weight
        }
        return top / bottom
    }

    func testElementsFollowAFront() throws {
        let problem = try evolutionProblem(EvolutionTexts.movingFront)
        let stepper = try evolutionStepper(problem, ["tolerance": .number(1e-6)])
        var counts: [Double] = []
        while try stepper.step() == .running { counts.append(stepper.report.quantities.last!.value) }
        XCTAssertLessThan(try evolutionError(stepper.solution(), problem), 1e-5)
        // The front looks the same all the way, so the number of elements must not grow.
        XCTAssertLessThan(counts.last!, 1.5 * counts[5] + 4)
    }

    func testRefusesAFormingShockWithPlaceAndKnob() throws {
        let problem = try evolutionProblem(EvolutionTexts.shock)
        XCTAssertThrowsError(
            try evolved(problem, ["tolerance": .number(1e-5), "smallest-element": .number(1e-3)])
        ) { error in
            guard case SolverError.diverged(let field, let location, let step, let knob) = error else {
                return XCTFail("\(error)")
            }
            XCTAssertEqual(field, "u")
            XCTAssertTrue(location.contains("x = ") && location.contains("t = 0.3"), location)
            XCTAssertGreaterThan(step, 0)
            XCTAssertTrue(knob.contains("shock") && knob.contains("smallest-element"), knob)
        }
    }

    func testRestoredRunAgreesInEveryBit() throws {
        let problem = try evolutionProblem(EvolutionTexts.burgers)
        let settings: [String: Settings.Value] = ["tolerance": .number(1e-6)]
        let whole = try evolutionStepper(problem, settings, threads: 2)
        // Far enough for elements to have been divided.
        for _ in 0..<9 { _ = try whole.step() }
        let checkpoint = whole.checkpoint()
        let resumed = try evolutionStepper(problem, settings)
        try resumed.restore(checkpoint)
        while try whole.step() == .running {}
        while try resumed.step() == .running {}
        let (first, second) = (try whole.solution(), try resumed.solution())
        for (left, right) in zip(first.snapshots, second.snapshots) {
            XCTAssertEqual(left.fields[0].values, right.fields[0].values)
        }
        XCTAssertEqual(first.snapshots.count, second.snapshots.count)
        XCTAssertEqual(first.estimates["u"]!.relativeL2, second.estimates["u"]!.relativeL2)
    }

    func testPartialSolutionAndReport() throws {
        let problem = try evolutionProblem(EvolutionTexts.wave)
        let stepper = try evolutionStepper(problem, ["tolerance": .number(1e-6)])
        for _ in 0..<3 { _ = try stepper.step() }
        let report = stepper.report
        XCTAssertEqual(report.quantities.map(\.name), ["time step", "error ratio", "tail", "elements x"])
        XCTAssertGreaterThan(try XCTUnwrap(report.time), 0)
        let solution = try stepper.solution()
        XCTAssertEqual(solution.outcome, .notConverged)
        XCTAssertFalse(solution.snapshots.isEmpty)
        XCTAssertThrowsError(try stepper.restore(Checkpoint(strings: ["method": "fourier"])))
    }

    func testEvaluatorGivesDerivatives() throws {
        let problem = try evolutionProblem(EvolutionTexts.heat)
        let solution = try evolved(problem, ["tolerance": .number(1e-8)])
        let points = Tensor(shape: [2, 1], elements: [0.0, 0.3])
        let last = solution.snapshots.count - 1
        let jets = [JetRequest(component: 0), JetRequest(component: 0, derivative: .init([1]))]
        let values = try solution.evaluator.evaluate(jets, at: points, snapshot: last)
        let decay = exp(-0.2 * Double.pi * Double.pi * 0.5)
        XCTAssertEqual(values[0, 1], decay * sin(0.3 * Double.pi), accuracy: 1e-7)
        XCTAssertEqual(values[1, 0], decay * Double.pi, accuracy: 1e-6)
    }
}
