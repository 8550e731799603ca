/// The heat equation in a rod with its exact solution, as a problem file that commands are tried on.
enum HeatProblem {
    /// - Parameters:
    ///   - title: a line of YAML before the others.
    ///   - every: spacing of output times.
    static func text(title: String? = nil, tolerance: String = "1e-10", every: String = "0.01") -> String {
        (title.map { "title: \($0)\n" } ?? "") + """
            coordinates: {x: [0, 1], t: [0, 0.1]}
            unknowns: u
            equations: ['u_t = u_xx']
            conditions:
              - {at: t = 0, require: u = sin(pi*x)}
              - {at: [x = 0, x = 1], require: u = 0}
            exact: {u: exp(-pi^2*t)*sin(pi*x)}
            solvers: {chebyshev: {tolerance: \(tolerance)}}
            output: {times: {every: \(every)}}

            """
    }
}
