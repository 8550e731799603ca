import Expressions
import Foundation
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// Symmetries along periodic coordinates are had by inputs that have them, without means over images.
final class MirroredInputsTests: XCTestCase {
    /// u = sin(x) sin(2y) is odd about the middle of x and of y; v = cos(x) cos(2y) is even.
    private static let torus = """
        coordinates: {x: {from: -pi, to: pi, periodic: true}, y: {from: 0, to: 2*pi, periodic: true}}
        unknowns: {u: scalar, v: scalar}
        equations:
          - lap(u) + u = -4*sin(x)*sin(2*y)
          - lap(v) - v + u^2 = -6*cos(x)*cos(2*y) + (sin(x)*sin(2*y))^2
        """

    private func solution(_ settings: [String: Settings.Value]) throws -> Solution {
        let base: [String: Settings.Value] = ["hidden": .integers([8, 8]), "iterations": .integer(80), "tolerance": .number(1e-4)]
        return try PINNSolver(settings: Settings(base.merging(settings) { $1 }, schema: PINNSolver.schema))
            .solve(readProblem(Self.torus), context: SolveContext(seed: 1, threads: 2))
    }

    private func values(_ solution: Solution, _ points: [[Double]]) throws -> Tensor<Double> {
        let jets = [Jet(component: 0), Jet(component: 1)]
        return try solution.evaluator.evaluate(jets, at: Tensor(shape: [points.count, 2], elements: points.flatMap { $0 }), snapshot: 0)
    }

    func testTheAnswerIsRightOddOrEvenAndPeriodic() throws {
        let solution = try solution([:])
        XCTAssertEqual(solution.outcome, .converged)
        let stored = try XCTUnwrap((solution.evaluator as? any StorableEvaluator)?.stored)
        XCTAssertEqual(stored.description["mirrored inputs"], "mirror 0 odd 0; mirror 1 odd 0")
        XCTAssertNil(stored.description["symmetries"])
        XCTAssertEqual(stored.description["conditions"], "weighted")
        let (x, y) = (0.7, 2.3)
        let found = try values(solution, [[x, y], [-x, y], [x, 2 * .pi - y], [x + 2 * .pi, y - 4 * .pi]])
        let exact = [sin(x) * sin(2 * y), cos(x) * cos(2 * y)]
        for (component, sign) in [-1.0, 1].enumerated() {
            // Some times the tolerance.
            XCTAssertEqual(found[component, 0], exact[component], accuracy: 1e-3)
            for image in 1...2 { XCTAssertEqual(found[component, image], sign * found[component, 0], accuracy: 1e-13) }
            XCTAssertEqual(found[component, 3], found[component, 0], accuracy: 1e-12)
        }
    }

    func testWhatIsStoredIsTheSame() throws {
        let problem = try readProblem(Self.torus)
        let solution = try solution(["iterations": .integer(3)])
        let stored = try XCTUnwrap((solution.evaluator as? any StorableEvaluator)?.stored)
        let restored = try PINNSolver.evaluator(from: stored, for: problem)
        let jets = [[0, 0], [1, 0], [1, 2]].flatMap { orders in (0..<2).map { Jet(component: $0, derivative: MultiIndex(orders)) } }
        let points = Tensor(shape: [3, 2], elements: [0.1, 0.2, -2.5, 4, 3, 6])
        let first = try solution.evaluator.evaluate(jets, at: points, snapshot: 0)
        XCTAssertEqual(first.elements.map(\.bitPattern), try restored.evaluate(jets, at: points, snapshot: 0).elements.map(\.bitPattern))
    }

    func testHarmonicsAreInputs() throws {
        let counts = try [1, 3].map { harmonics in
            let solution = try solution(["iterations": .integer(1), "harmonics": .integer(harmonics), "hidden": .integers([5])])
            return try XCTUnwrap(solution.counts.first { $0.name == "parameters" }?.value)
        }
        // One cosine more along each of two mirrored coordinates, twice, seen by five neurons.
        XCTAssertEqual(counts[1] - counts[0], 20)
    }
}
