import Classical
import Expressions
import Fields
import NumericsCore
import Problems
import Solving
import XCTest

final class FourierEvolutionTests: XCTestCase {
    private func solver(_ given: [String: Settings.Value] = [:]) throws -> FourierSolver {
        try FourierSolver(settings: Settings(given, schema: FourierSolver.schema))
    }

    /// Largest difference from a formula at the grid points of a snapshot.
    private func error(_ solution: Solution, _ snapshot: Int, field: Int = 0, component: Int = 0, _ exact: (Double, Double) -> Double) -> Double {
        let field = solution.snapshots[snapshot].fields[field]
        let axes = field.grid.axes
        let ys = axes.count > 1 ? axes[1].points : [0]
        var worst = 0.0
        for (i, x) in axes[0].points.enumerated() {
            for (j, y) in ys.enumerated() {
                worst = max(worst, abs(field.values[(component * axes[0].count + i) * ys.count + j] - exact(x, y)))
            }
        }
        return worst
    }

    func testAdvectionIsExactToRoundOff() throws {
        let solution = try solver().solve(PeriodicProblems.advection(speed: 80))
        // The phase 80 k t carries a relative error of one unit: 80 * 1.1e-16, and the transforms a few.
        XCTAssertLessThan(error(solution, 1) { x, _ in sin(x - 24) }, 2e-14)
        XCTAssertLessThan(error(solution, 2) { x, _ in sin(x - 80) }, 2e-14)
        XCTAssertEqual(solution.counts.first { $0.name == "steps" }?.value, 2)
    }

    func testWaveBecomesASystemAndIsExact() throws {
        let solution = try solver().solve(PeriodicProblems.wave())
        for (index, time) in [0, 0.7, 2.0].enumerated() {
            // Scaling and squaring of 2 x 2 matrices up to |h L| = 60 loses that many units.
            XCTAssertLessThan(error(solution, index) { x, _ in sin(x) * cos(2 * time) + 0.5 * sin(3 * x) * cos(6 * time) }, 1e-12)
        }
    }

    private func transported(_ start: Expression) -> Problem {
        let residual: Expression = PeriodicProblems.jet(0, 0, 1) + PeriodicProblems.jet(0, 1)
        return PeriodicProblems.line(
            "transport", from: 0, to: 2 * .pi, until: 1, equations: [residual], initial: [(PeriodicProblems.jet(0), start)])
    }

    func testNarrowDataGetTheModesTheyNeed() throws {
        let distance = (PeriodicProblems.x - PeriodicProblems.number(3.3871)) / PeriodicProblems.number(0.004)
        let solution = try solver().solve(transported(Expression.call(.exp, -(distance * distance))))
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(error(solution, 1) { x, _ in exp(-pow((x - 4.3871) / 0.004, 2)) }, 1e-9)
    }

    func testATransportedJumpIsNotConverged() throws {
        let solution = try solver().solve(transported(Expression.call(.sign, PeriodicProblems.sine(PeriodicProblems.x))))
        XCTAssertEqual(solution.outcome, .notConverged)
        XCTAssertGreaterThan(try XCTUnwrap(solution.estimates["u"]).relativeL2, 1e-3)
    }

    func testTheEstimateOfAnExactStepIsRoundOff() throws {
        let estimate = try XCTUnwrap(try solver().solve(PeriodicProblems.advection(speed: 1)).estimates["u"])
        XCTAssertGreaterThanOrEqual(estimate.relativeL2, 1e-16)
        XCTAssertGreaterThanOrEqual(estimate.maximum, 1e-16)
    }

    func testGrowingModesShowInTheEstimate() throws {
        let diffusion: Expression = PeriodicProblems.jet(0, 2) + PeriodicProblems.number(0.01) * PeriodicProblems.jet(0, 4)
        let residual: Expression = PeriodicProblems.jet(0, 0, 1) + diffusion
        let problem = PeriodicProblems.line(
            "growth", from: 0, to: 2 * .pi, until: 1, equations: [residual],
            initial: [(PeriodicProblems.jet(0), PeriodicProblems.sine(PeriodicProblems.x))])
        let solution = try solver().solve(problem)
        // Round-off in the modes 7 and 8 grows by exp(25).
        let true_ = error(solution, 1) { x, _ in sin(x) * exp(0.99) }
        XCTAssertGreaterThan(try XCTUnwrap(solution.estimates["u"]).maximum, true_ / 5)
    }

    func testKdVKeepsMassAndMomentum() throws {
        let solution = try solver().solve(PeriodicProblems.kdv(times: [0, 0.5, 1]), context: SolveContext(threads: 2))
        let start = solution.snapshots[0].fields[0], end = solution.snapshots[2].fields[0]
        XCTAssertEqual(end.integrals[0], start.integrals[0], accuracy: 1e-13)
        // Momentum is kept by the equation, not by the time stepping: its error is the one of the steps.
        XCTAssertEqual(end.l2Norm, start.l2Norm, accuracy: 1e-9)
        XCTAssertLessThan(try XCTUnwrap(solution.estimates["u"]).relativeL2, 1e-7)
    }

    func testEstimateBoundsTheErrorOfKdV() throws {
        let problem = PeriodicProblems.kdv(until: 0.5)
        let loose = try solver(["tolerance": .number(1e-7)]).solve(problem)
        let tight = try solver(["tolerance": .number(1e-11), "error-estimate": .flag(false)]).solve(problem)
        let field = loose.snapshots[1].fields[0]
        let points = field.grid.pointCoordinates
        let values = try tight.evaluator.evaluate([Jet(component: 0)], at: points, snapshot: 1)
        let true_ = zip(field.values.elements, values.elements).map { abs($0 - $1) }.max()!
        let estimate = try XCTUnwrap(loose.estimates["u"]).maximum
        XCTAssertLessThan(true_, estimate)
        XCTAssertLessThan(estimate, 1000 * true_)
    }

    func testTaylorGreenThroughStreamFunction() throws {
        let problem = PeriodicProblems.taylorGreenVorticity(viscosity: 0.05)
        let solution = try solver().solve(problem)
        let decay = exp(-0.1)
        XCTAssertLessThan(error(solution, 1, field: 0) { x, y in 2 * cos(x) * cos(y) * decay }, 1e-11)
        // The stream function is eliminated: -lap(psi) = w must hold for what is written, too.
        XCTAssertLessThan(error(solution, 1, field: 1) { x, y in cos(x) * cos(y) * decay }, 1e-11)
    }

    func testTaylorGreenThroughVelocityAndPressure() throws {
        let solution = try solver().solve(PeriodicProblems.taylorGreenVelocity(viscosity: 0.05))
        let decay = exp(-0.1)
        XCTAssertLessThan(error(solution, 1, field: 0) { x, y in cos(x) * sin(y) * decay }, 1e-11)
        XCTAssertLessThan(error(solution, 1, field: 0, component: 1) { x, y in -sin(x) * cos(y) * decay }, 1e-11)
        XCTAssertLessThan(error(solution, 1, field: 1) { x, y in -(cos(2 * x) + cos(2 * y)) / 4 * decay * decay }, 1e-11)
    }

    func testKinkInTheInitialDataKeepsAnHonestEstimate() throws {
        let problem = PeriodicProblems.allenCahn(until: 0.4)
        let solution = try solver(["tolerance": .number(1e-8)]).solve(problem)
        let finer = try solver(["tolerance": .number(1e-9), "modes": .integers([2048]), "error-estimate": .flag(false)]).solve(problem)
        let field = solution.snapshots[3].fields[0]
        let values = try finer.evaluator.evaluate([Jet(component: 0)], at: field.grid.pointCoordinates, snapshot: 3)
        let difference = zip(field.values.elements, values.elements).map { abs($0 - $1) }.max()!
        XCTAssertLessThan(difference, 1e-6)
        XCTAssertLessThan(difference, try XCTUnwrap(solution.estimates["u"]).maximum * 3)
        XCTAssertTrue(solution.notes.contains { $0.contains("not smooth") })
        // The first output time shows the data as given, at the kink too.
        XCTAssertEqual(solution.snapshots[0].fields[0].values[0], -1, accuracy: 1e-15)
    }

    func testFormingShockIsRefusedWithItsPlace() throws {
        let solver = try solver(["tolerance": .number(1e-6), "max-modes": .integers([512])])
        XCTAssertThrowsError(try solver.solve(PeriodicProblems.inviscidBurgers())) { error in
            guard case SolverError.diverged(let field, let location, _, let knob) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(field, "u")
            // The slope of sin(x - u t) becomes infinite at x = pi.
            XCTAssertTrue(location.hasPrefix("x = 3.1"), location)
            XCTAssertTrue(knob.contains("shock"), knob)
        }
    }

    func testCheckpointContinuesBitForBit() throws {
        let problem = PeriodicProblems.kdv(until: 0.3, times: [0, 0.1, 0.3])
        let solver = try solver(["tolerance": .number(1e-8)])
        let context = SolveContext(threads: 2)
        let whole = try solver.makeStepper(for: problem, context: context)
        for _ in 0..<3 { _ = try whole.step() }
        let saved = whole.checkpoint()
        let resumed = try solver.makeStepper(for: problem, context: context)
        try resumed.restore(saved)
        while try whole.step() == .running {}
        while try resumed.step() == .running {}
        XCTAssertEqual(whole.checkpoint(), resumed.checkpoint())
        let (first, second) = (try whole.solution(), try resumed.solution())
        XCTAssertEqual(first.snapshots[2].fields[0].values, second.snapshots[2].fields[0].values)
        XCTAssertThrowsError(try resumed.restore(Checkpoint(strings: ["method": "chebyshev"])))
    }

    func testFixedStepsShowFourthOrderWithExtrapolation() throws {
        let problem = PeriodicProblems.kdv(until: 0.25)
        func end(_ step: Double) throws -> [Double] {
            let given: [String: Settings.Value] = [
                "step": .number(step), "modes": .integers([128]), "adapt-modes": .flag(false), "error-estimate": .flag(false),
            ]
            return try solver(given).solve(problem).snapshots[1].fields[0].values.elements
        }
        let fine = try end(1.0 / 2048)
        let errors = try [1.0 / 256, 1.0 / 512].map { step in zip(try end(step), fine).map { abs($0 - $1) }.max()! }
        // Fourth order and one more from the extrapolation.
        XCTAssertGreaterThan(errors[0] / errors[1], 20)
    }

    func testLooseStepsDoNotFeedTheHighModes() throws {
        // Transport by a strong mean flow: steps that the tolerance alone would allow are unstable in the high modes, and what
        // grows there must shorten the step, not add points. u = 40 + w, w smooth.
        let residual: Expression = PeriodicProblems.jet(0, 0, 1) + PeriodicProblems.jet(0) * PeriodicProblems.jet(0, 1)
            - PeriodicProblems.number(0.05) * PeriodicProblems.jet(0, 2)
        let start: Expression = PeriodicProblems.number(40) + PeriodicProblems.sine(PeriodicProblems.x)
        let problem = PeriodicProblems.line(
            "flow", from: 0, to: 2 * .pi, until: 2, equations: [residual], initial: [(PeriodicProblems.jet(0), start)])
        let solution = try solver(["tolerance": .number(1e-4)]).solve(problem)
        XCTAssertLessThanOrEqual(solution.snapshots[1].fields[0].grid.axes[0].count, 192)
        XCTAssertLessThan(try XCTUnwrap(solution.estimates["u"]).relativeL2, 1e-3)
    }

    func testConstantAndSharedTerms() throws {
        // u_t = w^2 - u + 2, w_t = -3 w^2 with w = 1: w = 1/(1 + 3 t); u from its equation by variation of constants.
        let square: Expression = PeriodicProblems.jet(1) * PeriodicProblems.jet(1)
        let first: Expression = PeriodicProblems.jet(0, 0, 1) - square + PeriodicProblems.jet(0) - PeriodicProblems.number(2)
        let second: Expression = PeriodicProblems.jet(1, 0, 1) + PeriodicProblems.number(3) * square
        let problem = PeriodicProblems.line(
            "shared", from: 0, to: 1, until: 1, unknowns: ["u", "w"], equations: [first, second],
            initial: [(PeriodicProblems.jet(0), Expression.zero), (PeriodicProblems.jet(1), Expression.one)])
        let solution = try solver().solve(problem)
        XCTAssertLessThan(error(solution, 1, field: 1) { _, _ in 0.25 }, 1e-10)
        // Gauss-Legendre would do as well: Simpson's rule with 2000 panels for the integral of e^(s - 1)(2 + w(s)^2).
        let integrand = { (s: Double) in exp(s - 1) * (2 + 1 / ((1 + 3 * s) * (1 + 3 * s))) }
        let panels = 2000
        let sum = (0...panels).reduce(0.0) { $0 + ($1 == 0 || $1 == panels ? 1 : $1 % 2 == 1 ? 4 : 2) * integrand(Double($1) / Double(panels)) }
        XCTAssertLessThan(error(solution, 1) { _, _ in sum / Double(3 * panels) }, 1e-9)
    }

    func testConstantForcingAlone() throws {
        // u_t = u_xx - u + 2 from sin x: u = 2 (1 - e^-t) + sin x e^-2t.
        let residual: Expression = PeriodicProblems.jet(0, 0, 1) - PeriodicProblems.jet(0, 2) + PeriodicProblems.jet(0) - PeriodicProblems.number(2)
        let problem = PeriodicProblems.line(
            "forced", from: 0, to: 2 * .pi, until: 1, equations: [residual],
            initial: [(PeriodicProblems.jet(0), PeriodicProblems.sine(PeriodicProblems.x))])
        let solution = try solver().solve(problem)
        XCTAssertLessThan(error(solution, 1) { x, _ in 2 * (1 - exp(-1)) + sin(x) * exp(-2) }, 1e-12)
    }

    func testDealiasingChangesUnresolvedProductsOnly() throws {
        func mass(_ dealias: Bool) throws -> Double {
            let given: [String: Settings.Value] = [
                "dealias": .flag(dealias), "modes": .integers([24]), "adapt-modes": .flag(false), "step": .number(1e-3),
                "error-estimate": .flag(false),
            ]
            let solution = try solver(given).solve(PeriodicProblems.kdv(until: 0.3))
            return solution.snapshots[1].fields[0].l2Norm
        }
        // The truncated equation keeps the norm exactly when products do not alias: cos has norm 1 on [-1, 1].
        XCTAssertEqual(try mass(true), 1, accuracy: 1e-9)
        XCTAssertGreaterThan(abs(try mass(false) - 1), 1e-6)
    }

    func testAnswersAreTheSameWithOneAndTwoThreads() throws {
        let problem = PeriodicProblems.allenCahn(until: 0.05)
        let first = try solver(["tolerance": .number(1e-6)]).solve(problem, context: SolveContext(threads: 1))
        let second = try solver(["tolerance": .number(1e-6)]).solve(problem, context: SolveContext(threads: 2))
        XCTAssertEqual(first.snapshots[3].fields[0].values, second.snapshots[3].fields[0].values)
        XCTAssertEqual(first.estimates["u"]?.maximum, second.estimates["u"]?.maximum)
    }
}
