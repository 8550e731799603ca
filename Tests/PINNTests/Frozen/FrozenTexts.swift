/// Problems with closed-form solutions.
enum FrozenTexts {
    static let heat = """
        coordinates: {x: [0, 1], t: [0, 1]}
        unknowns: u
        equations: ['u_t = 0.1*u_xx']
        conditions:
          - {at: t = 0, require: u = sin(pi*x) + 0.1*sin(6*pi*x)}
          - {at: [x = 0, x = 1], require: u = 0}
        exact: {u: 'exp(-0.1*pi^2*t)*sin(pi*x) + 0.1*exp(-3.6*pi^2*t)*sin(6*pi*x)'}
        output: {times: {every: 0.25}}
        """
    /// Values at one end and a mixed condition at the other, both driven in time.
    static let driven = """
        coordinates: {x: [0, 1], t: [0, 1]}
        unknowns: u
        equations: ['u_t = 0.1*u_xx']
        conditions:
          - {at: t = 0, require: u = cosh(x)}
          - {at: x = 0, require: u = exp(0.1*t)}
          - {at: x = 1, require: dn(u) + 2*u = exp(0.1*t)*(sinh(1) + 2*cosh(1))}
        exact: {u: 'exp(0.1*t)*cosh(x)'}
        output: {times: {every: 0.25}}
        """
    /// A front of width 0.02 that travels half the range.
    static let front = """
        coordinates: {x: [0, 1], t: [0, 1]}
        parameters: {nu: 0.005}
        unknowns: u
        equations: ['u_t + u*u_x = nu*u_xx']
        conditions:
          - {at: t = 0, require: u = exact}
          - {at: [x = 0, x = 1], require: u = exact}
        exact: {u: '(1 - tanh((x - 0.2 - 0.5*t)/(4*nu)))/2'}
        output: {times: {every: 0.25}}
        """
    static let system = """
        coordinates: {x: [0, 1], t: [0, 1]}
        unknowns: {v: scalar, w: scalar}
        equations:
          - v_t = 0.2*v_xx - v*w + (1 + 0.2*pi^2 + sin(t)*x^2)*exp(-t)*cos(pi*x)
          - w_t = 0.3*w_xx + v^2 + cos(t)*x^2 - 0.6*sin(t) - exp(-2*t)*cos(pi*x)^2
        conditions:
          - {at: t = 0, require: v = cos(pi*x)}
          - {at: t = 0, require: w = 2}
          - {at: [x = 0, x = 1], require: v_x = 0}
          - {at: x = 0, require: w_x = 0}
          - {at: x = 1, require: w_x = 2*sin(t)}
        exact: {v: 'exp(-t)*cos(pi*x)', w: '2 + sin(t)*x^2'}
        output: {times: {every: 0.5}}
        """
    static let wave = """
        coordinates: {x: [0, 1], t: [0, 1]}
        unknowns: u
        equations: ['u_tt = 4*u_xx']
        conditions:
          - {at: t = 0, require: u = sin(pi*x) + 0.5*sin(4*pi*x)}
          - {at: t = 0, require: u_t = 0}
          - {at: [x = 0, x = 1], require: u = 0}
        exact: {u: 'sin(pi*x)*cos(2*pi*t) + 0.5*sin(4*pi*x)*cos(8*pi*t)'}
        output: {times: {every: 0.25}}
        """
    static let burgers = """
        coordinates: {x: [-1, 1], t: [0, 1]}
        unknowns: u
        equations: ['u_t + u*u_x = 0.01/pi*u_xx']
        conditions:
          - {at: t = 0, require: u = -sin(pi*x)}
          - {at: [x = -1, x = 1], require: u = 0}
        output: {times: {every: 0.25}}
        """
    /// Diffusion that varies along a circle.
    static let ring = """
        coordinates: {x: {from: 0, to: 2*pi, periodic: true}, t: [0, 1]}
        unknowns: u
        equations:
          - u_t = (1 + 0.3*cos(x))*u_xx - 0.3*sin(x)*u_x + exp(-t)*0.6*sin(x)*cos(x)
        conditions:
          - {at: t = 0, require: u = sin(x)}
        exact: {u: 'exp(-t)*sin(x)'}
        output: {times: {every: 0.5}}
        """
    /// Transport and decay on a circle, coefficients constant.
    static let transport = """
        coordinates: {x: {from: -1, to: 1, periodic: true}, t: [0, 1]}
        unknowns: u
        equations: ['u_t + 3*u_x = 0.05*u_xx + u^2 - exp(-0.1*pi^2*t)*sin(pi*(x - 3*t))^2']
        conditions:
          - {at: t = 0, require: u = sin(pi*x)}
        exact: {u: 'exp(-0.05*pi^2*t)*sin(pi*(x - 3*t))'}
        output: {times: {every: 0.25}}
        """
    /// A corner at x = 0 that diffuses; the solution is a Fourier series.
    static let corner = """
        coordinates: {x: {from: -1, to: 1, periodic: true}, t: [0, 0.1]}
        parameters: {D: 1e-3}
        unknowns: u
        equations: ['u_t = D*u_xx']
        conditions:
          - {at: t = 0, require: u = (1 - abs(x))^2}
        output: {times: {every: 0.02}, grid: 200}
        """
    /// Initial values that contradict an end: u = 1 against u = 0.
    static let sudden = """
        coordinates: {x: [0, 1], t: [0, 0.1]}
        parameters: {D: 0.02}
        unknowns: u
        equations: ['u_t = D*u_xx']
        conditions:
          - {at: t = 0, require: u = 3}
          - {at: x = 0, require: u = 0}
          - {at: x = 1, require: u = 3}
        enrich: ['erf(x/sqrt(4*D*t))']
        exact: {u: '3*erf(x/sqrt(4*D*t))'}
        output: {times: {every: 0.05}}
        """
    /// The solution from a corner with slopes -1 and 1, cut off smoothly.
    static let cornerFunction =
        "(2*sqrt(D*t/pi)*exp(-x^2/(4*D*t)) + x*erf(x/sqrt(4*D*t)))*(1 - erf((abs(x) - 0.5)/0.08))/2"
}
