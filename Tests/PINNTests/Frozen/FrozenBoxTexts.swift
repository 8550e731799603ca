/// Evolutions in boxes with closed-form solutions.
enum FrozenBoxTexts {
    /// Values on one side, slopes and mixed conditions on the others, all driven in time.
    static let heat = """
        coordinates: {x: [0, 1], y: [0, 1.5], t: [0, 1]}
        unknowns: u
        equations: ['u_t = 0.5*lap(u)']
        conditions:
          - {at: t = 0, require: u = sin(x + 1)*cos(y)}
          - {at: x = 0, require: u = exp(-t)*sin(1)*cos(y)}
          - {at: x = 1, require: 'dn(u) + 2*u = exp(-t)*(cos(2) + 2*sin(2))*cos(y)'}
          - {at: y = 0, require: dn(u) = 0}
          - {at: y = 1.5, require: u = exp(-t)*sin(x + 1)*cos(1.5)}
        exact: {u: 'exp(-t)*sin(x + 1)*cos(y)'}
        output: {times: {every: 0.25}}
        """
    /// A front along a diagonal that moves.
    static let burgers = """
        coordinates: {x: [0, 1], y: [0, 1], t: [0, 0.5]}
        parameters: {nu: 0.1}
        unknowns: u
        equations: ['u_t + u*u_x + u*u_y = nu*lap(u)']
        conditions:
          - {at: t = 0, require: u = exact}
          - {at: boundary, require: u = exact}
        exact: {u: '1/(1 + exp((x + y - t)/(2*nu)))'}
        output: {times: {every: 0.25}}
        """
    /// Two unknowns that drive each other, on a channel: a circle along x, walls along y.
    static let channel = """
        coordinates: {x: {from: 0, to: 2*pi, periodic: true}, y: [0, 1], t: [0, 0.5]}
        unknowns: {v: scalar, w: scalar}
        equations:
          - v_t + v_x = 0.1*lap(v) - 0.1*v + w - exp(-0.2*t)*cos(x - t)*y
          - w_t = lap(w) + 0.8*w + v_x - exp(-0.2*t)*cos(x - t)*(1 + y) + exp(-0.2*t)*sin(x - t)*y
        conditions:
          - {at: t = 0, require: v = sin(x)*(1 + y)}
          - {at: t = 0, require: w = cos(x)*y}
          - {at: y = 0, require: v_y = exp(-0.2*t)*sin(x - t)}
          - {at: y = 1, require: v = 2*exp(-0.2*t)*sin(x - t)}
          - {at: y = 0, require: w = 0}
          - {at: y = 1, require: w = exp(-0.2*t)*cos(x - t)}
        exact: {v: 'exp(-0.2*t)*sin(x - t)*(1 + y)', w: 'exp(-0.2*t)*cos(x - t)*y'}
        output: {times: {every: 0.25}}
        """
    static let cube = """
        coordinates: {x: [0, 1], y: [0, 1], z: [0, 2], t: [0, 0.1]}
        unknowns: u
        equations: ['u_t = lap(u)']
        conditions:
          - {at: t = 0, require: u = sin(pi*x)*cos(pi*y)*cos(pi*z/4)}
          - {at: [x = 0, x = 1], require: u = 0}
          - {at: [y = 0, y = 1], require: dn(u) = 0}
          - {at: z = 0, require: dn(u) = 0}
          - {at: z = 2, require: u = 0}
        exact: {u: 'exp(-33/16*pi^2*t)*sin(pi*x)*cos(pi*y)*cos(pi*z/4)'}
        output: {times: {every: 0.05}}
        """
    /// A wave that goes round a torus, first order in time in two unknowns.
    static let torus = """
        coordinates: {x: {from: 0, to: 2*pi, periodic: true}, y: {from: -1, to: 1, periodic: true}, t: [0, 1]}
        unknowns: u
        equations: ['u_tt = 4*u_xx + u_yy/pi^2 + sin(u) - sin(cos(sqrt(5)*t)*cos(x)*sin(pi*y))']
        conditions:
          - {at: t = 0, require: u = cos(x)*sin(pi*y)}
          - {at: t = 0, require: u_t = 0}
        exact: {u: 'cos(sqrt(5)*t)*cos(x)*sin(pi*y)'}
        output: {times: {every: 0.5}}
        """
    static let torusFlow = """
        coordinates: {x: {from: 0, to: 2*pi, periodic: true}, y: {from: -1, to: 1, periodic: true}, t: [0, 0.5]}
        unknowns: u
        equations: ['u_t + u*u_x + 0.3*u_y = 0.1*u_xx + 0.05*u_yy + cos(t)*sin(x)']
        conditions: [{at: t = 0, require: u = sin(x)*cos(pi*y)}]
        output: {times: {every: 0.25}}
        """
    static let drops = """
        coordinates: {x: {from: 0, to: 1, periodic: true}, y: {from: 0, to: 1, periodic: true}, t: [0, 4]}
        unknowns: u
        equations: ['u_t = 0.002*lap(u) + u - u^3']
        conditions: [{at: t = 0, require: u = 0.9*sin(2*pi*x)*sin(2*pi*y)}]
        output: {times: {every: 2}}
        """
}
