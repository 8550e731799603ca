import Foundation
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

final class AdaptationTests: XCTestCase {
    private func stepper(
        _ settings: [String: Settings.Value], _ text: String = Texts.burgers, steps: Int
    ) throws -> any SolutionStepper {
        let base: [String: Settings.Value] = [
            "hidden": .integers([6, 6]), "iterations": .integer(1000), "points": .integer(200), "adapt-every": .integer(7),
            "grading": .flag(false), "symmetry": .flag(false),
        ]
        let method = try PINNSolver(settings: Settings(base.merging(settings) { $1 }, schema: PINNSolver.schema))
        let stepper = try method.makeStepper(for: readProblem(text), context: SolveContext(seed: 5, threads: 2))
        for _ in 0..<steps { _ = try stepper.step() }
        return stepper
    }

    func testResumedTrainingsAreTheSameBitForBit() throws {
        var all: [[String: Settings.Value]] = [["sampling": .text("rad"), "weights": .text("self-adaptive")]]
        for sampling in PointSampling.allCases { all.append(["sampling": .text(sampling.rawValue)]) }
        for weights in WeightRule.allCases { all.append(["weights": .text(weights.rawValue)]) }
        for settings in all {
            let whole = try stepper(settings, steps: 25)
            let first = try stepper(settings, steps: 16)
            let second = try stepper(settings, steps: 0)
            try second.restore(first.checkpoint())
            for _ in 0..<9 { _ = try second.step() }
            XCTAssertEqual(whole.checkpoint(), second.checkpoint(), "\(settings)")
        }
    }

    /// -Δφ = cos πx has the solution cos(πx)/π², so the density that just touches zero is 1 + cos πx.
    func testTheAdversaryAnswersAWaveWithAWave() {
        let counts = [40, 16]
        let waves: [Double] = (0..<640).map { place in
            let middle = (Double(place / 16) + 0.5) / 40
            return cos(Double.pi * middle)
        }
        let sizes: [Double] = waves.map { (1 + 0.5 * $0).squareRoot() }
        let density = AdversarialDensity.density(sizes, counts, isPeriodic: [false, true])
        // The least of the cells' middles, not of the range, is where it touches.
        for (value, wave) in zip(density, waves) { XCTAssertEqual(value, 1 - wave / waves[639], accuracy: 1e-12) }
    }

    func testTheAdversaryIsEvenWhereNothingIsLarger() {
        XCTAssertEqual(AdversarialDensity.density([2, 2, 2], [3], isPeriodic: [false]), [1, 1, 1])
        XCTAssertEqual(AdversarialDensity.density([0, 0, 0], [3], isPeriodic: [false]), [1, 1, 1])
    }

    func testHalfOfThePointsStayAndTheOthersGoToTheResidual() throws {
        let first = try points(stepper(["sampling": .text("rad")], steps: 7)), second = try points(stepper(["sampling": .text("rad")], steps: 14))
        XCTAssertEqual(first.shape, [2, 200])
        for point in 0..<100 { XCTAssertEqual(first[0, point], second[0, point]) }
        XCTAssertNotEqual((100..<200).map { first[0, $0] }, (100..<200).map { second[0, $0] })
    }

    func testAddedPointsStay() throws {
        let first = try points(stepper(["sampling": .text("rar-d")], steps: 7)), second = try points(stepper(["sampling": .text("rar-d")], steps: 14))
        XCTAssertEqual([first.shape[1], second.shape[1]], [220, 240])
        for point in 0..<220 { XCTAssertEqual(first[1, point], second[1, point]) }
        XCTAssertEqual(try points(stepper(["sampling": .text("rar-d")], steps: 100)).shape[1], 400)
    }

    func testCausalWeightsFallWithTimeFromOne() throws {
        let checkpoint = try stepper(["sampling": .text("r3"), "weights": .text("causal")], steps: 7).checkpoint()
        let places = try XCTUnwrap(checkpoint.tensors["points"]), factors = try XCTUnwrap(checkpoint.tensors["factors"])
        let order = (0..<places.shape[1]).sorted { places[1, $0] < places[1, $1] }
        for (earlier, later) in zip(order, order.dropFirst()) { XCTAssertGreaterThanOrEqual(factors[earlier], factors[later]) }
        XCTAssertEqual(factors[order[0]], 1)
        XCTAssertLessThan(factors[order[199]], 0.9)
    }

    /// With conditions as rows there are several groups; the factors of each group are one number, and their mean is one.
    func testGroupsHaveFactorsOfMeanOne() throws {
        for rule in ["ntk", "gradient-norm"] {
            let checkpoint = try stepper(
                ["weights": .text(rule), "conditions": .text("weighted"), "condition-points": .integer(40)], steps: 7).checkpoint()
            let factors = try XCTUnwrap(checkpoint.tensors["factors"]).elements
            XCTAssertEqual(factors.count, 200 + 3 * 40)
            let groups = [factors[0], factors[200], factors[240], factors[280]]
            XCTAssertEqual(groups.reduce(0, +), 4, accuracy: 1e-12, rule)
            XCTAssertEqual(Set(factors).count, 4, rule)
        }
    }

    func testPointwiseFactorsFollowTheResidual() throws {
        for rule in ["residual", "self-adaptive"] {
            let factors = try XCTUnwrap(try stepper(["weights": .text(rule)], steps: 7).checkpoint().tensors["factors"]).elements
            XCTAssertEqual(factors.reduce(0, +), 200, accuracy: 1e-10, rule)
            XCTAssertGreaterThan(factors.max()!, 1.05, rule)
        }
    }

    func testWindowsHaveNetworksOfTheirOwnAndSolveThePoissonEquation() throws {
        let text = """
            coordinates: {x: [0, 1], y: [0, 1]}
            unknowns: u
            equations: ['-lap(u) = 2*pi^2*sin(pi*x)*sin(pi*y)']
            conditions:
              - {at: boundary, require: u = 0}
            exact: {u: 'sin(pi*x)*sin(pi*y)'}
            """
        let settings: [String: Settings.Value] = ["windows": .integers([2, 3]), "hidden": .integers([5]), "tolerance": .number(1e-4)]
        let one = try stepper(["hidden": .integers([5])], text, steps: 0)
        XCTAssertEqual(try stepper(settings, text, steps: 0).checkpoint().tensors["parameters"]?.count, 6 * one.checkpoint().tensors["parameters"]!.count)
        let problem = try readProblem(text)
        let solution = try PINNSolver(settings: Settings(settings, schema: PINNSolver.schema)).solve(problem, context: SolveContext(seed: 1, threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-3)
        XCTAssertThrowsError(try stepper(["windows": .integers([2])], text, steps: 0))
    }

    func testPotentials() {
        let sizes = [0, 1, 2, 4.0]
        XCTAssertEqual(ResidualPotential(.quadratic).tilts(of: sizes), [0, 0.25, 0.5, 1])
        XCTAssertEqual(ResidualPotential(.power, order: 3).tilts(of: sizes), [0, 0.0625, 0.25, 1])
        XCTAssertEqual(ResidualPotential(.power, order: 2).tilts(of: sizes), ResidualPotential(.quadratic).tilts(of: sizes))
        // ε is the largest residual at first and 1 / log 4 of it in the end.
        let first = ResidualPotential(.exponential).tilts(of: sizes), last = ResidualPotential(.exponential, changes: 1000).tilts(of: sizes)
        for (place, size) in sizes.enumerated() {
            XCTAssertEqual(first[place], exp(size / 4 - 1), accuracy: 1e-14)
            XCTAssertEqual(last[place], exp(log(4) * (size / 4 - 1)), accuracy: 1e-14)
        }
        XCTAssertEqual(last[0], 0.25, accuracy: 1e-14)
        let between = ResidualPotential(.exponential, changes: 3).tilts(of: sizes)
        XCTAssertTrue(between[0] < first[0] && between[0] > last[0])
        XCTAssertEqual(ResidualPotential(.exponential).tilts(of: [0, 0]), [1, 1])
    }

    /// Every potential moves points to the front of Burgers' equation and raises its weights, more the steeper it is; and resumes.
    func testPotentialsAsSamplingAndWeights() throws {
        var lasts: [Double] = []
        for potential in [["potential": Settings.Value.text("quadratic")], ["potential": .text("power"), "potential-order": .number(6)], ["potential": .text("exponential")]] {
            let settings = potential.merging([
                "sampling": .text("residual"), "weights": .text("residual"), "hidden": .integers([6, 6]), "adapt-every": .integer(5),
                "points": .integer(300), "symmetry": .flag(false),
            ]) { $1 }
            let stepper = try stepper(settings, Texts.burgers, steps: 12)
            let checkpoint = stepper.checkpoint()
            XCTAssertEqual(checkpoint.integers["moves"], 2)
            let factors = try XCTUnwrap(checkpoint.tensors["factors"]).elements
            XCTAssertEqual(factors.prefix(300).reduce(0, +) / 300, 1, accuracy: 1e-12)
            lasts.append(factors.prefix(300).max()!)
            let second = try self.stepper(settings, Texts.burgers, steps: 0)
            try second.restore(checkpoint)
            for _ in 0..<6 { (_, _) = (try stepper.step(), try second.step()) }
            XCTAssertEqual(stepper.checkpoint().tensors["parameters"], second.checkpoint().tensors["parameters"])
        }
        XCTAssertGreaterThan(lasts[1], lasts[0])
        XCTAssertNotEqual(lasts[2], lasts[0])
    }

    private func points(_ stepper: any SolutionStepper) throws -> Tensor<Double> {
        try XCTUnwrap(stepper.checkpoint().tensors["points"])
    }
}
