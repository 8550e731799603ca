import Expressions
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// What is stored of a run gives its values again bit for bit, and the solution between the stored times.
final class FrozenStorageTests: XCTestCase {
    private func solve(_ text: String, _ settings: [String: Settings.Value]) throws -> (problem: Problem, solution: Solution) {
        let problem = try readProblem(text)
        let solver = try FrozenBasisSolver(settings: Settings(settings, schema: FrozenBasisSolver.schema))
        return (problem, try solver.solve(problem, context: SolveContext(seed: 5, threads: 2)))
    }

    private func stored(_ solution: Solution) throws -> StoredTrial {
        try XCTUnwrap((solution.evaluator as? any StorableEvaluator)?.stored)
    }

    private func points(_ problem: Problem) -> Tensor<Double> {
        let ranges = problem.spaceIndices.map { problem.coordinates[$0] }
        let turns = [0.618_033_988_749_895, 0.754_877_666_246_693, 0.569_840_290_998_053]
        let rows = (0..<17).flatMap { point in
            ranges.enumerated().map { axis, range -> Double in
                let turn = Double(point) * turns[axis]
                return range.lower + range.length * (turn - turn.rounded(.down))
            }
        }
        return Tensor(shape: [17, ranges.count], elements: rows)
    }

    func testStoredTimesAreTheSameBitForBit() throws {
        let texts = [FrozenTexts.heat, FrozenTexts.wave, FrozenTexts.transport, FrozenTexts.corner, FrozenBoxTexts.heat, FrozenBoxTexts.torusFlow]
        for text in texts {
            let (problem, solution) = try solve(text, ["tolerance": .number(1e-6)])
            let restored = try FrozenBasisSolver.evaluator(from: stored(solution), for: problem)
            var jets = [Jet(component: 0), Jet(component: 0, derivative: MultiIndex.none.raised(along: problem.timeIndex!))]
            jets += problem.spaceIndices.map { Jet(component: 0, derivative: MultiIndex.none.raised(along: $0, by: 2)) }
            for snapshot in solution.snapshots.indices {
                let first = try solution.evaluator.evaluate(jets, at: points(problem), snapshot: snapshot)
                let second = try restored.evaluate(jets, at: points(problem), snapshot: snapshot)
                XCTAssertEqual(first.elements.map(\.bitPattern), second.elements.map(\.bitPattern))
                XCTAssertTrue(first.elements.allSatisfy(\.isFinite))
            }
        }
    }

    /// Between stored times the equation is integrated, so that the error is that of the tolerance there too.
    func testTimesBetween() throws {
        for (text, tolerance) in [(FrozenTexts.heat, 1e-9), (FrozenTexts.driven, 1e-9), (FrozenTexts.wave, 1e-8), (FrozenBoxTexts.heat, 1e-7)] {
            let (problem, solution) = try solve(text, ["tolerance": .number(tolerance)])
            var asked = problem
            let times = [0.3, 0.137, 0.25, 0.9]
            asked.output.times = times
            let restored = try FrozenBasisSolver.evaluator(from: stored(solution), for: asked)
            let places = points(problem)
            let exact = FormulaSampler([problem.exact[0]!], problem: problem)
            for (snapshot, time) in times.enumerated() {
                let found = try restored.evaluate([Jet(component: 0)], at: places, snapshot: snapshot)
                let expected = try exact.values(at: places, time: time)
                for (a, b) in zip(found.elements, expected.elements) { XCTAssertEqual(a, b, accuracy: 30 * tolerance, "\(time)") }
            }
        }
    }

    /// u_t is what the equation says, u_tt of a wave too.
    func testRatesMeetTheEquation() throws {
        let (problem, solution) = try solve(FrozenTexts.wave, ["tolerance": .number(1e-9)])
        let jets = [Jet(component: 0, derivative: MultiIndex([0, 2])), Jet(component: 0, derivative: MultiIndex([2, 0]))]
        for snapshot in solution.snapshots.indices {
            let found = try solution.evaluator.evaluate(jets, at: points(problem), snapshot: snapshot)
            // Second derivatives are of size 100 and lose some digits of the tolerance.
            for point in 0..<17 { XCTAssertEqual(found[0, point], 4 * found[1, point], accuracy: 1e-4) }
        }
        XCTAssertThrowsError(
            try solution.evaluator.evaluate([Jet(component: 0, derivative: MultiIndex([0, 3]))], at: points(problem), snapshot: 0))
    }

    func testWhatDoesNotFitIsRefused() throws {
        let (problem, solution) = try solve(FrozenTexts.heat, ["tolerance": .number(1e-4), "error-estimate": .flag(false)])
        let sound = try stored(solution)
        for change in [
            { $0.tensors["frames.1.coefficients"] = Tensor([1.0]) }, { $0.description["basis"] = "other" }, { $0.tensors["series"] = nil },
        ] as [(inout StoredTrial) -> Void] {
            var broken = sound
            change(&broken)
            XCTAssertThrowsError(try FrozenBasisSolver.evaluator(from: broken, for: problem)) { XCTAssertTrue($0 is StoredTrialError, "\($0)") }
        }
    }
}
