import Expressions
import NumericsCore
import PINN
import Problems
import Solving
import XCTest

/// Cells without overlap and what is asked for where they meet.
final class InterfaceTests: XCTestCase {
    /// div(a grad u) = 0 with a = 1 and 20: u is continuous, its slope jumps by 20 at x = 0.3, where no equal cells would meet.
    private static let jump = """
        coordinates: {x: [0, 1], y: [0, 1]}
        unknowns: u
        equations: ['-div(if(x < 0.3, 1, 20)*grad(u)) = if(x < 0.3, 1, 20)*pi^2*sin(pi*y)*if(x < 0.3, 20*(x - 0.3), x - 0.3)']
        conditions:
          - {at: boundary, require: u = exact}
        exact: {u: 'sin(pi*y)*if(x < 0.3, 20*(x - 0.3), x - 0.3)'}
        """
    private static let helmholtz = """
        coordinates: {x: [0, 1], y: [0, 1]}
        unknowns: u
        equations: ['lap(u) + 4*u = (4 - 5*pi^2)*sin(pi*x)*sin(2*pi*y)']
        conditions:
          - {at: boundary, require: u = 0}
        exact: {u: 'sin(pi*x)*sin(2*pi*y)'}
        """

    private func solve(_ text: String, _ settings: [String: Settings.Value]) throws -> (Solution, Problem) {
        let problem = try readProblem(text)
        let solver = try PINNSolver(settings: Settings(settings, schema: PINNSolver.schema))
        return (try solver.solve(problem, context: SolveContext(seed: 1, threads: 2)), problem)
    }

    private func error(_ text: String, _ settings: [String: Settings.Value]) throws -> Double {
        let (solution, problem) = try solve(text, settings)
        return try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2)
    }

    private static let cells: [String: Settings.Value] = [
        "cells": .integers([2, 1]), "hidden": .integers([8, 8]), "points": .integer(700), "tolerance": .number(1e-5), "iterations": .integer(200),
    ]

    /// Cells find the solution and say where they meet; smooth windows of the same size, or cells that meet elsewhere, are refused.
    func testACoefficientThatJumps() throws {
        let (solution, problem) = try solve(Self.jump, Self.cells)
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-4)
        XCTAssertTrue(solution.notes.contains("cells meet at x = 0.3"), "\(solution.notes)")
        let line = try XCTUnwrap(solution.notes.first { $0.hasPrefix("root mean square of what jumps") })
        XCTAssertTrue(line.contains("x = 0.3: value ") && line.contains("x = 0.3: flux "))
        var windows = Self.cells
        windows["cells"] = nil
        windows["windows"] = .integers([2, 1])
        XCTAssertFalse(try supports(windows))
        var elsewhere = Self.cells
        elsewhere["cells"] = .integers([1, 2])
        XCTAssertFalse(try supports(elsewhere))
    }

    private func supports(_ settings: [String: Settings.Value]) throws -> Bool {
        try PINNSolver(settings: Settings(settings, schema: PINNSolver.schema)).supports(try readProblem(Self.jump)).isYes
    }

    /// The flux is what holds the slopes: with equal slopes, or with none, the answer would be that of another problem.
    func testTheConditionsMatter() throws {
        XCTAssertTrue(try supports(Self.cells))
        for others in [["value", "slope"], ["residual"]] {
            var settings = Self.cells
            settings["interface"] = .texts(others)
            XCTAssertFalse(try supports(settings))
        }
    }

    func testEveryKindOfConditionOnASmoothProblem() throws {
        for interface in [["value", "flux"], ["average", "slope"], ["value", "slope", "residual"], ["average", "flux", "residual"]] {
            var settings = Self.cells
            settings["cells"] = .integers([2, 2])
            settings["interface"] = .texts(interface)
            settings["symmetry"] = .flag(false)
            XCTAssertLessThan(try error(Self.helmholtz, settings), 1e-4, "\(interface)")
        }
    }

    /// A front in cells of space and time; the flux of Burgers' equation is u²/2 - ν u_x.
    func testBurgersInSpaceAndTime() throws {
        let text = """
            coordinates: {x: [-1, 1], t: [0, 0.5]}
            unknowns: u
            equations: ['u_t + u*u_x = 0.1*u_xx']
            conditions:
              - {at: t = 0, require: u = exact}
              - {at: [x = -1, x = 1], require: u = exact}
            exact: {u: '0.2*pi*exp(-0.1*pi^2*t)*sin(pi*x)/(2 + exp(-0.1*pi^2*t)*cos(pi*x))'}
            """
        XCTAssertLessThan(try error(text, [
            "cells": .integers([2, 2]), "hidden": .integers([8, 8]), "points": .integer(900), "tolerance": .number(1e-5),
            "iterations": .integer(300), "symmetry": .flag(false),
        ]), 1e-4)
    }

    /// Two of the cuts are sides of an L-shape, and one cell lies outside: points on them belong to the cell inside.
    func testACellOutsideOfTheShape() throws {
        let text = """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: box([-1,-1], [1,1]) - box([0,-1], [1,0])
            unknowns: u
            equations: ['lap(u) = -5*sin(x + 2*y)']
            conditions:
              - {at: boundary, require: u = exact}
            exact: {u: 'sin(x + 2*y)'}
            """
        XCTAssertLessThan(try error(text, [
            "cells": .integers([2, 2]), "hidden": .integers([8]), "points": .integer(600), "tolerance": .number(1e-4), "iterations": .integer(100),
        ]), 1e-3)
        let problem = try readProblem(text)
        let solver = try FeatureSolver(settings: Settings(["cells": .integers([2, 2]), "tolerance": .number(1e-8)], schema: FeatureSolver.schema))
        let solution = try solver.solve(problem, context: SolveContext(threads: 2))
        XCTAssertLessThan(try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2), 1e-8)
        let stored = try XCTUnwrap((solution.evaluator as? any StorableEvaluator)?.stored)
        let rim = Tensor(shape: [2, 2], elements: [0.5, 0, 0, -0.5])
        XCTAssertEqual(
            try FeatureSolver.evaluator(from: stored, for: problem).evaluate([Jet(component: 0)], at: rim, snapshot: 0),
            try solution.evaluator.evaluate([Jet(component: 0)], at: rim, snapshot: 0))
    }

    func testWhatIsRefused() throws {
        for settings in [["cells": Settings.Value.integers([2])], ["cells": .integers([2, 1]), "windows": .integers([2, 1])]] {
            XCTAssertThrowsError(try solve(Self.helmholtz, settings))
        }
    }

    func testFluxesFollowFromTheEquations() throws {
        let text = """
            coordinates: {x: [0, 1], y: [0, 1]}
            parameters: {c: 3}
            unknowns: {u: scalar, w: scalar}
            equations:
              - div((1 + x)*grad(u)) + u*u_x = 1
              - 2*w_xx + 6*w_xy + w_yy + c*u_y + w^2*w_y = 0
            conditions:
              - {at: boundary, require: u = 0}
              - {at: boundary, require: w = 0}
            """
        let problem = try readProblem(text)
        let known: [(equation: Int, normal: Int, value: Double)] = [
            // (1 + x) u_x, and u u_x is of lower order than u_xx but the highest of what the divergence leaves: u²/2.
            (0, 0, 1.5 * 0.2 + 0.7 * 0.7 / 2), (0, 1, 1.5 * 0.3),
            // 2 w_x + 3 w_y; w_y + 3 w_x + c u.
            (1, 0, 2 * 0.4 + 3 * 0.5), (1, 1, 0.5 + 3 * 0.4 + 3 * 0.7),
        ]
        let jets: [Jet: Double] = [
            Jet(component: 0): 0.7, Jet(component: 0, derivative: MultiIndex([1])): 0.2, Jet(component: 0, derivative: MultiIndex([0, 1])): 0.3,
            Jet(component: 1): 0.9, Jet(component: 1, derivative: MultiIndex([1])): 0.4, Jet(component: 1, derivative: MultiIndex([0, 1])): 0.5,
        ]
        for (equation, normal, value) in known {
            let flux = NormalFlux(equation: problem.equations[equation], normal: normal).expression
            let found = flux.value { symbol in
                if case .jet(let jet) = symbol { jets[jet] } else { problem.value(of: symbol, at: [0.5, 0.25]) }
            }
            XCTAssertEqual(try XCTUnwrap(found), value, accuracy: 1e-13, "\(equation), \(normal)")
        }
    }
}
