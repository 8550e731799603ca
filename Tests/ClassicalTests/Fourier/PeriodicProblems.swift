import Expressions
import Fields
import Problems

/// Problems on periodic boxes, built in code.
enum PeriodicProblems {
    /// Jet of a component: orders along x (then y in two dimensions) and, last, time.
    static func jet(_ component: Int, _ orders: Int...) -> Expression {
        .jet(component, MultiIndex(orders))
    }

    static func line(
        _ name: String, from lower: Double, to upper: Double, until end: Double, times: [Double]? = nil,
        unknowns: [String] = ["u"], equations: [Expression], initial: [(Expression, Expression)]
    ) -> Problem {
        let scalars = unknowns.enumerated().map { Unknown(name: $1, isVector: false, components: $0..<$0 + 1) }
        return Problem(
            name: name, coordinates: [Coordinate("x", from: lower, to: upper, isPeriodic: true), Coordinate("t", from: 0, to: end)],
            unknowns: scalars, equations: equations.enumerated().map { Equation(name: "equation \($0)", residual: $1) },
            conditions: initial.enumerated().map { Condition(name: "initial \($0)", place: .instant(0), residual: $1.0 - $1.1) },
            output: OutputRequest(times: times ?? [0, end]))
    }

    static let x = Expression.coordinate(0)
    static let pi = Expression.constant(.pi)

    static func number(_ value: Double) -> Expression { .constant(value) }
    static func sine(_ argument: Expression) -> Expression { Expression.call(.sin, argument) }
    static func cosine(_ argument: Expression) -> Expression { Expression.call(.cos, argument) }

    static func advection(speed: Double) -> Problem {
        let residual: Expression = jet(0, 0, 1) + number(speed) * jet(0, 1)
        return line("advection", from: 0, to: 2 * .pi, until: 1, times: [0, 0.3, 1], equations: [residual], initial: [(jet(0), sine(x))])
    }

    static func kdv(until end: Double = 1, times: [Double]? = nil) -> Problem {
        let transport: Expression = jet(0) * jet(0, 1)
        let dispersion: Expression = number(0.022 * 0.022) * jet(0, 3)
        let residual: Expression = jet(0, 0, 1) + transport + dispersion
        return line("kdv", from: -1, to: 1, until: end, times: times, equations: [residual], initial: [(jet(0), cosine(pi * x))])
    }

    static func kuramotoSivashinsky(until end: Double = 1) -> Problem {
        let transport: Expression = number(6.25) * jet(0) * jet(0, 1)
        let second: Expression = number(100.0 / 256) * jet(0, 2)
        let fourth: Expression = number(100.0 / 65536) * jet(0, 4)
        let residual: Expression = jet(0, 0, 1) + transport + second + fourth
        let start: Expression = cosine(x) * (Expression.one + sine(x))
        return line("ks", from: 0, to: 2 * .pi, until: end, equations: [residual], initial: [(jet(0), start)])
    }

    static func allenCahn(until end: Double = 1) -> Problem {
        let cube: Expression = Expression.power(jet(0), 3.0)
        let reaction: Expression = number(5) * (jet(0) - cube)
        let residual: Expression = jet(0, 0, 1) - number(1e-4) * jet(0, 2) - reaction
        let start: Expression = Expression.power(x, 2.0) * cosine(pi * x)
        return line("allen-cahn", from: -1, to: 1, until: end, times: [0, 0.25 * end, 0.5 * end, end],
                    equations: [residual], initial: [(jet(0), start)])
    }

    /// u_tt = 4 u_xx with u = sin(x) cos(2 t) + sin(3 x) cos(6 t)/2.
    static func wave() -> Problem {
        let residual: Expression = jet(0, 0, 2) - number(4) * jet(0, 2)
        let start: Expression = sine(x) + number(0.5) * sine(number(3) * x)
        return line("wave", from: 0, to: 2 * .pi, until: 2, times: [0, 0.7, 2], equations: [residual],
                    initial: [(jet(0), start), (jet(0, 0, 1), Expression.zero)])
    }

    /// Burgers without viscosity: the slope becomes infinite at t = 1.
    static func inviscidBurgers() -> Problem {
        let residual: Expression = jet(0, 0, 1) + jet(0) * jet(0, 1)
        return line("inviscid", from: 0, to: 2 * .pi, until: 2, equations: [residual], initial: [(jet(0), sine(x))])
    }

    static func square(
        _ name: String, length: Double, until end: Double?, unknowns: [Unknown], equations: [Expression],
        initial: [(Expression, Expression)] = [], gauges: [Gauge] = [], functionals: [Functional] = [], times: [Double] = []
    ) -> Problem {
        var coordinates = [
            Coordinate("x", from: 0, to: length, isPeriodic: true), Coordinate("y", from: 0, to: length, isPeriodic: true),
        ]
        if let end { coordinates.append(Coordinate("t", from: 0, to: end)) }
        return Problem(
            name: name, coordinates: coordinates, unknowns: unknowns,
            equations: equations.enumerated().map { Equation(name: "equation \($0)", residual: $1) },
            conditions: initial.enumerated().map { Condition(name: "initial \($0)", place: .instant(0), residual: $1.0 - $1.1) },
            gauges: gauges, functionals: functionals, output: OutputRequest(times: end.map { times.isEmpty ? [0, $0] : times } ?? []))
    }

    private static let y = Expression.coordinate(1)

    private static func scalar(_ name: String, _ component: Int) -> Unknown {
        Unknown(name: name, isVector: false, components: component..<component + 1)
    }

    static func laplacian(_ component: Int) -> Expression { jet(component, 2) + jet(component, 0, 2) }

    /// Taylor-Green vortex in vorticity form: w = 2 cos x cos y exp(-2 nu t), with stream function w/2.
    static func taylorGreenVorticity(viscosity: Double) -> Problem {
        let first: Expression = jet(1, 0, 1) * jet(0, 1)
        let second: Expression = jet(1, 1) * jet(0, 0, 1)
        let evolution: Expression = jet(0, 0, 0, 1) + first - second - number(viscosity) * laplacian(0)
        let constraint: Expression = -laplacian(1) - jet(0)
        let start: Expression = number(2) * cosine(x) * cosine(y)
        return square("vorticity", length: 2 * .pi, until: 1, unknowns: [scalar("w", 0), scalar("psi", 1)],
                      equations: [evolution, constraint], initial: [(jet(0), start)])
    }

    /// The same vortex as velocity (cos x sin y, -sin x cos y) exp(-2 nu t) and pressure.
    static func taylorGreenVelocity(viscosity: Double) -> Problem {
        func momentum(_ c: Int, _ gradient: Expression) -> Expression {
            let first: Expression = jet(0) * jet(c, 1)
            let second: Expression = jet(1) * jet(c, 0, 1)
            let diffusion: Expression = number(viscosity) * laplacian(c)
            return jet(c, 0, 0, 1) + first + second + gradient - diffusion
        }
        let divergence: Expression = jet(0, 1) + jet(1, 0, 1)
        let start: [Expression] = [cosine(x) * sine(y), -(sine(x) * cosine(y))]
        return square(
            "velocity", length: 2 * .pi, until: 1,
            unknowns: [Unknown(name: "v", isVector: true, components: 0..<2), scalar("p", 2)],
            equations: [momentum(0, jet(2, 1)), momentum(1, jet(2, 0, 1)), divergence],
            initial: [(jet(0), start[0]), (jet(1), start[1])])
    }

    /// A steady problem on the square [0, 2 pi]^2 with one unknown.
    static func steady(_ residual: Expression, gauges: [Gauge] = [], functionals: [Functional] = []) -> Problem {
        square("steady", length: 2 * .pi, until: nil, unknowns: [scalar("u", 0)], equations: [residual], gauges: gauges, functionals: functionals)
    }

    /// exp(sin x + cos y).
    static let smooth: Expression = Expression.call(.exp, sine(x) + cosine(y))
}
