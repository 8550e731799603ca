import Classical
import Discretization
import Fields
import Foundation
import NumericsCore
import Problems
import Solving
import TimeIntegration
import XCTest

/// Parabolic problems on grids.
final class MultigridEvolutionTests: XCTestCase {
    private func evolution(
        coordinates: String, equation: String, conditions: [String], exact: String, more: String = ""
    ) throws -> Problem {
        try problem(
            boxProblem(
                coordinates: coordinates, parameters: "{truth: '\(exact)'}", equation: equation, conditions: conditions,
                exact: "truth", more: "output: {times: {every: 0.1}}\n" + more))
    }

    /// Errors fall by four when the spacing is halved; 3.6 leaves room for terms of higher order.
    private func assertSecondOrder(_ problem: Problem, _ coarse: [Int], file: StaticString = #filePath, line: UInt = #line) throws {
        let errors = try [coarse, coarse.map { 2 * $0 }].map { cells in
            let solution = try multigridSolution(
                problem, ["cells": .integers(cells), "error-estimate": .flag(false), "tolerance": .number(1e-6)])
            XCTAssertEqual(solution.outcome, .converged, file: file, line: line)
            return try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2, file: file, line: line)
        }
        XCTAssertGreaterThan(errors[0] / errors[1], 3.6, "\(errors)", file: file, line: line)
        XCTAssertLessThan(errors[1], 0.02, "\(errors)", file: file, line: line)
    }

    func testHeatInOneToThreeDimensions() throws {
        let names = ["x", "y", "z"]
        for (dimension, cells) in [(1, 16), (2, 12), (3, 6)] {
            let axes = names.prefix(dimension)
            let shape = axes.map { "sin(pi*\($0))" }.joined(separator: "*")
            try assertSecondOrder(
                evolution(
                    coordinates: "{" + axes.map { "\($0): [0, 1]" }.joined(separator: ", ") + ", t: [0, 0.5]}",
                    equation: "u_t = 0.1*lap(u)",
                    conditions: ["{at: t = 0, require: u = truth}", "{at: boundary, require: u = 0}"],
                    exact: "exp(-0.1*\(dimension)*pi^2*t)*\(shape)"),
                Array(repeating: cells, count: dimension))
        }
    }

    /// Source, sides of every kind and the coefficient depend on time.
    func testEverythingMayDependOnTime() throws {
        try assertSecondOrder(
            evolution(
                coordinates: "{x: [0, 1], y: [0, 1], t: [0, 0.5]}",
                equation: "(1 + x)*u_t - div((1 + t + x*y)*grad(u)) = (1 + x)*dt(truth) - div((1 + t + x*y)*grad(truth))",
                conditions: [
                    "{at: t = 0, require: u = truth}", "{at: x = 0, require: u = truth}",
                    "{at: x = 1, require: dn(u) = dn(truth)}",
                    "{at: [y = 0, y = 1], require: dn(u) + (1 + t)*u = dn(truth) + (1 + t)*truth}",
                ], exact: "sin(2*x + y - 3*t) + t*y^2"),
            [12, 12])
    }

    /// Fisher's equation: the wave of Ablowitz and Zeppetella (1979).
    func testAReactionFront() throws {
        try assertSecondOrder(
            evolution(
                coordinates: "{x: [-10, 20], t: [0, 1]}", equation: "u_t = u_xx + u*(1 - u)",
                conditions: ["{at: t = 0, require: u = truth}", "{at: boundary, require: u = truth}"],
                exact: "(1 + exp((x - 5*t/sqrt(6))/sqrt(6)))^(-2)"),
            [60])
    }

    func testDiffusionThatDependsOnTheUnknown() throws {
        try assertSecondOrder(
            evolution(
                coordinates: "{x: [0, 1], t: [0, 0.5]}", equation: "u_t - div((1 + u^2)*grad(u)) = dt(truth) - div((1 + truth^2)*grad(truth))",
                conditions: ["{at: t = 0, require: u = truth}", "{at: x = 0, require: u = truth}", "{at: x = 1, require: dn(u) = dn(truth)}"],
                exact: "exp(-t)*cos(x)"),
            [16])
    }

    func testTransportAroundAPeriodicBox() throws {
        try assertSecondOrder(
            evolution(
                coordinates: "{x: {from: 0, to: 1, periodic: true}, t: [0, 0.5]}", equation: "u_t + u_x = 0.01*u_xx",
                conditions: ["{at: t = 0, require: u = truth}"], exact: "exp(-0.04*pi^2*t)*sin(2*pi*(x - t))"),
            [32])
    }

    /// No flux through the walls: the mean stays what it is, whatever the grid and the steps.
    func testHeatIsConserved() throws {
        let text = boxProblem(
            coordinates: "{x: [0, 1], y: [0, 1], t: [0, 0.2]}", equation: "u_t = div((1 + x)*grad(u))",
            conditions: ["{at: t = 0, require: u = exp(x)*(1 + y^2)}", "{at: boundary, require: dn(u) = 0}"],
            more: "output: {times: [0.01, 0.1]}")
        let solution = try multigridSolution(problem(text), ["cells": .integers([12]), "error-estimate": .flag(false)])
        let means = solution.snapshots.map { Self.integral($0.fields[0]) }
        XCTAssertEqual(means.count, 4)
        // Stages are solved to a hundredth of the step's tolerance of 1e-6; what iterations leave does not balance exactly.
        for mean in means { XCTAssertEqual(mean, means[0], accuracy: 2e-7 * means[0]) }
    }

    /// Over the dual cells, whose balances the scheme holds: the trapezoidal rule.
    private static func integral(_ field: Field) -> Double {
        let (rows, columns) = (field.grid.shape[0], field.grid.shape[1])
        func weight(_ index: Int, _ count: Int) -> Double { index == 0 || index == count - 1 ? 0.5 : 1 }
        let sum = (0..<rows * columns).reduce(0.0) { sum, node in
            sum + weight(node / columns, rows) * weight(node % columns, columns) * field.values[node]
        }
        return sum / Double((rows - 1) * (columns - 1))
    }

    func testTheEstimateIsHonestAndTheToleranceMet() throws {
        let problem = try evolution(
            coordinates: "{x: [0, 1], y: [0, 1], t: [0, 0.5]}", equation: "u_t = 0.1*lap(u) + 1",
            conditions: ["{at: t = 0, require: u = 0}", "{at: boundary, require: u = 0}"], exact: "0")
        let solution = try multigridSolution(problem, ["tolerance": .number(1e-3)])
        XCTAssertEqual(solution.outcome, .converged)
        let estimate = try XCTUnwrap(solution.estimates["u"]).relativeL2
        XCTAssertLessThanOrEqual(estimate, 1e-3)
        let fine = try multigridSolution(problem, ["tolerance": .number(1e-5), "cells": .integers([128]), "error-estimate": .flag(false)])
        let error = try FieldError(of: "u", in: solution.snapshots, against: fine.snapshots).relativeL2
        XCTAssertEqual(error / estimate, 1, accuracy: 0.4)
    }

    func testARunGoesOnFromACheckpointBitForBit() throws {
        let text = boxProblem(
            coordinates: "{x: [0, 1], t: [0, 0.2]}", equation: "u_t = u_xx + u*(1 - u)",
            conditions: ["{at: t = 0, require: u = sin(pi*x)}", "{at: boundary, require: u = 0}"])
        let solver = try MultigridSolver(settings: Settings(["cells": .integers([32])], schema: MultigridSolver.schema))
        let problem = try problem(text)
        let whole = try solver.makeStepper(for: problem, context: SolveContext())
        var steps = 0
        while try whole.step() == .running { steps += 1 }
        for stop in [1, steps / 3, steps - 2] {
            let first = try solver.makeStepper(for: problem, context: SolveContext())
            for _ in 0..<stop { XCTAssertEqual(try first.step(), .running) }
            let second = try solver.makeStepper(for: problem, context: SolveContext())
            try second.restore(first.checkpoint())
            while try second.step() == .running {}
            let (left, right) = (try second.solution().snapshots, try whole.solution().snapshots)
            for (a, b) in zip(left, right) { XCTAssertEqual(a.fields[0].values, b.fields[0].values) }
        }
    }

    private static let plane = "{x: [-1.1, 1.2], y: [-1.2, 1.1], t: [0, 0.3]}"

    /// Where the boundary of a shape cuts the cells, with data of every kind that change with time.
    func testShapesWithGivenValuesAndSlopes() throws {
        let parts = "boundary:\n  inner: {where: 'x^2 + y^2 < 0.36'}\n  outer: rest\n"
        let equation = "u_t - lap(u) + u^3 = dt(truth) - lap(truth) + truth^3"
        try assertSecondOrder(
            evolution(
                coordinates: Self.plane, equation: equation,
                conditions: ["{at: t = 0, require: u = truth}", "{at: outer, require: u = truth}", "{at: inner, require: dn(u) = dn(truth)}"],
                exact: "exp(-t)*(exp(x)*sin(2*y) + x*y) + t^2",
                more: "shape: 'disk([0, 0], 1) - disk([0.05, 0.02], 0.4)'\n" + parts),
            [32, 32])
        try assertSecondOrder(
            evolution(
                coordinates: Self.plane, equation: "u_t - lap(u) = dt(truth) - lap(truth)",
                conditions: ["{at: t = 0, require: u = truth}", "{at: boundary, require: dn(u) + 2*u = dn(truth) + 2*truth}"],
                exact: "exp(-t)*(exp(x)*sin(2*y) + x*y) + t^2", more: "shape: 'disk([0.03, -0.02], 1)'\n"),
            [32, 32])
    }

    func testABall() throws {
        try assertSecondOrder(
            evolution(
                coordinates: "{x: [-1.1, 1.2], y: [-1.2, 1.1], z: [-1.1, 1.1], t: [0, 0.2]}",
                equation: "u_t - lap(u) = dt(truth) - lap(truth)",
                conditions: ["{at: t = 0, require: u = truth}", "{at: boundary, require: u = truth}"],
                exact: "exp(-t)*(exp(x)*sin(2*y) + x*z)", more: "shape: 'ball([0, 0, 0], 1)'\n"),
            [12, 12, 12])
    }

    func testAResumedRunOnAShapeIsTheSameBitForBit() throws {
        let ring = try evolution(
            coordinates: Self.plane, equation: "u_t = lap(u)",
            conditions: ["{at: t = 0, require: u = truth}", "{at: boundary, require: u = truth}"],
            exact: "exp(-2*t)*sin(x)*sin(y)", more: "shape: 'disk([0, 0], 1) - disk([0.1, 0], 0.3)'\n")
        let method = try MultigridSolver(settings: Settings(["cells": .integers([32])], schema: MultigridSolver.schema))
        let whole = try method.makeStepper(for: ring, context: SolveContext())
        let first = try method.makeStepper(for: ring, context: SolveContext())
        for _ in 0..<25 { _ = try first.step() }
        let second = try method.makeStepper(for: ring, context: SolveContext())
        try second.restore(first.checkpoint())
        for stepper in [whole, second] { while try stepper.step() == .running {} }
        let (answer, again) = (try whole.solution(), try second.solution())
        XCTAssertEqual(answer.snapshots.count, again.snapshots.count)
        for (a, b) in zip(answer.snapshots, again.snapshots) {
            XCTAssertEqual(a.fields[0].grid, b.fields[0].grid)
            XCTAssertNotNil(a.fields[0].grid.mask)
            let pairs = zip(a.fields[0].values.elements, b.fields[0].values.elements)
            XCTAssertTrue(pairs.allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
        }
    }

    /// Without flux through the walls the sum of mass times value stays: cut cells lose nothing.
    func testInsulatedShapesKeepTheirHeat() throws {
        let insulated = try evolution(
            coordinates: Self.plane, equation: "u_t = lap(u)",
            conditions: ["{at: t = 0, require: u = truth}", "{at: boundary, require: dn(u) = 0}"],
            exact: "exp(x)*sin(2*y) + 2", more: "shape: 'disk([0.03, -0.02], 1)'\n")
        let system = try StencilSystem(insulated, cells: [32, 32])
        let evolution = StencilEvolution(system)
        var state = Tensor(shape: [system.count], repeating: 0.0), mass = state
        for node in 0..<system.count {
            let point = system.grid.point(at: node)
            state[node] = exp(point[0]) * sin(2 * point[1]) + 2
        }
        var workspace = system.makeWorkspace()
        system.evaluateMass(time: 0, into: &mass, workspace: &workspace)
        var integrator = try ESDIRK43(
            system: evolution, tolerance: ErrorTolerance(relative: 0, absolute: [1e-6]), time: 0,
            state: evolution.consistent(state, time: 0), firstStep: 1e-5)
        let before = LinearAlgebra.dot(mass, integrator.state)
        while integrator.time < 0.3 { try integrator.step(until: 0.3) }
        // What the linear solver leaves in each step: a hundredth of the error allowed.
        XCTAssertEqual(LinearAlgebra.dot(mass, integrator.state), before, accuracy: 1e-8 * abs(before))
        // Sharp differences are gone: the state did change.
        XCTAssertLessThan(integrator.state.elements.max()!, 0.9 * state.elements.max()!)
    }
}
