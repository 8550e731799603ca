import Discretization
import Expressions
import Fields
import NumericsCore
import Problems
import XCTest

final class SteadyCollocationTests: XCTestCase {
    private let x = Expression.coordinate(0)
    private let y = Expression.coordinate(1)
    private let line = [Coordinate("x", from: -1, to: 2)]
    private let square = [Coordinate("x", from: 0, to: 1), Coordinate("y", from: -1, to: 1)]

    private func axes(_ coordinates: [Coordinate], _ points: Int, elements: Int = 1) -> [AxisDiscretization] {
        coordinates.map { coordinate in
            if coordinate.isPeriodic {
                return AxisDiscretization(
                    periodic: coordinate.name, from: coordinate.lower, to: coordinate.upper, count: points)
            }
            let breaks = (0...elements).map { coordinate.lower + coordinate.length * Double($0) / Double(elements) }
            return AxisDiscretization(coordinate.name, breaks: breaks, residualPointsPerElement: points)
        }
    }

    func testSecondOrderLineWithElements() throws {
        let u = Expression.call(.exp, .call(.sin, 2 * x))
        let problem = ManufacturedProblem(
            coordinates: line, exact: [u], operators: [jet(0, 2) + x * jet(0, 1) - jet(0)],
            conditions: ManufacturedProblem.allSides(line) { $0.isUpper ? [jet(0, 1) + 2 * jet(0)] : [jet(0)] })
        // Interpolation error of an entire function at these degrees is below rounding times the condition number.
        XCTAssertLessThan(try solveErrors(problem, axes: axes(line, 40))[0], 1e-11)
        XCTAssertLessThan(try solveErrors(problem, axes: axes(line, 16, elements: 5))[0], 1e-11)
    }

    func testFirstOrderSystemOnALine() throws {
        let u = Expression.call(.cos, 3 * x)
        let problem = ManufacturedProblem(
            coordinates: line, exact: [u, u.derivative(by: .coordinate(0))],
            operators: [jet(0, 1) - jet(1), jet(1, 1) + jet(0) * jet(0)],
            conditions: [
                (BoundarySide(coordinate: 0, isUpper: false), jet(0)), (BoundarySide(coordinate: 0, isUpper: true), jet(1)),
            ])
        let errors = try solveErrors(problem, axes: axes(line, 14, elements: 4))
        XCTAssertLessThan(errors.max() ?? 1, 1e-10)
    }

    func testNonlinearBoundaryCondition() throws {
        let u = Expression.call(.exp, 0.5 * x)
        let problem = ManufacturedProblem(
            coordinates: line, exact: [u], operators: [jet(0, 2) - jet(0) * jet(0) * jet(0)],
            conditions: ManufacturedProblem.allSides(line) { $0.isUpper ? [jet(0, 1) + jet(0) * jet(0)] : [jet(0)] })
        XCTAssertLessThan(try solveErrors(problem, axes: axes(line, 24))[0], 1e-11)
    }

    func testPoissonConvergesSpectrally() throws {
        let u = Expression.call(.sin, 3 * x) * .call(.exp, y) + x * y
        let problem = ManufacturedProblem(
            coordinates: square, exact: [u], operators: [jet(0, 2) + jet(0, 0, 2)],
            conditions: ManufacturedProblem.allSides(square) { _ in [jet(0)] })
        let coarse = try solveErrors(problem, axes: axes(square, 6))[0]
        let fine = try solveErrors(problem, axes: axes(square, 12))[0]
        XCTAssertGreaterThan(coarse, 1e-7)
        XCTAssertLessThan(fine, 1e-11)
        // Elements in both directions.
        XCTAssertLessThan(try solveErrors(problem, axes: axes(square, 10, elements: 2))[0], 1e-11)
    }

    func testVariableCoefficientsMixedDerivativeAndRobin() throws {
        let u = Expression.call(.cos, x + 2 * y)
        let problem = ManufacturedProblem(
            coordinates: square, exact: [u],
            operators: [jet(0, 2) + (2 + x * y) * jet(0, 0, 2) + 0.5 * jet(0, 1, 1) - y * jet(0, 1) + jet(0)],
            conditions: ManufacturedProblem.allSides(square) { side in
                let normal = side.coordinate == 0 ? jet(0, 1) : jet(0, 0, 1)
                return [side.isUpper ? normal + 3 * jet(0) : jet(0)]
            })
        XCTAssertLessThan(try solveErrors(problem, axes: axes(square, 18))[0], 1e-10)
    }

    func testPureNeumannWithGauge() throws {
        let u = Expression.call(.cos, .constant(Double.pi) * x) * .call(.cos, .constant(Double.pi) * y)
        let problem = ManufacturedProblem(
            coordinates: square, exact: [u], operators: [jet(0, 2) + jet(0, 0, 2)],
            conditions: ManufacturedProblem.allSides(square) { [$0.coordinate == 0 ? jet(0, 1) : jet(0, 0, 1)] },
            gauges: [0])
        XCTAssertLessThan(try solveErrors(problem, axes: axes(square, 20))[0], 1e-10)
    }

    func testPeriodicInOneDirection() throws {
        let mixed = [Coordinate("x", from: 0, to: 2 * Double.pi, isPeriodic: true), Coordinate("y", from: 0, to: 1)]
        let u = Expression.call(.sin, 2 * x) * .call(.exp, y)
        let problem = ManufacturedProblem(
            coordinates: mixed, exact: [u], operators: [jet(0, 2) + jet(0, 0, 2) + jet(0, 1)],
            conditions: ManufacturedProblem.allSides(mixed) { _ in [jet(0)] })
        XCTAssertLessThan(try solveErrors(problem, axes: axes(mixed, 14))[0], 1e-11)
    }

    func testBiharmonicWithClampedSides() throws {
        let u = Expression.call(.sin, 2 * x) * .call(.exp, y)
        let problem = ManufacturedProblem(
            coordinates: square, exact: [u], operators: [jet(0, 4) + 2 * jet(0, 2, 2) + jet(0, 0, 4)],
            conditions: ManufacturedProblem.allSides(square) { [jet(0), $0.coordinate == 0 ? jet(0, 1) : jet(0, 0, 1)] })
        // The condition number grows like n^8: rounding leaves this much.
        XCTAssertLessThan(try solveErrors(problem, axes: axes(square, 14))[0], 1e-9)
    }

    func testStokesIsRegularWithAGauge() throws {
        let psi = Expression.call(.sin, x) * .call(.cos, 2 * y)
        let u = psi.derivative(by: .coordinate(1))
        let v = -psi.derivative(by: .coordinate(0))
        // Mean zero over the box.
        let p = Expression.call(.cos, .constant(Double.pi) * x) * y
        let problem = ManufacturedProblem(
            coordinates: square, exact: [u, v, p],
            operators: [
                jet(0) * jet(0, 1) + jet(1) * jet(0, 0, 1) - 0.1 * (jet(0, 2) + jet(0, 0, 2)) + jet(2, 1),
                jet(0) * jet(1, 1) + jet(1) * jet(1, 0, 1) - 0.1 * (jet(1, 2) + jet(1, 0, 2)) + jet(2, 0, 1),
                jet(0, 1) + jet(1, 0, 1),
            ],
            conditions: ManufacturedProblem.allSides(square) { _ in [jet(0), jet(1)] }, gauges: [2])
        let errors = try solveErrors(problem, axes: axes(square, 14))
        XCTAssertLessThan(errors.max() ?? 1, 1e-9)
    }

    func testNonlinearElliptic() throws {
        let u = Expression.call(.sin, .constant(Double.pi) * x) * .call(.cos, 2 * y)
        let problem = ManufacturedProblem(
            coordinates: square, exact: [u], operators: [-jet(0, 2) - jet(0, 0, 2) + jet(0) * jet(0) * jet(0)],
            conditions: ManufacturedProblem.allSides(square) { _ in [jet(0)] })
        XCTAssertLessThan(try solveErrors(problem, axes: axes(square, 18))[0], 1e-10)
    }
}

extension SteadyCollocationTests {
    /// The size at which the Jacobian is no longer formed.
    func testIterativeJacobianFindsTheSameSolution() throws {
        let square = [Coordinate("x", from: 0, to: 1), Coordinate("y", from: -1, to: 1)]
        let u = Expression.call(.sin, 4 * .coordinate(0)) * .call(.cos, 3 * .coordinate(1))
        let advection = (1 + .coordinate(1)) * jet(0, 1) - jet(0) * jet(0, 0, 1)
        let problem = ManufacturedProblem(
            coordinates: square, exact: [u],
            operators: [jet(0, 2) + (2 + .coordinate(0)) * jet(0, 0, 2) + advection],
            conditions: ManufacturedProblem.allSides(square) { side in
                side.coordinate == 0 && side.isUpper ? [jet(0, 1) + jet(0)] : [jet(0)]
            })
        let axes = square.map {
            AxisDiscretization($0.name, breaks: [$0.lower, $0.upper], residualPointsPerElement: 42)
        }
        XCTAssertGreaterThan(axes[0].residualCount * axes[1].residualCount, 1700)
        XCTAssertLessThan(try solveErrors(problem, axes: axes)[0], 1e-10)
    }
}

extension SteadyCollocationTests {
    private func error(_ problem: ManufacturedProblem, points: Int) -> (any Error)? {
        do {
            let axes = problem.coordinates.map {
                AxisDiscretization($0.name, breaks: [$0.lower, $0.upper], residualPointsPerElement: points)
            }
            _ = try solveErrors(problem, axes: axes)
            return nil
        } catch {
            return error
        }
    }

    func testPureNeumannWithoutGaugeIsSingular() {
        let line = [Coordinate("x", from: 0, to: 1)]
        let problem = ManufacturedProblem(
            coordinates: line, exact: [.call(.exp, .coordinate(0))], operators: [jet(0, 2)],
            conditions: ManufacturedProblem.allSides(line) { _ in [jet(0, 1)] })
        guard case DiscretizationError.singular? = error(problem, points: 12) else { return XCTFail("not reported as singular") }
    }

    func testFormulaWithoutValueNamesThePlace() {
        let line = [Coordinate("x", from: -1, to: 1)]
        let problem = ManufacturedProblem(
            coordinates: line, exact: [.call(.exp, .coordinate(0))], operators: [jet(0, 2) + .call(.log, jet(0))],
            conditions: ManufacturedProblem.allSides(line) { _ in [jet(0)] })
        guard case DiscretizationError.notFinite(let place)? = error(problem, points: 3) else {
            return XCTFail("not reported")
        }
        XCTAssertTrue(place.hasPrefix("equation 'e0' at x = "), place)
    }

    func testThreeDimensions() throws {
        let cube = ["x", "y", "z"].map { Coordinate($0, from: 0, to: 1) }
        let u = Expression.call(.sin, .coordinate(0) + 2 * .coordinate(1)) * .call(.exp, .coordinate(2))
        let normal = { (side: BoundarySide) -> Expression in
            side.coordinate == 0 ? jet(0, 1) : side.coordinate == 1 ? jet(0, 0, 1) : jet(0, 0, 0, 1)
        }
        let problem = ManufacturedProblem(
            coordinates: cube, exact: [u],
            operators: [jet(0, 2) + jet(0, 0, 2) + jet(0, 0, 0, 2) + jet(0, 1, 0, 1) + jet(0) * jet(0)],
            conditions: ManufacturedProblem.allSides(cube) { $0.isUpper ? [normal($0)] : [jet(0)] })
        let axes = cube.map { AxisDiscretization($0.name, breaks: [0, 1], residualPointsPerElement: 7) }
        // Entire functions at degree 8 in every direction.
        XCTAssertLessThan(try solveErrors(problem, axes: axes)[0], 1e-5)
    }

    func testVorticityIsPutIntoItsEquation() throws {
        let square = [Coordinate("x", from: 0, to: 1), Coordinate("y", from: 0, to: 1)]
        let psi = Expression.call(.sin, 2 * .coordinate(0)) * .call(.exp, .coordinate(1))
        let vorticity = 3 * psi
        let advection = jet(0, 0, 1) * jet(1, 1) - jet(0, 1) * jet(1, 0, 1)
        let manufactured = ManufacturedProblem(
            coordinates: square, exact: [psi, vorticity],
            operators: [jet(1) + jet(0, 2) + jet(0, 0, 2), advection - 0.1 * (jet(1, 2) + jet(1, 0, 2))],
            conditions: ManufacturedProblem.allSides(square) { [jet(0), $0.coordinate == 0 ? jet(0, 1) : jet(0, 0, 1)] })
        let problem = CollocationProblem(manufactured.problem).substitutingDefinitions()
        let axes = square.map { AxisDiscretization($0.name, breaks: [0, 1], residualPointsPerElement: 12) }
        let system = try CollocationSystem(problem, axes: axes)
        var newton = NewtonIteration(system, from: Tensor(shape: [system.count], repeating: 0), tolerance: 1e-11)
        while try newton.step() == .running {}
        let exact = system.layout.sample([psi, vorticity], coordinates: [0, 1])
        for index in 0..<system.count { XCTAssertEqual(newton.state[index], exact[index], accuracy: 1e-8) }
    }

    func testComponentThatVanishes() throws {
        // Two uncoupled equations, one with the solution zero: its rounding errors must not be refined.
        let line = [Coordinate("x", from: 0, to: 1)]
        let problem = ManufacturedProblem(
            coordinates: line, exact: [.call(.exp, .coordinate(0)), 0],
            operators: [jet(0, 2) + jet(0) * jet(0), jet(1, 2) + jet(0) * jet(1)],
            conditions: ManufacturedProblem.allSides(line) { _ in [jet(0), jet(1)] })
        XCTAssertLessThan(try solveErrors(problem, axes: [AxisDiscretization("x", breaks: [0, 1], residualPointsPerElement: 20)]).max() ?? 1, 1e-12)
    }
}
