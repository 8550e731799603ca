import Problems
import XCTest

/// A problem from the text of a file; its mistakes are the message of the failure.
func readProblem(_ text: String, file: StaticString = #filePath, line: UInt = #line) throws -> Problem {
    let result = ProblemFile.read(text: text)
    let mistakes = DiagnosticRenderer(sources: result.sources).render(result.diagnostics)
    return try XCTUnwrap(result.problem, mistakes, file: file, line: line)
}

enum Texts {
    static let burgers = """
        coordinates: {x: [-1, 1], t: [0, 1]}
        parameters: {nu: 0.05}
        unknowns: u
        equations: ['u_t + u*u_x = nu*u_xx']
        conditions:
          - {at: t = 0, require: u = -sin(pi*x)}
          - {at: [x = -1, x = 1], require: u = 0}
        """
    /// Two components, mixed and third derivatives, a condition that cannot be met by construction.
    static let system = """
        coordinates: {x: [0, 1], y: {from: 0, to: 2, periodic: true}}
        unknowns: {v: scalar, w: scalar}
        equations:
          - v_xx + v_yy + v*w_x + w_xy = sin(x)
          - w_xx + w_yy - v^2 + exp(v)*w = x*y
        conditions:
          - {at: x = 0, require: v = 0}
          - {at: x = 0, require: w = 1}
          - {at: x = 1, require: v_x + v^2 = 0.3}
          - {at: x = 1, require: w = 1}
        """
}
