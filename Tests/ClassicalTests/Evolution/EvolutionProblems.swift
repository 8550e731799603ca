import Classical
import Fields
import Foundation
import NumericsCore
import Problems
import Solving
import XCTest

/// Reads a problem from text; fails the test with its diagnostics.
func evolutionProblem(_ text: String) throws -> Problem {
    let result = ProblemFile.read(text: text)
    return try XCTUnwrap(result.problem, "\(result.diagnostics)")
}

/// A stepper of the method `chebyshev`, or of `runge-kutta` without space coordinates.
func evolutionStepper(
    _ problem: Problem, _ settings: [String: Settings.Value] = [:], threads: Int = 1
) throws -> any SolutionStepper {
    let context = SolveContext(threads: threads)
    if problem.spaceIndices.isEmpty {
        let settings = Settings(settings, schema: RungeKuttaSolver.schema)
        return try RungeKuttaSolver(settings: settings).makeStepper(for: problem, context: context)
    }
    return try ChebyshevSolver(settings: Settings(settings, schema: ChebyshevSolver.schema))
        .makeStepper(for: problem, context: context)
}

/// Runs a problem to its end.
func evolved(_ problem: Problem, _ settings: [String: Settings.Value] = [:]) throws -> Solution {
    let stepper = try evolutionStepper(problem, settings)
    var steps = 0
    while steps < 20_000, try stepper.step() == .running { steps += 1 }
    return try stepper.solution()
}

/// Relative L2 error in space-time of an unknown against the exact solution of the problem.
func evolutionError(_ solution: Solution, _ problem: Problem, _ name: String = "u") throws -> Double {
    try FieldError(of: name, in: solution.snapshots, against: problem.exactSnapshots(like: solution.snapshots)).relativeL2
}

enum EvolutionTexts {
    static let burgers = """
        title: Burgers
        coordinates: {x: [-1, 1], t: [0, 0.5]}
        parameters: {nu: 0.05/pi}
        unknowns: u
        equations: ['u_t + u*u_x = nu*u_xx']
        conditions:
          - {at: t = 0, require: u = -sin(pi*x)}
          - {at: [x = -1, x = 1], require: u = 0}
        output: {times: {every: 0.25}}
        """
    static let wave = """
        title: string
        coordinates: {x: [0, 1], t: [0, 0.5]}
        unknowns: u
        equations: ['u_tt = 4*u_xx']
        conditions:
          - {at: t = 0, require: [u = sin(pi*x) + 0.5*sin(2*pi*x), u_t = 0]}
          - {at: [x = 0, x = 1], require: u = 0}
        exact: {u: sin(pi*x)*cos(2*pi*t) + 0.5*sin(2*pi*x)*cos(4*pi*t)}
        output: {times: {every: 0.25}}
        """
    static let heat = """
        title: rod
        coordinates: {x: [0, 1], t: [0, 0.5]}
        unknowns: u
        equations: ['u_t = 0.2*u_xx']
        conditions:
          - {at: t = 0, require: u = sin(pi*x)}
          - {at: [x = 0, x = 1], require: u = 0}
        exact: {u: exp(-0.2*pi^2*t)*sin(pi*x)}
        output: {times: {every: 0.25}}
        """
    static let advection = """
        title: pulse that enters
        coordinates: {x: [0, 1], t: [0, 1]}
        unknowns: u
        equations: ['u_t + u_x = 0']
        conditions:
          - {at: t = 0, require: u = exp(-50*(x - 0.3)^2)}
          - {at: x = 0, require: u = exp(-50*(t + 0.3)^2)}
        exact: {u: exp(-50*(x - t - 0.3)^2)}
        output: {times: {every: 0.5}}
        """
    static let system = """
        title: reaction and diffusion with Neumann sides and a forcing
        coordinates: {x: [0, 1], t: [0, 0.5]}
        unknowns: [u, v]
        equations:
          - u_t = 0.1*u_xx + v - exp(-2*t)*cos(pi*x) + (0.1*pi^2 - 1)*exp(-t)*cos(pi*x)
          - v_t = 0.2*v_xx + u*v - exp(-3*t)*cos(pi*x)^2 + (0.2*pi^2 - 2)*exp(-2*t)*cos(pi*x)
        conditions:
          - {at: t = 0, require: [u = cos(pi*x), v = cos(pi*x)]}
          - {at: [x = 0, x = 1], require: [u_x = 0, v_x = 0]}
        exact: {u: exp(-t)*cos(pi*x), v: exp(-2*t)*cos(pi*x)}
        output: {times: {every: 0.25}}
        """
    /// Two first-order equations whose conditions all stand on one of the unknowns.
    static let hyperbolic = """
        title: sound in a pipe
        coordinates: {x: [0, 1], t: [0, 1]}
        unknowns: [u, v]
        equations: ['u_t = v_x', 'v_t = u_x']
        conditions:
          - {at: t = 0, require: [u = sin(2*pi*x), v = 0]}
          - {at: [x = 0, x = 1], require: u = 0}
        exact: {u: sin(2*pi*x)*cos(2*pi*t), v: cos(2*pi*x)*sin(2*pi*t)}
        output: {times: {every: 0.2}}
        """
    static let beam = """
        title: simply supported beam
        coordinates: {x: [0, 1], t: [0, 0.3]}
        unknowns: u
        equations: ['u_tt = -u_xxxx']
        conditions:
          - {at: t = 0, require: [u = sin(pi*x), u_t = 0]}
          - {at: [x = 0, x = 1], require: [u = 0, u_xx = 0]}
        exact: {u: sin(pi*x)*cos(pi^2*t)}
        output: {times: {every: 0.1}}
        """
    /// The coefficient of the time derivative depends on the unknown and on place.
    static let variableMass = """
        title: variable capacity
        coordinates: {x: [0, 1], t: [0, 0.5]}
        unknowns: u
        equations: ['(1 + u^2 + x)*u_t = 0.1*u_xx + exp(-t)*sin(pi*x)*(0.1*pi^2 - 1 - x - exp(-2*t)*sin(pi*x)^2)']
        conditions:
          - {at: t = 0, require: u = sin(pi*x)}
          - {at: [x = 0, x = 1], require: u = 0}
        exact: {u: sin(pi*x)*exp(-t)}
        output: {times: {every: 0.25}}
        """
    static let mixed = """
        title: derivative in space and time
        coordinates: {x: [0, 1], t: [0, 1]}
        unknowns: u
        equations: ['u_t - 0.1*u_xxt = 0.3*u_xx']
        conditions:
          - {at: t = 0, require: u = sin(pi*x)}
          - {at: [x = 0, x = 1], require: u = 0}
        exact: {u: sin(pi*x)*exp(-0.3*pi^2/(1 + 0.1*pi^2)*t)}
        output: {times: {every: 0.5}}
        """
    static let radiation = """
        title: a pulse that leaves through both ends
        coordinates: {x: [-3, 3], t: [0, 2]}
        unknowns: u
        equations: ['u_tt = u_xx']
        conditions:
          - {at: t = 0, require: [u = exp(-4*x^2), u_t = 0]}
          - {at: x = -3, require: u_t - u_x = 0}
          - {at: x = 3, require: u_t + u_x = 0}
        exact: {u: 0.5*exp(-4*(x - t)^2) + 0.5*exp(-4*(x + t)^2)}
        output: {times: {every: 0.5}}
        """
    static let integral = """
        title: mean value in the equation
        coordinates: {x: [0, 1], t: [0, 0.5]}
        unknowns: u
        equations: ['u_t = 0.1*u_xx - mean(u)*exp(t)*cos(pi*x) + cos(pi*x) + 0.1*pi^2*exp(-t)*cos(pi*x) - exp(-t)*(1 + cos(pi*x))']
        conditions:
          - {at: t = 0, require: u = 1 + cos(pi*x)}
          - {at: [x = 0, x = 1], require: u_x = 0}
        exact: {u: exp(-t)*(1 + cos(pi*x))}
        output: {times: {every: 0.25}}
        """
    static let box = """
        title: plate
        coordinates: {x: [0, 1], y: [0, 1], t: [0, 0.1]}
        unknowns: u
        equations: ['u_t = lap(u)']
        conditions:
          - {at: t = 0, require: u = sin(pi*x)*sin(pi*y)}
          - {at: boundary, require: u = 0}
        exact: {u: exp(-2*pi^2*t)*sin(pi*x)*sin(pi*y)}
        output: {times: {every: 0.05}}
        """
    /// A stream function -cos(pi x) cos(pi y)/pi whose vortex decays; the sides are given the exact velocity.
    static let flow = """
        title: decaying vortex
        coordinates: {x: [0, 1], y: [0, 1], t: [0, 0.1]}
        unknowns: {v: vector, p: scalar}
        equations:
          - v_t + advect(v, v) = -grad(p) + 0.1*lap(v)
          - div(v) = 0
        conditions:
          - {at: t = 0, require: 'v = [cos(pi*x)*sin(pi*y), -sin(pi*x)*cos(pi*y)]'}
          - at: boundary
            require: 'v = [cos(pi*x)*sin(pi*y)*exp(-0.2*pi^2*t), -sin(pi*x)*cos(pi*y)*exp(-0.2*pi^2*t)]'
          - {gauge: mean(p) = 0}
        exact: {v: '[cos(pi*x)*sin(pi*y)*exp(-0.2*pi^2*t), -sin(pi*x)*cos(pi*y)*exp(-0.2*pi^2*t)]'}
        output: {times: {every: 0.05}}
        """
    static let shock = """
        title: almost without viscosity
        coordinates: {x: [-1, 1], t: [0, 1]}
        unknowns: u
        equations: ['u_t + u*u_x = 1e-9*u_xx']
        conditions:
          - {at: t = 0, require: u = -sin(pi*x)}
          - {at: [x = -1, x = 1], require: u = 0}
        """
}

extension EvolutionTexts {
    /// A front that travels one unit, eight times its width of some 0.1.
    static let movingFront = """
        title: travelling front
        coordinates: {x: [-1, 2], t: [0, 2]}
        parameters: {nu: 0.01}
        unknowns: u
        equations: ['u_t + u*u_x = nu*u_xx']
        conditions:
          - {at: t = 0, require: 'u = 0.5*(1 - tanh(x/(4*nu)))'}
          - {at: [x = -1, x = 2], require: 'u = 0.5*(1 - tanh((x - t/2)/(4*nu)))'}
        exact: {u: '0.5*(1 - tanh((x - t/2)/(4*nu)))'}
        output: {times: {every: 0.5}}
        """
}
