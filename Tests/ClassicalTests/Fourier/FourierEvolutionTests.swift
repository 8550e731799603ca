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

    func testTimingsTemporary() throws {
        for (problem, tolerance) in [
            (PeriodicProblems.kdv(), 1e-10), (PeriodicProblems.kdv(), 1e-11), (PeriodicProblems.kuramotoSivashinsky(), 1e-10),
            (PeriodicProblems.kuramotoSivashinsky(), 1e-11), (PeriodicProblems.allenCahn(), 1e-10), (PeriodicProblems.allenCahn(), 1e-8),
        ] {
            let clock = ContinuousClock()
            var solution: Solution?
            let time = try clock.measure {
                solution = try solver(["tolerance": .number(tolerance)]).solve(problem, context: SolveContext(threads: 2))
            }
            print(problem.name, tolerance, time, solution!.estimates, solution!.notes, solution!.counts)
        }
    }
}
