import Classical
import Expressions
import Fields
import Problems
import Solving
import XCTest

/// Runs the Chebyshev solver to its end.
func chebyshevSolution(
    _ problem: Problem, _ settings: [String: Settings.Value] = [:], mostSteps: Int = 500
) throws -> Solution {
    let solver = try ChebyshevSolver(settings: Settings(settings, schema: ChebyshevSolver.schema))
    let stepper = try solver.makeStepper(for: problem, context: SolveContext(threads: 1))
    var steps = 0
    while steps < mostSteps, try stepper.step() == .running { steps += 1 }
    XCTAssertLessThan(steps, mostSteps)
    return try stepper.solution()
}

/// Relative L2 error of the first unknown of a solution against a formula over the space coordinates.
func relativeError(_ solution: Solution, _ exact: Expression) -> Double {
    let field = solution.snapshots[0].fields[0]
    let axes = field.grid.axes
    var (error, norm) = (0.0, 0.0)
    for index in 0..<field.grid.count {
        var rest = index
        var point = [Double](repeating: 0, count: axes.count)
        var weight = 1.0
        for axis in axes.indices.reversed() {
            let position = rest % axes[axis].count
            rest /= axes[axis].count
            point[axis] = axes[axis].points[position]
            weight *= axes[axis].weights[position]
        }
        let wanted = exact.value { if case .coordinate(let axis) = $0 { point[axis] } else { nil } } ?? .nan
        let difference = field.values[index] - wanted
        error += weight * difference * difference
        norm += weight * wanted * wanted
    }
    return (error / norm).squareRoot()
}
