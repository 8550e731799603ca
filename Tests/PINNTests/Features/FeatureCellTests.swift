import Expressions
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// Features in cells and in overlapping windows, and points by the Christoffel function.
final class FeatureCellTests: XCTestCase {
    private func solve(_ text: String, _ settings: [String: Settings.Value], seed: UInt64 = 0) throws -> (Solution, Problem) {
        let problem = try readProblem(text)
        let solver = try FeatureSolver(settings: Settings(settings, schema: FeatureSolver.schema))
        return (try solver.solve(problem, context: SolveContext(seed: seed, threads: 2)), problem)
    }

    private func error(_ text: String, _ settings: [String: Settings.Value]) throws -> Double {
        let (solution, problem) = try solve(text, settings)
        return try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2)
    }

    /// The slope jumps by 20 at x = 0.3.
    private static let jump = """
        coordinates: {x: [0, 1], y: [0, 1]}
        unknowns: u
        equations: ['-div(if(x < 0.3, 1, 20)*grad(u)) = if(x < 0.3, 1, 20)*pi^2*sin(pi*y)*if(x < 0.3, 20*(x - 0.3), x - 0.3)']
        conditions:
          - {at: boundary, require: u = exact}
        exact: {u: 'sin(pi*y)*if(x < 0.3, 20*(x - 0.3), x - 0.3)'}
        """
    private static let helmholtz = """
        coordinates: {x: [-1, 1], y: [-1, 1]}
        unknowns: u
        equations: ['lap(u) + u = (1 - 17*pi^2)*sin(pi*x)*sin(4*pi*y)']
        conditions:
          - {at: boundary, require: u = 0}
        exact: {u: 'sin(pi*x)*sin(4*pi*y)'}
        """

    func testACoefficientThatJumpsInTwoCells() throws {
        let (solution, problem) = try solve(Self.jump, ["cells": .integers([2, 1]), "tolerance": .number(1e-9)])
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-9)
        XCTAssertTrue(solution.notes.contains("cells meet at x = 0.3"))
        // One set of smooth functions, or overlapping windows, cannot bend like that.
        for settings in [[:], ["windows": Settings.Value.integers([2, 1])]] {
            XCTAssertThrowsError(try error(Self.jump, settings)) { error in
                guard case SolverError.unsupported(_, let reason, _) = error else { return XCTFail("\(error)") }
                XCTAssertTrue(reason.contains("may jump"), reason)
            }
        }
    }

    func testCellsAndWindowsOfASmoothProblem() throws {
        for settings in [
            ["cells": Settings.Value.integers([1, 3])], ["windows": .integers([1, 3])],
            ["cells": .integers([2, 2]), "interface": .texts(["average", "slope"])],
        ] {
            let (solution, problem) = try solve(Self.helmholtz, settings.merging(["tolerance": .number(1e-8)]) { $1 })
            XCTAssertEqual(solution.outcome, .converged)
            XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-8, "\(settings)")
        }
    }

    /// Overlapping windows in space, marched in two pieces of time with one factorisation.
    func testWindowsInSpaceAndPiecesOfTime() throws {
        let text = """
            coordinates: {x: [0, 1], t: [0, 1]}
            unknowns: u
            equations: ['u_t = 0.1*u_xx']
            conditions:
              - {at: t = 0, require: u = exact}
              - {at: [x = 0, x = 1], require: u = 0}
            exact: {u: 'exp(-0.1*pi^2*t)*sin(pi*x) + exp(-0.9*pi^2*t)*sin(3*pi*x)'}
            """
        let (solution, problem) = try solve(text, ["windows": .integers([2, 2]), "tolerance": .number(1e-7)])
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-7)
        XCTAssertEqual(solution.counts.first { $0.name == "windows" }?.value, 2)
        XCTAssertTrue(solution.notes[0].contains("in each of 2 windows"), solution.notes[0])
    }

    func testWhatIsStoredGivesTheSameValues() throws {
        for (text, settings) in [(Self.jump, ["cells": Settings.Value.integers([2, 1])]), (Self.helmholtz, ["windows": .integers([2, 1])])] {
            let (solution, problem) = try solve(
                text, settings.merging(["features": .integer(40), "bandwidth": .number(4), "error-estimate": .flag(false)]) { $1 })
            let stored = try XCTUnwrap((solution.evaluator as? any StorableEvaluator)?.stored)
            let restored = try FeatureSolver.evaluator(from: stored, for: problem)
            let points = Tensor(shape: [4, 2], elements: [0.1, 0.2, 0.29, 0.8, 0.31, 0.5, 0.9, 0.9])
            let jets = [Jet(component: 0), Jet(component: 0, derivative: MultiIndex([2]))]
            XCTAssertEqual(
                try solution.evaluator.evaluate(jets, at: points, snapshot: 0), try restored.evaluate(jets, at: points, snapshot: 0))
        }
    }

    func testCheckpointsInCells() throws {
        let problem = try readProblem(Self.helmholtz)
        let settings: [String: Settings.Value] = ["cells": .integers([1, 2]), "tolerance": .number(1e-6)]
        func stepper() throws -> any SolutionStepper {
            try FeatureSolver(settings: Settings(settings, schema: FeatureSolver.schema))
                .makeStepper(for: problem, context: SolveContext(seed: 1, threads: 2))
        }
        let whole = try stepper(), first = try stepper(), second = try stepper()
        for _ in 0..<2 { _ = try first.step() }
        try second.restore(first.checkpoint())
        func finish(_ stepper: any SolutionStepper) throws -> Tensor<Double> {
            while case .running = try stepper.step() {}
            return try stepper.solution().snapshots[0].fields[0].values
        }
        XCTAssertEqual(try finish(whole), try finish(second))
    }

    func testWhatIsRefused() throws {
        for settings in [
            ["cells": Settings.Value.integers([2])], ["windows": .integers([2, 1]), "cells": .integers([2, 1])], ["windows": .integers([3])],
        ] { XCTAssertThrowsError(try solve(Self.helmholtz, settings)) }
    }

    /// Legendre polynomials of degree 30 at 120 points of [-1, 1], twice n log n would be 210: even points leave the matrix singular
    /// for practical purposes, weighted ones by leverage close to orthonormal.
    func testWeightedMatricesAreWellConditioned() throws {
        let (degree, count) = (30, 120)
        let pool = (0..<4096).map { -1 + 2 * (Double($0) + 0.5) / 4096 }
        func rows(_ points: [Double], _ weights: [Double]) -> Tensor<Double> {
            var matrix = Tensor(shape: [points.count, degree + 1], repeating: 0.0)
            for (place, x) in points.enumerated() {
                var (before, value) = (0.0, 1.0)
                for n in 0...degree {
                    matrix[place, n] = value * (Double(2 * n + 1) * weights[place]).squareRoot()
                    (before, value) = (value, (Double(2 * n + 1) * x * value - Double(n) * before) / Double(n + 1))
                }
            }
            return matrix
        }
        let all = rows(pool, pool.map { _ in 1 })
        let columns = SharedMatrix(rowCount: degree + 1, columnCount: pool.count)
        for place in pool.indices { for n in 0...degree { columns.add(all[place, n], row: n, column: place) } }
        let scores = LeverageScores(columns, pool: ThreadPool(threads: 1))
        let chosen = LeverageSampling.chosen(count, scores.values, Array(pool.indices))
        XCTAssertEqual(chosen.count, count)
        // Weights integrate one: the mean over the draws is that over the pool.
        XCTAssertEqual(chosen.reduce(0) { $0 + $1.weight } / Double(count), 1, accuracy: 0.02)
        let weighted = try SingularValueDecomposition(rows(chosen.map { pool[$0.index] }, chosen.map(\.weight)), vectors: false)
        XCTAssertLessThan(weighted.conditionNumber, 1.5)
        let even = (0..<count).map { -1 + 2 * (Double($0) + 0.5) / Double(count) }
        let plain = try SingularValueDecomposition(rows(even, even.map { _ in 1 }), vectors: false)
        XCTAssertGreaterThan(plain.conditionNumber, 5)
    }

    /// On an ellipse there are no Gauss points: even points leave the boundary short.
    func testChristoffelPoints() throws {
        let text = """
            coordinates: {x: [-1, 1], y: [-0.5, 0.5]}
            shape: ellipse([0, 0], [1, 0.5])
            unknowns: u
            equations: ['lap(u) = -5*sin(x + 2*y)']
            conditions:
              - {at: boundary, require: u = exact}
            exact: {u: 'sin(x + 2*y)'}
            """
        let (solution, problem) = try solve(text, ["point-rule": .text("christoffel"), "tolerance": .number(1e-9)])
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-9)
        XCTAssertTrue(solution.notes.contains("points drawn by the inverse Christoffel function of the equations"))
        XCTAssertLessThan(try error(Self.helmholtz, ["point-rule": .text("christoffel"), "tolerance": .number(1e-8)]), 1e-8)
    }
}
