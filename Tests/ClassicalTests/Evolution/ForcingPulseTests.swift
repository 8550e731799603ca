import Classical
import Foundation
import Problems
import Solving
import XCTest

/// Pulses in time so short that steps chosen by the error alone pass over them.
final class ForcingPulseTests: XCTestCase {
    private let (size, centre, width) = (1000.0, 0.777, 0.0003)

    private func ordinary(_ rightSide: String) throws -> Problem {
        try evolutionProblem("""
            title: kicked
            coordinates: {t: [0, 1]}
            unknowns: u
            equations: ['u_t = \(rightSide)']
            conditions:
              - {at: t = 0, require: u = 0}
            output: {times: [0, 0.4, 1]}
            """)
    }

    private func diffusion(_ rightSide: String, sides: String) throws -> Problem {
        try evolutionProblem("""
            title: kicked rod
            coordinates: {x: [0, 1], t: [0, 1]}
            unknowns: u
            equations: ['u_t = u_xx\(rightSide)']
            conditions:
              - {at: t = 0, require: u = 0}
              - {at: [x = 0, x = 1], require: '\(sides)'}
            """)
    }

    /// Integral of the pulse from 0 to an instant.
    private func integral(_ time: Double, width: Double) -> Double {
        size * width * Double.pi.squareRoot() / 2 * (erf((time - centre) / width) + erf(centre / width))
    }

    func testPulsesOfManyWidthsAreSeen() throws {
        for width in [0.03, 0.003, 0.0003, 0.00005] {
            let solution = try evolved(
                ordinary("1000*exp(-((t - 0.777)/\(width))^2)"), ["tolerance": .number(1e-8)])
            let whole = integral(1, width: width)
            for snapshot in solution.snapshots {
                let exact = integral(snapshot.time!, width: width)
                XCTAssertEqual(snapshot.fields[0].values[0], exact, accuracy: 1e-6 * whole, "\(width)")
            }
            XCTAssertLessThan(try XCTUnwrap(solution.estimates["u"]).relativeL2, 1e-5)
        }
    }

    func testPulseBesideALargeForcingAndInACoefficient() throws {
        let whole = integral(1, width: width)
        let beside = try evolved(
            ordinary("1e5*cos(2*pi*t) + 1000*exp(-((t - 0.777)/0.0003)^2)"), ["tolerance": .number(1e-10)])
        XCTAssertEqual(beside.snapshots.last!.fields[0].values[0], whole, accuracy: 1e-3 * whole)
        let factor = try evolved(
            ordinary("(1 + u)*1000*exp(-((t - 0.777)/0.0003)^2)"), ["tolerance": .number(1e-8)])
        XCTAssertEqual(factor.snapshots.last!.fields[0].values[0], exp(whole) - 1, accuracy: 1e-5)
    }

    func testPulseWithDecay() throws {
        let solution = try evolved(
            ordinary("-u + 1000*exp(-((t - 0.777)/0.0003)^2)"), ["tolerance": .number(1e-8)])
        let exact = integral(1, width: width) * exp(centre - 1 + width * width / 4)
        XCTAssertEqual(solution.snapshots.last!.fields[0].values[0], exact, accuracy: 1e-6)
    }

    func testPulseInTheEquationOfARod() throws {
        for integrator in ["radau", "ark"] {
            let problem = try diffusion(" + 1000*exp(-((t - 0.777)/0.0003)^2)", sides: "u_x = 0")
            let solution = try evolved(problem, ["tolerance": .number(1e-7), "integrator": .text(integrator)])
            for value in solution.snapshots.last!.fields[0].values.elements {
                XCTAssertEqual(value, integral(1, width: width), accuracy: 1e-5, integrator)
            }
        }
    }

    /// What flows in through both sides stays in the rod.
    func testPulseThroughTheSidesOfARod() throws {
        let problem = try diffusion("", sides: "dn(u) = 1000*exp(-((t - 0.777)/0.0003)^2)")
        let solution = try evolved(problem, ["tolerance": .number(1e-6)])
        let field = solution.snapshots.last!.fields[0]
        let content = zip(field.values.elements, field.grid.quadratureWeights.elements).reduce(0) { $0 + $1.0 * $1.1 }
        XCTAssertEqual(content, 2 * integral(1, width: width), accuracy: 1e-4)
    }

    func testPulseOnAPeriodicAxis() throws {
        let problem = try evolutionProblem("""
            title: kicked ring
            coordinates: {x: {from: 0, to: 1, periodic: true}, t: [0, 1]}
            unknowns: u
            equations: ['u_t = 0.01*u_xx + 1000*exp(-((t - 0.777)/0.0003)^2)']
            conditions:
              - {at: t = 0, require: u = 1}
            """)
        let solver = try FourierSolver(settings: Settings(["tolerance": .number(1e-7)], schema: FourierSolver.schema))
        let stepper = try solver.makeStepper(for: problem, context: SolveContext(threads: 1))
        while try stepper.step() == .running {}
        for value in try stepper.solution().snapshots.last!.fields[0].values.elements {
            XCTAssertEqual(value, 1 + integral(1, width: width), accuracy: 1e-5)
        }
    }

    func testSmoothForcingCostsNoFurtherSteps() throws {
        let solution = try evolved(ordinary("40*cos(40*t)"), ["tolerance": .number(1e-8)])
        XCTAssertEqual(solution.snapshots.last!.fields[0].values[0], sin(40), accuracy: 1e-7)
        // As many as without a look at the forcing.
        XCTAssertLessThan(try XCTUnwrap(solution.counts.first { $0.name == "steps" }).value, 90)
    }
}
