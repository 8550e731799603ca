import Classical
import Expressions
import Fields
import NumericsCore
import Problems
import Solving
import XCTest

final class FourierSteadyTests: XCTestCase {
    private typealias P = PeriodicProblems

    private func solve(_ problem: Problem) throws -> Solution {
        try FourierSolver(settings: Settings(schema: FourierSolver.schema)).solve(problem)
    }

    private func error(_ solution: Solution, _ exact: (Double, Double) -> Double) -> Double {
        let field = solution.snapshots[0].fields[0]
        let (xs, ys) = (field.grid.axes[0].points, field.grid.axes[1].points)
        var worst = 0.0
        for (i, x) in xs.enumerated() {
            for (j, y) in ys.enumerated() { worst = max(worst, abs(field.values[i * ys.count + j] - exact(x, y))) }
        }
        return worst
    }

    private func exact(_ x: Double, _ y: Double) -> Double { exp(sin(x) + cos(y)) }

    /// -lap of exp(sin x + cos y).
    private func minusLaplacian() -> Expression {
        let y = Expression.coordinate(1)
        let first: Expression = P.cosine(P.x) * P.cosine(P.x) - P.sine(P.x)
        let second: Expression = P.sine(y) * P.sine(y) - P.cosine(y)
        return -(P.smooth * (first + second))
    }

    func testPoissonWithMeanZeroConvention() throws {
        let solution = try solve(P.steady(-P.laplacian(0) - minusLaplacian()))
        // Mean of exp(sin x) exp(cos y) is I_0(1)^2.
        let mean = 1.2660658777520084 * 1.2660658777520084
        XCTAssertLessThan(error(solution) { exact($0, $1) - mean }, 1e-12)
        XCTAssertLessThan(try XCTUnwrap(solution.estimates["u"]).relativeL2, 1e-9)
        XCTAssertTrue(solution.notes.contains { $0.contains("mean of u free") })
    }

    func testGaugeSetsTheMean() throws {
        let functional = Functional(integrand: P.jet(0), isMean: true)
        let gauge = Gauge(name: "mean", residual: .symbol(.functional(0)) - .constant(3))
        let solution = try solve(P.steady(-P.laplacian(0) - minusLaplacian(), gauges: [gauge], functionals: [functional]))
        let mean = 1.2660658777520084 * 1.2660658777520084
        XCTAssertLessThan(error(solution) { exact($0, $1) - mean + 3 }, 1e-12)
    }

    func testIncompatibleRightSideIsSingular() {
        XCTAssertThrowsError(try solve(P.steady(-P.laplacian(0) - Expression.one))) { error in
            guard case SolverError.singular = error else { return XCTFail("\(error)") }
        }
    }

    func testHelmholtzConvergesSpectrally() throws {
        let shifted: Expression = -P.laplacian(0) + P.number(2) * P.jet(0)
        let right: Expression = minusLaplacian() + P.number(2) * P.smooth
        let solution = try solve(P.steady(shifted - right))
        XCTAssertLessThan(error(solution, exact), 1e-12)
    }

    func testVariableCoefficient() throws {
        // -div(a grad u) + u = f with a = 2 + sin x: a u_x's x-derivative spelled out.
        let a: Expression = P.number(2) + P.sine(P.x)
        let flux: Expression = a * P.laplacian(0) + P.cosine(P.x) * P.jet(0, 1)
        let slope: Expression = P.cosine(P.x) * P.smooth
        let right: Expression = a * minusLaplacian() - P.cosine(P.x) * slope + P.smooth
        let solution = try solve(P.steady(-flux + P.jet(0) - right))
        XCTAssertLessThan(error(solution, exact), 1e-9)
    }

    func testNonlinear() throws {
        let cube: Expression = Expression.power(P.jet(0), 3.0)
        let right: Expression = minusLaplacian() + Expression.power(P.smooth, 3.0) + P.smooth
        let solution = try solve(P.steady(-P.laplacian(0) + cube + P.jet(0) - right))
        XCTAssertLessThan(error(solution, exact), 1e-9)
    }

    func testCheckpointGivesTheSameBits() throws {
        let cube: Expression = Expression.power(P.jet(0), 3.0)
        let problem = P.steady(-P.laplacian(0) + cube + P.jet(0) - P.smooth)
        let solver = try FourierSolver(settings: Settings(schema: FourierSolver.schema))
        let whole = try solver.makeStepper(for: problem, context: SolveContext())
        for _ in 0..<3 { _ = try whole.step() }
        let resumed = try solver.makeStepper(for: problem, context: SolveContext())
        try resumed.restore(whole.checkpoint())
        while try whole.step() == .running {}
        while try resumed.step() == .running {}
        XCTAssertEqual(try whole.solution().snapshots[0].fields[0].values, try resumed.solution().snapshots[0].fields[0].values)
    }
}
