import Foundation
import NumericsCore

/// Set-up and solve of a variable-coefficient problem by conjugate gradients with black-box multigrid, on one thread.
struct StencilCase {
    let problem: StencilProblem
    let settings: StencilMultigrid.Settings

    /// Prints what a node takes and, with a folder, leaves matrix, right side and times there for `compare-pyamg.py`.
    func run(repeats: Int, folder: String?) throws {
        let multigrid = try StencilMultigrid(problem.matrix, settings: settings)
        let setup = try Timing.leastProcessorTime(repeats: repeats) { try multigrid.update(problem.matrix) }
        var result = problem.right
        let cycle = Timing.leastProcessorTime(repeats: repeats) { multigrid.apply(problem.right, into: &result) }
        var steps = 0, reached = 0.0
        let solve = Timing.leastProcessorTime(repeats: repeats) {
            var iteration = ConjugateGradient(
                problem.matrix, right: problem.right, preconditioner: multigrid, flexible: !settings.isSymmetric,
                limits: KrylovLimits(relative: 1e-8))
            iteration.run()
            steps = iteration.history.count - 1
            reached = iteration.history[steps] / iteration.history[0]
        }
        let nodes = Double(problem.matrix.nodeCount)
        print(
            "\(problem.name), \(settings.cycle == .v ? "V" : "W")(\(settings.before),\(settings.after)), \(settings.smoother):",
            String(format: "set-up %.1f ms (%.0f ns a node), a cycle %.1f ns a node,", setup * 1e3, setup / nodes * 1e9, cycle / nodes * 1e9),
            String(format: "%d steps to %.1e in %.1f ms, together %.1f ms", steps, reached, solve * 1e3, (setup + solve) * 1e3))
        if let folder { try problem.write(to: "\(folder)/\(problem.name).npz", setup: setup, solve: solve) }
    }
}
