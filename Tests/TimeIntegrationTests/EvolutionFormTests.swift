import Expressions
import Fields
import Problems
import TimeIntegration
import XCTest

final class EvolutionFormTests: XCTestCase {
    private typealias Expression = Expressions.Expression

    private func problem(_ text: String) throws -> Problem {
        let result = ProblemFile.read(text: text)
        return try XCTUnwrap(result.problem, "\(result.diagnostics)")
    }

    func testSplitsLinearAndNonlinearParts() throws {
        let form = try EvolutionForm(problem("""
            coordinates: {x: [-1, 1], t: [0, 1]}
            parameters: {nu: 0.25}
            unknowns: u
            equations: ['u_t + u*u_x = nu*u_xx - 3*u + sin(x)']
            conditions:
              - {at: t = 0, require: u = x}
              - {at: [x = -1, x = 1], require: u = 0}
            """))
        XCTAssertEqual(form.evolved, [0])
        XCTAssertTrue(form.constrained.isEmpty && form.hasConstantMass)
        let row = form.equations[0]
        XCTAssertEqual(row.mass, [MassTerm(component: 0, derivative: .none, coefficient: .constant(1))])
        XCTAssertEqual(
            Set(row.linear),
            [
                LinearTerm(component: 0, derivative: .none, coefficient: -3),
                LinearTerm(component: 0, derivative: MultiIndex([2]), coefficient: 0.25),
            ])
        let value = row.nonlinear.value { symbol in
            switch symbol {
            case .coordinate: 0.5
            case .jet(let jet): jet.derivative == .none ? 2 : 7
            default: nil
            }
        }
        XCTAssertEqual(try XCTUnwrap(value), 0.479425538604203 - 14, accuracy: 1e-14)
    }

    func testReducesOrdersInTime() throws {
        let form = try EvolutionForm(problem("""
            coordinates: {x: [0, 1], t: [0, 1]}
            unknowns: u
            equations: ['u_tt = 4*u_xx + u_xxt']
            conditions:
              - {at: t = 0, require: [u = sin(pi*x), u_t = 2]}
              - {at: x = 0, require: u = t^2}
              - {at: x = 1, require: u = 0}
            """))
        XCTAssertEqual(form.components.map(\.name), ["u", "u_t"])
        XCTAssertEqual(form.components.map(\.timeOrder), [0, 1])
        XCTAssertEqual(form.equations.count, 2)
        XCTAssertEqual(form.equations[0].mass.map(\.component), [1])
        XCTAssertEqual(form.equations[1].mass.map(\.component), [0])
        XCTAssertEqual(form.equations[1].linear, [LinearTerm(component: 1, derivative: .none, coefficient: 1)])
        XCTAssertEqual(form.initialValues[1]?.constantValue, 2)
        XCTAssertEqual(form.boundary.map(\.timeDerivative), [0, 1, 0, 1])
        // d/dt (u - t^2) = w - 2 t, and w carries the condition because it is differentiated in space.
        let collocation = try form.collocationProblem(problem("""
            coordinates: {x: [0, 1], t: [0, 1]}
            unknowns: u
            equations: ['u_tt = 4*u_xx']
            conditions:
              - {at: t = 0, require: [u = sin(pi*x), u_t = 2]}
              - {at: [x = 0, x = 1], require: u = 0}
            """))
        XCTAssertEqual(collocation.conditions.count, 4)
    }

    func testMixedDerivativesAreMassAndPressureIsConstrained() throws {
        let mixed = try EvolutionForm(problem("""
            coordinates: {x: [0, 1], t: [0, 1]}
            unknowns: u
            equations: ['u_t - u_xxt + u_x = 0']
            conditions:
              - {at: t = 0, require: u = sin(pi*x)}
              - {at: [x = 0, x = 1], require: u = 0}
            """))
        XCTAssertEqual(mixed.equations[0].mass.map(\.derivative), [.none, MultiIndex([2])])
        XCTAssertEqual(mixed.equations[0].mass[1].coefficient.constantValue, -1)
        let flow = try EvolutionForm(problem("""
            coordinates: {x: [0, 1], y: [0, 1], t: [0, 1]}
            unknowns: {v: vector, p: scalar}
            equations:
              - v_t + advect(v, v) = -grad(p) + lap(v)
              - div(v) = 0
            conditions:
              - {at: t = 0, require: 'v = [0, 0]'}
              - {at: boundary, require: 'v = [0, 0]'}
              - {gauge: mean(p) = 0}
            """))
        XCTAssertEqual(flow.evolved, [0, 1])
        XCTAssertEqual(flow.constrained, [2])
        XCTAssertEqual(flow.hiddenComponents, [2])
        XCTAssertTrue(flow.equations[2].isAlgebraic)
    }

    func testNamesTheTermThatDoesNotFit() throws {
        let time = Expression.symbol(.jet(Jet(component: 0, derivative: MultiIndex([1]))))
        let state = Expression.symbol(.jet(Jet(component: 0)))
        func make(_ residual: Expression, _ conditions: [Condition]) -> Problem {
            Problem(
                name: "test", coordinates: [Coordinate("t", from: 0, to: 1)],
                unknowns: [Unknown(name: "u", isVector: false, components: 0..<1)],
                equations: [Equation(name: "energy", residual: residual)], conditions: conditions)
        }
        let initial = Condition(name: "start", place: .instant(0), residual: state - 1)
        XCTAssertThrowsError(try EvolutionForm(make(time * time + state, [initial]))) {
            XCTAssertEqual($0 as? EvolutionError, .nonlinearInTimeDerivative(place: "energy", term: "u_t^2"))
        }
        XCTAssertThrowsError(try EvolutionForm(make(time + state, []))) {
            XCTAssertEqual($0 as? EvolutionError, .missingInitial(component: "u"))
        }
        let late = Condition(name: "end", place: .instant(1), residual: state - 1)
        XCTAssertThrowsError(try EvolutionForm(make(time + state, [late]))) {
            XCTAssertEqual($0 as? EvolutionError, .notInitial(condition: "end", instant: 1, term: "u - 1"))
        }
    }
}
