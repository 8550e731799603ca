import Expressions
import Foundation
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// Fourier modes with the exponential integrator, and singular functions.
final class FrozenPeriodicTests: XCTestCase {
    private func solve(_ text: String, _ settings: [String: Settings.Value] = [:]) throws -> (problem: Problem, solution: Solution) {
        let problem = try readProblem(text)
        let solver = try FrozenBasisSolver(settings: Settings(settings, schema: FrozenBasisSolver.schema))
        let solution = try solver.solve(problem, context: SolveContext(threads: 2))
        XCTAssertEqual(solution.outcome, .converged)
        return (problem, solution)
    }

    func testTransportToNearRounding() throws {
        let (problem, solution) = try solve(FrozenTexts.transport, ["tolerance": .number(1e-11)])
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-10)
        XCTAssertTrue(solution.notes.contains { $0.contains("Fourier modes") })
    }

    func testBothBasesAgree() throws {
        let fourier = try solve(FrozenTexts.transport, ["tolerance": .number(1e-9)]).solution
        let windows = try solve(FrozenTexts.transport, ["tolerance": .number(1e-9), "basis": .text("windows")]).solution
        let places = Tensor(shape: [3, 1], elements: [-1.0, 0.1, 0.7])
        let jets = [Jet(component: 0), Jet(component: 0, derivative: MultiIndex.none.raised(along: 0))]
        let (a, b) = (
            try fourier.evaluator.evaluate(jets, at: places, snapshot: 4), try windows.evaluator.evaluate(jets, at: places, snapshot: 4)
        )
        for jet in 0..<2 { for point in 0..<3 { XCTAssertEqual(a[jet, point], b[jet, point], accuracy: 1e-7) } }
    }

    /// (1 - |x|)² = 1/3 + Σ 4/(kπ)² cos(kπx), of which each term decays.
    private func cornerError(_ solution: Solution) throws -> Double {
        let places = (0..<200).map { -1 + 0.01 * Double($0) }
        var (difference, size) = (0.0, 0.0)
        for (index, snapshot) in solution.snapshots.enumerated() {
            let found = try solution.evaluator.evaluate([Jet(component: 0)], at: Tensor(shape: [200, 1], elements: places), snapshot: index)
            for (point, x) in places.enumerated() {
                var exact = (1 - abs(x)) * (1 - abs(x))
                if let time = snapshot.time, time > 0 {
                    exact = (1...2000).reduce(1.0 / 3) { sum, k in
                        let wave = Double(k) * .pi
                        return sum + 4 / (wave * wave) * Foundation.exp(-1e-3 * wave * wave * time) * Foundation.cos(wave * x)
                    }
                }
                difference += (found[0, point] - exact) * (found[0, point] - exact)
                size += exact * exact
            }
        }
        return (difference / size).squareRoot()
    }

    func testASingularFunctionTakesTheCorner() throws {
        let few: [String: Settings.Value] = ["max-modes": .integer(300), "tolerance": .number(1e-9)]
        let plain = try cornerError(try solve(FrozenTexts.corner, few).solution)
        let enriched = try solve(FrozenTexts.corner + "\nenrich: ['\(FrozenTexts.cornerFunction)']", few).solution
        XCTAssertGreaterThan(plain, 1e-6)
        XCTAssertLessThan(try cornerError(enriched), 1e-10)
        // The slope jumps from 2 to -2.
        let note = try XCTUnwrap(enriched.notes.first { $0.contains("singular function 1") })
        let coefficient = try XCTUnwrap(note.split(separator: " ").last.flatMap { Double($0) })
        XCTAssertEqual(coefficient, -2, accuracy: 1e-5)
    }

    /// In windows, a corner at the seam of a circle and one at an end that initial data and condition disagree on.
    func testSingularFunctionsInWindows() throws {
        let windows: [String: Settings.Value] = ["tolerance": .number(1e-9), "basis": .text("windows")]
        let ring = try solve(FrozenTexts.corner + "\nenrich: ['\(FrozenTexts.cornerFunction)']", windows).solution
        XCTAssertLessThan(try cornerError(ring), 1e-9)
        let (_, sudden) = try solve(FrozenTexts.sudden, windows)
        let places = (0...20).map { 0.05 * Double($0) }
        let found = try sudden.evaluator.evaluate([Jet(component: 0)], at: Tensor(shape: [21, 1], elements: places), snapshot: 2)
        // At the other end erf(1/√(4 D t)) is 1 to rounding: the solution on the half line.
        for (point, x) in places.enumerated() { XCTAssertEqual(found[0, point], 3 * erf(x / (0.008).squareRoot()), accuracy: 1e-8) }
    }

    func testASingularFunctionThatIsNotNeededDoesNoHarm() throws {
        let text = FrozenTexts.transport + "\nenrich: ['(x - x^3)*exp(-t)']"
        let (problem, solution) = try solve(text, ["tolerance": .number(1e-9)])
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-8)
    }
}
