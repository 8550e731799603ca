import Classical
import Expressions
import Fields
import NumericsCore
import Problems
import Solving
import XCTest

final class SteadyChebyshevTests: XCTestCase {
    private let x = Expression.coordinate(0)
    private let y = Expression.coordinate(1)

    private func jet(_ component: Int, _ orders: Int...) -> Expression { .jet(component, MultiIndex(orders)) }

    private func scalar(
        _ coordinates: [Coordinate], _ residual: Expression, _ conditions: [Condition], gauges: [Gauge] = [],
        functionals: [Functional] = []
    ) -> Problem {
        Problem(
            name: "test", coordinates: coordinates, unknowns: [Unknown(name: "u", isVector: false, components: 0..<1)],
            equations: [Equation(name: "u", residual: residual)], conditions: conditions, gauges: gauges,
            functionals: functionals)
    }

    private func sides(_ coordinates: [Coordinate], _ residual: (BoundarySide) -> Expression) -> [Condition] {
        coordinates.indices.flatMap { coordinate in
            [false, true].map { isUpper in
                let side = BoundarySide(coordinate: coordinate, isUpper: isUpper)
                return Condition(name: "\(coordinate)\(isUpper)", place: .side(side), residual: residual(side))
            }
        }
    }

    func testPoissonResolvesItself() throws {
        let coordinates = [Coordinate("x", from: 0, to: 2 * Double.pi), Coordinate("y", from: 0, to: 2 * Double.pi)]
        let exact = Expression.call(.sin, 20 * x) * .call(.sin, 20 * y)
        let problem = scalar(
            coordinates, jet(0, 2) + jet(0, 0, 2) + 800 * exact, sides(coordinates) { _ in jet(0) })
        let solution = try chebyshevSolution(problem)
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(relativeError(solution, exact), 1e-11)
        let estimate = try XCTUnwrap(solution.estimates["u"])
        XCTAssertLessThan(estimate.relativeL2, 1e-10)
    }

    func testSourceBetweenThePointsIsFound() throws {
        let line = [Coordinate("x", from: 0, to: 1)]
        let (centre, width) = (0.387, 0.0002)
        let spike = Expression.call(.exp, -.power((x - .constant(centre)) / .constant(width), 2.0 as Double))
            * .constant(1 / width / Double.pi.squareRoot())
        let solution = try chebyshevSolution(scalar(line, jet(0, 2) + 1 + spike, sides(line) { _ in jet(0) }))
        XCTAssertEqual(solution.outcome, .converged)
        // Green's function of the source at its centre, away from it.
        let point = Tensor(shape: [1, 1], elements: [0.75])
        let value = try solution.evaluator.evaluate(
            [Jet(component: 0)], at: point, snapshot: 0)[0]
        XCTAssertEqual(value, 0.75 * 0.25 / 2 + centre * 0.25, accuracy: 1e-9)
    }

    func testSourceBetweenThePointsOfAFixedDegreeIsReported() throws {
        let line = [Coordinate("x", from: 0, to: 1)]
        let spike = 1000 * Expression.call(.exp, -.power((x - 0.387) / 0.0002, 2.0 as Double))
        let solution = try chebyshevSolution(
            scalar(line, jet(0, 2) + 1 + spike, sides(line) { _ in jet(0) }), ["degree": .integers([16])])
        XCTAssertEqual(solution.outcome, .notConverged)
        XCTAssertTrue(solution.notes.contains { $0.contains("near x = 0.38") }, "\(solution.notes)")
    }

    func testSourceBetweenThePointsOfAPlaneIsFound() throws {
        let plane = [Coordinate("x", from: 0, to: 1), Coordinate("y", from: 0, to: 1)]
        let spike = 100 * Expression.call(.exp, -.power((x - 0.387) / 0.01, 2.0 as Double) - .power((y - 0.611) / 0.01, 2.0 as Double))
        let exact = x * (1 - x) * y * (1 - y)
        let missed = try chebyshevSolution(
            scalar(plane, jet(0, 2) + jet(0, 0, 2) + 2 * x * (1 - x) + 2 * y * (1 - y) + spike, sides(plane) { _ in jet(0) }))
        XCTAssertEqual(missed.outcome, .converged)
        XCTAssertGreaterThan(relativeError(missed, exact), 1e-2)
    }

    func testKinksAndJumpsAreLeftToTheTails() throws {
        let line = [Coordinate("x", from: 0, to: 1)]
        for data in [Expression.call(.abs, x - 0.3), .call(.tanh, 1e5 * (x - 0.3))] {
            let solution = try chebyshevSolution(scalar(line, jet(0, 2) + data, sides(line) { _ in jet(0) }))
            XCTAssertFalse(solution.notes.contains { $0.contains("too narrow") }, "\(solution.notes)")
        }
    }

    func testHomogeneousResonanceIsSingular() throws {
        let line = [Coordinate("x", from: 0, to: Double.pi)]
        let resonant = scalar(line, jet(0, 2) + jet(0), sides(line) { _ in jet(0) })
        XCTAssertThrowsError(try chebyshevSolution(resonant)) { error in
            guard case SolverError.singular = error else { return XCTFail("\(error)") }
        }
        let regular = [
            jet(0, 2) + 1.1 * jet(0), 1e-6 * jet(0, 2) - jet(0), 1e-6 * jet(0, 2) + jet(0, 1), jet(0, 2),
        ]
        for residual in regular {
            XCTAssertEqual(try chebyshevSolution(scalar(line, residual, sides(line) { _ in jet(0) })).outcome, .converged)
        }
    }

    func testSeparableRobinHelmholtzWithVariableCoefficient() throws {
        let coordinates = [Coordinate("x", from: 1, to: 2), Coordinate("y", from: 0, to: 3)]
        // The Laplacian in polar coordinates (x is the radius), advection along y, mixed conditions.
        let exact = Expression.call(.exp, x) * .call(.cos, y)
        let operators = jet(0, 2) + jet(0, 1) / x + jet(0, 0, 2) / (x * x) + 3 * jet(0)
        let applied = exact + exact / x - exact / (x * x) + 3 * exact
        let conditions = sides(coordinates) { side in
            if side.coordinate == 0 && side.isUpper { return jet(0, 1) + 2 * jet(0) - 3 * exact }
            if side.coordinate == 1 && !side.isUpper { return jet(0, 0, 1) }
            return jet(0) - exact
        }
        let solution = try chebyshevSolution(scalar(coordinates, operators - applied, conditions))
        XCTAssertLessThan(relativeError(solution, exact), 1e-11)
    }

    func testInteriorLayerGetsElements() throws {
        // eps u'' + 2 x u' = 0 has the error function as its solution.
        let width = 0.01
        let line = [Coordinate("x", from: -1, to: 1)]
        let exact = Expression.call(.erf, x / .constant(width))
        let problem = scalar(
            line, .constant(width * width) * jet(0, 2) + 2 * x * jet(0, 1),
            sides(line) { side in jet(0) - .constant(side.outwardSign) })
        let solution = try chebyshevSolution(problem)
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(relativeError(solution, exact), 1e-9)
        guard case .chebyshev(let breaks) = solution.snapshots[0].fields[0].grid.axes[0].layout else {
            return XCTFail("not a Chebyshev axis")
        }
        // Elements near the layer only: the outermost ones stay long.
        XCTAssertGreaterThan(breaks[1] - breaks[0], 0.2)
    }

    func testNonlinearProblemAgainstItsEstimate() throws {
        let coordinates = [Coordinate("x", from: 0, to: 1), Coordinate("y", from: 0, to: 1)]
        let pi = Expression.constant(Double.pi)
        let exact = Expression.call(.sin, pi * x) * .call(.sin, pi * y)
        let source = 2 * pi * pi * exact + exact * exact * exact
        let problem = scalar(
            coordinates, -jet(0, 2) - jet(0, 0, 2) + jet(0) * jet(0) * jet(0) - source, sides(coordinates) { _ in jet(0) })
        let solution = try chebyshevSolution(problem)
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(relativeError(solution, exact), 1e-10)
    }

    func testContinuationWhereNewtonFails() throws {
        // |u'|^2 = 1 + eps u'': Newton's method from zero overshoots for small eps.
        let line = [Coordinate("x", from: -1, to: 1)]
        let width = 0.02
        let problem = scalar(
            line, jet(0, 1) * jet(0, 1) - 1 - .constant(width) * jet(0, 2), sides(line) { _ in jet(0) })
        let solution = try chebyshevSolution(problem, ["tolerance": .number(1e-8)])
        // u = -eps log(cosh(x/eps)/cosh(1/eps)) in the limit; at 0 it is eps log cosh(1/eps).
        let middle = try solution.evaluator.evaluate([Jet(component: 0)], at: Tensor(shape: [1, 1], elements: [0]), snapshot: 0)
        let exact = width * (1 / width - log(2.0) + log1p(exp(-2 / width)))
        XCTAssertEqual(abs(middle[0]), exact, accuracy: 1e-7)
    }

    func testFixedDegreeKeepsItAndResumesBitForBit() throws {
        let line = [Coordinate("x", from: 0, to: 1)]
        let problem = scalar(line, jet(0, 2) - .call(.exp, jet(0)), sides(line) { _ in jet(0) })
        let settings = Settings(["degree": .integers([20])], schema: ChebyshevSolver.schema)
        let solver = try ChebyshevSolver(settings: settings)
        let first = try solver.makeStepper(for: problem, context: SolveContext())
        for _ in 0..<3 { _ = try first.step() }
        let second = try solver.makeStepper(for: problem, context: SolveContext())
        try second.restore(first.checkpoint())
        while try first.step() == .running {}
        while try second.step() == .running {}
        let one = try first.solution()
        let two = try second.solution()
        XCTAssertEqual(one.snapshots[0].fields[0].grid.axes[0].count, 21)
        XCTAssertEqual(one.snapshots[0].fields[0].values, two.snapshots[0].fields[0].values)
    }

    func testIntegralInAnEquation() throws {
        // u'' = mean(u) with u = 1 at both ends: u = 1 + m (x^2 - x)/2, so m = 12/13.
        let line = [Coordinate("x", from: 0, to: 1)]
        let mean = Expression.symbol(.functional(0))
        let problem = scalar(
            line, jet(0, 2) - mean, sides(line) { _ in jet(0) - 1 },
            functionals: [Functional(integrand: jet(0), isMean: true)])
        let solution = try chebyshevSolution(problem)
        let exact = 1 + .constant(6.0 / 13) * (x * x - x)
        XCTAssertLessThan(relativeError(solution, exact), 1e-12)
    }

    func testConditionOnPartOfASide() throws {
        // A polynomial satisfies both the value on one half of a side and the slope on the other.
        let coordinates = [Coordinate("x", from: 0, to: 1), Coordinate("y", from: 0, to: 1)]
        let exact = x * x - y * y + x * y
        let split = Expression.coordinate(1) - 0.5
        var conditions = sides(coordinates) { _ in jet(0) - exact }.filter { $0.name != "0false" }
        let side = Condition.Place.side(BoundarySide(coordinate: 0, isUpper: false))
        conditions.append(
            Condition(name: "value", place: side, extent: .compare(split, .less, 0), residual: jet(0) - exact))
        conditions.append(
            Condition(name: "slope", place: side, extent: .compare(split, .greaterOrEqual, 0), residual: jet(0, 1) - y))
        let solution = try chebyshevSolution(
            scalar(coordinates, jet(0, 2) + jet(0, 0, 2), conditions), ["degree": .integers([12])])
        XCTAssertLessThan(relativeError(solution, exact), 1e-11)
    }

    func testUnsupportedIsNamed() throws {
        let line = [Coordinate("x", from: 0, to: 1)]
        let problem = scalar(line, jet(0, 1) - 1, sides(line) { _ in jet(0) })
        let solver = try ChebyshevSolver(settings: Settings(schema: ChebyshevSolver.schema))
        guard case .no(let reason, _) = solver.supports(problem) else { return XCTFail("two conditions on a first-order equation") }
        XCTAssertEqual(
            reason, "u = 0: there are 2 conditions along x, but the equations are of order 1 in it")
    }

    func testAdvectionDominatedDirectSolve() throws {
        // The eigenvectors of the advective axis are far from orthogonal; the solution has a layer at the outflow.
        let coordinates = [Coordinate("x", from: 0, to: 1), Coordinate("y", from: 0, to: 1)]
        let small = Expression.constant(0.01)
        let layer = Expression.call(.exp, (x - 1) / small)
        let exact = (x - layer) * (1 + y)
        let problem = scalar(
            coordinates, -small * (jet(0, 2) + jet(0, 0, 2)) + jet(0, 1) - (1 + y),
            sides(coordinates) { _ in jet(0) - exact })
        let solution = try chebyshevSolution(problem)
        XCTAssertEqual(solution.outcome, .converged)
        XCTAssertLessThan(relativeError(solution, exact), 1e-10)
    }

    func testConditionsAtBothEndsOfTime() throws {
        // u_tt = u_xx with u given at the start and at t = 1: solved over space and time at once.
        let coordinates = [Coordinate("x", from: 0, to: 1), Coordinate("t", from: 0, to: 1)]
        let wave = Expression.call(.sin, .constant(Double.pi) * x)
        let exact = wave * .call(.cos, .constant(Double.pi) * y)
        var conditions = sides([coordinates[0]]) { _ in jet(0) }
        conditions.append(Condition(name: "start", place: .instant(0), residual: jet(0) - exact))
        conditions.append(Condition(name: "end", place: .instant(1), residual: jet(0, 0, 1)))
        let problem = scalar(coordinates, jet(0, 0, 2) - jet(0, 2), conditions)
        let solution = try chebyshevSolution(problem)
        XCTAssertEqual(solution.snapshots.map(\.time), [0, 1])
        let last = solution.snapshots[1].fields[0]
        for (index, point) in last.grid.axes[0].points.enumerated() {
            XCTAssertEqual(last.values[index], -sin(Double.pi * point), accuracy: 1e-9)
        }
        let slope = try solution.evaluator.evaluate(
            [Jet(component: 0, derivative: MultiIndex([1]))], at: Tensor(shape: [1, 1], elements: [0.25]), snapshot: 1)
        XCTAssertEqual(slope[0], -Double.pi * cos(Double.pi / 4), accuracy: 1e-8)
    }

    func testBoundaryValueProblemInTimeAlone() throws {
        // u'' = -u with u(0) = 0 and u(1) = 1.
        let problem = scalar(
            [Coordinate("t", from: 0, to: 1)], jet(0, 2) + jet(0),
            [
                Condition(name: "start", place: .instant(0), residual: jet(0)),
                Condition(name: "end", place: .instant(1), residual: jet(0) - 1),
            ])
        var timed = problem
        timed.output.times = [0, 0.5, 1]
        let solution = try chebyshevSolution(timed)
        XCTAssertEqual(solution.snapshots[1].fields[0].values[0], sin(0.5) / sin(1), accuracy: 1e-12)
    }
}
