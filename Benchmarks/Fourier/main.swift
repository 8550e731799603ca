// Errors and times of the Fourier solver on Korteweg-de Vries, Kuramoto-Sivashinsky and Allen-Cahn.
//
// Each problem is solved by default settings with the error estimate beside it on two threads, and compared with a run at twice the
// resolution and with steps at most half as long (a tolerance 40 times smaller: the local error is of fifth order).
import Classical
import Expressions
import Fields
import NumericsCore
import Problems
import Solving

func solve(_ problem: Problem, _ given: [String: Settings.Value], threads: Int) throws -> Solution {
    let solver = try FourierSolver(settings: Settings(given, schema: FourierSolver.schema))
    return try solver.solve(problem, context: SolveContext(threads: threads))
}

/// Relative L2 difference over all output times at the grid points of the first.
func difference(_ solution: Solution, _ reference: Solution) throws -> Double {
    var (square, size) = (0.0, 0.0)
    for (index, snapshot) in solution.snapshots.enumerated() {
        let field = snapshot.fields[0]
        let values = try reference.evaluator.evaluate([Jet(component: 0)], at: field.grid.pointCoordinates, snapshot: index)
        for (value, expected) in zip(field.values.elements, values.elements) {
            square += (value - expected) * (value - expected)
            size += expected * expected
        }
    }
    return (square / size).squareRoot()
}

print("problem                 tolerance  error      estimate   points  steps   time")
for (name, tolerance) in [("kdv", 1e-10), ("kuramoto-sivashinsky", 1e-10), ("kuramoto-sivashinsky", 1e-11), ("allen-cahn", 1e-8)] {
    let problem = try Problem(contentsOf: "problems/\(name).yaml")
    var solution: Solution?
    let time = try ContinuousClock().measure {
        solution = try solve(problem, ["tolerance": .number(tolerance)], threads: 2)
    }
    guard let solution else { continue }
    let points = solution.snapshots[0].fields[0].grid.count
    let reference = try solve(
        problem, ["tolerance": .number(tolerance / 40), "modes": .integers([2 * points]), "error-estimate": .flag(false)], threads: 1)
    let estimate = solution.estimates["u"]?.relativeL2 ?? .nan
    let steps = Int(solution.counts.first { $0.name == "steps" }?.value ?? 0)
    print(name, tolerance, try difference(solution, reference), estimate, points, steps, time, separator: "  ")
}
