import Foundation
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// Unknown constants from noisy values, against what least squares by hand gives.
final class InverseProblemTests: XCTestCase {
    private func solve(_ problem: Problem, _ more: [String: Settings.Value] = [:], seed: UInt64 = 1) throws -> Solution {
        let settings = ["hidden": Settings.Value.integers([6, 6]), "points": .integer(200)].merging(more) { $1 }
        return try PINNSolver(settings: Settings(settings, schema: PINNSolver.schema))
            .solve(problem, context: SolveContext(seed: seed, threads: 2))
    }

    /// u_x = a, u(0) = 0, so that u = a x.
    private func line(_ parameter: String, equation: String = "u_x = a", start: String = "0") throws -> Problem {
        try readProblem(
            """
            coordinates: {x: [0, 1]}
            parameters: {\(parameter)}
            unknowns: u
            equations: ['\(equation)']
            conditions: [{at: x = 0, require: u = \(start)}]
            """)
    }

    private func observed(_ points: [Double], _ values: [Double], noise: Observation.Noise? = nil) -> Observation {
        Observation(
            path: "", unknown: 0, points: Tensor(shape: [1, points.count], elements: points),
            values: Tensor(shape: [1, values.count], elements: values), noise: noise)
    }

    /// 60 values of 1.5 x with normal errors of 0.05.
    private var sample: (points: [Double], values: [Double]) {
        var stream = RandomStream(seed: 4, name: "line")
        let points = (0..<60).map { _ in stream.uniform() }
        return (points, points.map { 1.5 * $0 + 0.05 * stream.normal() })
    }

    /// The least-squares slope through the origin and its deviation s / √Σ x², s² = Σ r² / (n - 1).
    private func slope(_ points: [Double], _ values: [Double]) -> (value: Double, deviation: Double, noise: Double) {
        let squares = points.reduce(0) { $0 + $1 * $1 }
        let value = zip(points, values).reduce(0) { $0 + $1.0 * $1.1 } / squares
        let rest = zip(points, values).reduce(0) { $0 + pow($1.1 - value * $1.0, 2) }
        let noise = (rest / Double(points.count - 1)).squareRoot()
        return (value, noise / squares.squareRoot(), noise)
    }

    func testTheSlopeOfALineIsThatOfLeastSquares() throws {
        let (points, values) = sample
        let known = slope(points, values)
        for parameter in ["a: {estimate: true, start: 0.3}", "a: {estimate: true, start: 0.3, range: [0.1, 10]}", "a: {estimate: true, range: [-4, 4]}"] {
            var problem = try line(parameter)
            problem.observations = [observed(points, values)]
            let solution = try solve(problem)
            XCTAssertEqual(solution.outcome, .converged, parameter)
            let found = try XCTUnwrap(solution.parameters.first)
            let deviation = try XCTUnwrap(found.deviation)
            // The equation is a weighted residual: it gives way a little, by its share of the weights, 60 values against the square of a slope.
            XCTAssertEqual(found.value, known.value, accuracy: 0.2 * known.deviation, parameter)
            XCTAssertEqual(deviation, known.deviation, accuracy: 0.1 * known.deviation, parameter)
        }
    }

    func testTablesOfDifferentNoiseAreWeightedByIt() throws {
        let (points, values) = sample
        var problem = try line("a: {estimate: true, start: 1}")
        // Values of no worth, far off, which their stated noise takes out.
        let wrong = points.map { _ in 40.0 }
        problem.observations = [observed(points, values, noise: .absolute(0.05)), observed(points, wrong, noise: .absolute(1e4))]
        let found = try XCTUnwrap(try solve(problem).parameters.first)
        let known = slope(points, values)
        // The equation gives way as with the first table alone; the second pulls with 40 / 1e4 of a deviation.
        XCTAssertEqual(found.value, known.value, accuracy: 0.2 * known.deviation)
    }

    func testAValueBeyondTheRangeIsNotFound() throws {
        let (points, values) = sample
        var problem = try line("a: {estimate: true, start: 0.3, range: [0.05, 0.5]}")
        problem.observations = [observed(points, values)]
        let solution = try solve(problem)
        XCTAssertEqual(solution.outcome, .notConverged)
        XCTAssertTrue(solution.notes.contains { $0.contains("a stands at the end of its range [0.05, 0.5]") }, "\(solution.notes)")
        XCTAssertFalse(solution.notes.contains { $0.contains("fewer") }, "\(solution.notes)")
        XCTAssertNil(try XCTUnwrap(solution.parameters.first).deviation)
    }

    /// One neuron cannot follow the waves of the equation: the slope settles, and is not that of the equation.
    func testAnEquationThatDoesNotHoldFindsNothing() throws {
        let (points, values) = sample
        var problem = try line("a: {estimate: true, start: 1}", equation: "u_x = a + 20*cos(20*x)")
        problem.observations = [observed(points, zip(points, values).map { $1 + sin(20 * $0) })]
        let solution = try solve(problem, ["hidden": .integers([1]), "iterations": .integer(300)])
        XCTAssertEqual(solution.outcome, .notConverged)
        XCTAssertTrue(solution.notes.contains { $0.contains("the equations hold less well than the observations are known") }, "\(solution.notes)")
    }

    /// Of twenty independent tables, at least sixteen have the true rate within two deviations: nineteen are expected, and fewer than sixteen
    /// come about once in four hundred times by chance.
    func testTwoDeviationsHoldTheTruth() throws {
        var held = 0
        for seed in 0..<20 {
            var stream = RandomStream(seed: UInt64(seed), name: "decay")
            var problem = try readProblem(
                """
                coordinates: {x: [0, 3]}
                parameters: {k: {estimate: true, start: 0.3, range: [0.05, 5]}}
                unknowns: u
                equations: ['u_x = -k*u']
                conditions: [{at: x = 0, require: u = 1}]
                """)
            let points = (0..<40).map { _ in 3 * stream.uniform() }
            problem.observations = [observed(points, points.map { exp(-0.8 * $0) + 0.05 * stream.normal() }, noise: .absolute(0.05))]
            let solution = try solve(problem, ["hidden": .integers([6]), "points": .integer(60)])
            // A training that is stuck says so, and has no part.
            guard solution.outcome == .converged else { continue }
            let found = try XCTUnwrap(solution.parameters.first), off = abs(found.value - 0.8) / (found.deviation ?? 0)
            XCTAssertLessThan(off, 4, "seed \(seed)")
            if off < 2 { held += 1 }
        }
        XCTAssertGreaterThanOrEqual(held, 16)
    }

    func testAFactorizedParameterIsNotDetermined() throws {
        let (points, values) = sample
        var problem = try line("a: {estimate: true, start: 1}, b: {estimate: true, start: 1}", equation: "u_x = a*b")
        problem.observations = [observed(points, values)]
        let solution = try solve(problem)
        XCTAssertEqual(solution.outcome, .notConverged)
        XCTAssertTrue(solution.notes.contains { $0.contains("do not determine 'a' and 'b'") }, "\(solution.notes)")
    }

    func testAParameterWithoutInfluenceOnTheObservationsIsNamed() throws {
        var problem = try line("a: {estimate: true, start: 1, range: [0, 2]}")
        let points = (0..<40).map { 1e-6 * Double($0) }
        problem.observations = [observed(points, points.map { 0.01 * sin(1e9 * $0) })]
        let solution = try solve(problem)
        XCTAssertEqual(solution.outcome, .notConverged)
        XCTAssertTrue(solution.notes.contains { $0.contains("do not determine 'a'") }, "\(solution.notes)")
    }

    func testConditionsThatHoldTheParameterAreNotMetByConstruction() throws {
        var problem = try line("a: {estimate: true, start: 0.2}", equation: "u_x = 0", start: "a")
        problem.observations = [observed([0.2, 0.5, 0.9], [0.7, 0.7, 0.7])]
        let found = try XCTUnwrap(try solve(problem).parameters.first)
        XCTAssertEqual(found.value, 0.7, accuracy: 1e-5)
    }

    func testAResumedEstimationIsTheSameBitForBit() throws {
        let (points, values) = sample
        var problem = try line("a: {estimate: true, start: 0.3, range: [0.1, 10]}")
        problem.observations = [observed(points, values)]
        let solver = try PINNSolver(settings: Settings(["hidden": .integers([4]), "points": .integer(50)], schema: PINNSolver.schema))
        let context = SolveContext(seed: 5, threads: 2)
        let whole = try solver.makeStepper(for: problem, context: context)
        for _ in 0..<60 { _ = try whole.step() }
        let first = try solver.makeStepper(for: problem, context: context)
        for _ in 0..<52 { _ = try first.step() }
        let second = try solver.makeStepper(for: problem, context: context)
        try second.restore(first.checkpoint())
        for _ in 0..<8 { _ = try second.step() }
        XCTAssertEqual(whole.checkpoint(), second.checkpoint())
    }

    /// -(a u')' = f with u = sin(pi x) + x and a = 1 + x^2 / 2: where u' is zero, the flux tells the constant.
    func testACoefficientIsFoundAsAFunction() throws {
        var problem = try readProblem(
            """
            coordinates: {x: [0, 1]}
            parameters: {f: '(1 + x^2/2)*pi^2*sin(pi*x) - x*(pi*cos(pi*x) + 1)'}
            unknowns: {u: scalar, a: coefficient}
            equations: ['-a*u_xx - a_x*u_x = f']
            conditions: [{at: x = 0, require: u = 0}, {at: x = 1, require: u = 1}]
            exact: {u: sin(pi*x) + x, a: 1 + x^2/2}
            """)
        let points = (0..<60).map { (Double($0) + 0.5) / 60 }
        problem.observations = [observed(points, points.map { sin(.pi * $0) + $0 })]
        let solution = try solve(problem, ["data-weight": .number(100), "tolerance": .number(1e-5)])
        XCTAssertEqual(solution.outcome, .converged)
        let errors = try solution.verdictsAgainstExact(problem).compactMap(\.relativeL2)
        XCTAssertLessThan(errors[0], 1e-4)
        XCTAssertLessThan(errors[1], 1e-3)
    }

    func testOtherMethodsRefuse() throws {
        let problem = try line("a: {estimate: true, start: 0.3}")
        guard case .no(let reason, _) = try FeatureSolver().supports(problem) else { return XCTFail("features take it") }
        XCTAssertTrue(reason.contains("'a' is to be estimated"), reason)
    }
}
