import Expressions
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// What is stored of an answer gives the same values again, bit for bit, derivatives included.
final class StoredTrialTests: XCTestCase {
    private static let wave = """
        coordinates: {x: {from: 0, to: 2*pi, periodic: true}, t: [0, 2]}
        unknowns: u
        equations: ['u_tt = u_xx']
        conditions:
          - {at: t = 0, require: u = sin(x)}
          - {at: t = 0, require: u_t = 0}
        """

    private func network(_ settings: [String: Settings.Value]) throws -> PINNSolver {
        try PINNSolver(settings: Settings(settings, schema: PINNSolver.schema))
    }

    private func stored(_ solution: Solution) throws -> StoredTrial {
        try XCTUnwrap((solution.evaluator as? any StorableEvaluator)?.stored)
    }

    /// Values and derivatives at scattered points of two times, from the answer and from what was stored.
    private func compare(_ solution: Solution, _ method: any TrialSolver.Type, _ problem: Problem, line: UInt = #line) throws {
        let restored = try method.evaluator(from: stored(solution), for: problem)
        let jets = [[0, 0], [1, 0], [2, 0], [0, 1], [1, 1]].map { Jet(component: 0, derivative: MultiIndex($0)) }
        let count = 23, dimension = problem.spaceIndices.count
        let points = Tensor(
            shape: [count, dimension],
            elements: (0..<count).flatMap { point in
                problem.spaceIndices.enumerated().map { axis, index -> Double in
                    let range = problem.coordinates[index]
                    let turn = Double(point) * [0.618_033_988_749_895, 0.754_877_666_246_693][axis]
                    return range.lower + range.length * (turn - turn.rounded(.down))
                }
            })
        for snapshot in solution.snapshots.indices {
            let first = try solution.evaluator.evaluate(jets, at: points, snapshot: snapshot)
            let second = try restored.evaluate(jets, at: points, snapshot: snapshot)
            XCTAssertEqual(first.elements.map(\.bitPattern), second.elements.map(\.bitPattern), line: line)
            XCTAssertTrue(first.elements.allSatisfy(\.isFinite), line: line)
        }
    }

    func testEveryKindOfNetwork() throws {
        let problem = try readProblem(Texts.burgers)
        let kinds = ["perceptron", "siren", "gaussians", "modified-perceptron", "fourier-features", "piratenet", "kolmogorov-arnold"]
        for kind in kinds {
            let solution = try network([
                "network": .text(kind), "hidden": .integers([6, 6]), "iterations": .integer(3), "points": .integer(120),
            ]).solve(problem, context: SolveContext(seed: 3, threads: 2))
            try compare(solution, PINNSolver.self, problem)
            XCTAssertEqual(try stored(solution).description["conditions"], "exact", kind)
        }
    }

    func testNetworksInWindows() throws {
        let problem = try readProblem(Texts.burgers)
        for kind in ["perceptron", "piratenet"] {
            let solution = try network([
                "network": .text(kind), "hidden": .integers([5]), "iterations": .integer(3), "points": .integer(200),
                "windows": .integers([3, 2]),
            ]).solve(problem, context: SolveContext(seed: 3, threads: 2))
            try compare(solution, PINNSolver.self, problem)
            var broken = try stored(solution)
            broken.tensors[try XCTUnwrap(broken.tensors.keys.filter { $0.hasPrefix("windows.4.") }.min())] = nil
            XCTAssertThrowsError(try PINNSolver.evaluator(from: broken, for: problem))
        }
    }

    func testPeriodicInputsAndConditionsByLeastSquares() throws {
        let problem = try readProblem(Self.wave)
        let solution = try network([
            "hidden": .integers([8]), "iterations": .integer(3), "points": .integer(120), "conditions": .text("weighted"),
            "adaptive-slopes": .flag(true),
        ]).solve(problem, context: SolveContext(seed: 3, threads: 1))
        try compare(solution, PINNSolver.self, problem)
    }

    func testFeaturesInWindowsOfTime() throws {
        let problem = try readProblem(Self.wave)
        for function in ["cos", "tanh"] {
            let solver = try FeatureSolver(
                settings: Settings(
                    ["function": .text(function), "windows": .integer(3), "features": .integer(60), "error-estimate": .flag(false)],
                    schema: FeatureSolver.schema))
            try compare(solver.solve(problem, context: SolveContext(seed: 3, threads: 2)), FeatureSolver.self, problem)
        }
    }

    func testSingularFunctionsAreStoredWithTheirCoefficients() throws {
        let problem = try readProblem(Self.wave + "\nenrich: ['abs(x - pi)^5*(1 + t)', 'exp(-t)*sin(2*x)']")
        let trained = try network(["hidden": .integers([6]), "iterations": .integer(3), "points": .integer(120)])
            .solve(problem, context: SolveContext(seed: 3, threads: 2))
        try compare(trained, PINNSolver.self, problem)
        XCTAssertEqual(try stored(trained).tensors["enrichment.coefficients"]?.shape, [1, 2])
        let solver = try FeatureSolver(settings: Settings(
            ["windows": .integer(2), "features": .integer(60), "error-estimate": .flag(false)], schema: FeatureSolver.schema))
        try compare(solver.solve(problem, context: SolveContext(seed: 3, threads: 2)), FeatureSolver.self, problem)
        // Others are not the ones that the coefficients belong to.
        let other = try readProblem(Self.wave + "\nenrich: ['abs(x - pi)^3*(1 + t)', 'exp(-t)*sin(2*x)']")
        XCTAssertThrowsError(try PINNSolver.evaluator(from: stored(trained), for: other))
    }

    func testTimesBetweenTheOutputTimes() throws {
        let problem = try readProblem(Self.wave)
        let solver = try FeatureSolver(settings: Settings(["features": .integer(150)], schema: FeatureSolver.schema))
        let solution = try solver.solve(problem, context: SolveContext(seed: 3, threads: 2))
        var asked = problem
        asked.output.times = [0.777]
        let restored = try FeatureSolver.evaluator(from: stored(solution), for: asked)
        let values = try restored.evaluate([Jet(component: 0)], at: Tensor(shape: [1, 1], elements: [1.3]), snapshot: 0)
        // cos t sin x; the fit is good to about 1e-8.
        XCTAssertEqual(values[0, 0], cos(0.777) * sin(1.3), accuracy: 1e-6)
    }

    func testWhatDoesNotFitIsRefused() throws {
        let problem = try readProblem(Texts.burgers)
        let solution = try network(["hidden": .integers([5]), "iterations": .integer(1), "points": .integer(60)])
            .solve(problem, context: SolveContext(seed: 3, threads: 1))
        let sound = try stored(solution)
        func refusal(_ change: (inout StoredTrial) -> Void, _ other: Problem? = nil) -> StoredTrialError? {
            var broken = sound
            change(&broken)
            do {
                _ = try PINNSolver.evaluator(from: broken, for: other ?? problem)
                return nil
            } catch {
                return error as? StoredTrialError
            }
        }
        XCTAssertEqual(refusal { $0.tensors["layers.1.bias"] = nil }, .tensor(name: "layers.1.bias", expected: [1], found: nil))
        XCTAssertEqual(
            refusal { $0.tensors["layers.0.weight"] = Tensor(shape: [2], repeating: 0) },
            .tensor(name: "layers.0.weight", expected: [5, 2], found: [2]))
        XCTAssertEqual(refusal { $0.description["network"] = "oracle" }, .unknown(key: "network", value: "oracle"))
        XCTAssertEqual(refusal { $0.description["architecture"] = "{}" }, .unknown(key: "architecture", value: "{}"))
        // Another initial value changes what is met by construction.
        let other = try readProblem(Texts.burgers.replacingOccurrences(of: "-sin(pi*x)", with: "-2*sin(pi*x)"))
        guard case .unknown("forms", _)? = refusal({ _ in }, other) else { return XCTFail("another problem was accepted") }
    }

    func testResidualsAreNamedAfterTheirEquations() throws {
        XCTAssertEqual(try readProblem(Texts.burgers).residualFields.map(\.name), ["residual"])
        let system = try readProblem(Texts.system)
        XCTAssertEqual(system.residualFields.map(\.name), system.equations.map { "residual_\($0.name)" })
        XCTAssertEqual(Set(system.residualFields.map(\.name)).count, 2)
    }
}
