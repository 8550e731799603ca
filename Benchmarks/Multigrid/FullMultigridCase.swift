import Foundation
import NumericsCore

/// Full multigrid, its error beside that of the exact discrete solution, and cycles to small residuals.
enum FullMultigridCase {
    static func run(_ problem: PoissonCube, threads: Int, repeats: Int) throws {
        let multigrid = LatticeMultigrid(problem.linearOperator, threads: threads)
        var values = problem.exact
        func report(_ name: String, _ seconds: Double, _ remark: String = "") {
            print("\(problem.name), \(threads) threads: \(name) \(problem.nanoseconds(seconds))\(remark)")
        }
        try multigrid.load(right: problem.right, values: problem.exact)
        let cycle = Timing.median(threads: threads, repeats: repeats) { multigrid.cycle() }
        multigrid.store(into: &values)
        let truncation = problem.error(values)
        let full = Timing.median(threads: threads, repeats: repeats) { multigrid.fullCycle() }
        let copies = Timing.median(threads: threads, repeats: repeats) {
            try? multigrid.load(right: problem.right, values: problem.exact)
            multigrid.fullCycle()
            multigrid.store(into: &values)
        }
        report("V-cycle", cycle)
        let ratio = String(format: ", error %.3f of that of the discrete solution", problem.error(values) / truncation)
        report("full multigrid", full, ratio)
        report("full multigrid, arrays copied in and out", copies)
        for tolerance in [1e-10, 1e-13] {
            var cycles = 0
            let seconds = Timing.median(threads: threads, repeats: repeats) {
                let solved = try? multigrid.solve(right: problem.right, values: &values, tolerance: tolerance)
                cycles = (solved?.history.count ?? 1) - 1
            }
            report("backward error \(tolerance)", seconds, ", \(cycles) cycles after full multigrid")
        }
    }
}
