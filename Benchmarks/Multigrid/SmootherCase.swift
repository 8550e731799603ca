import Foundation
import NumericsCore

/// Red-black sweeps in passes that read u and f and write u once: 24 bytes an unknown.
enum SmootherCase {
    static func run(_ problem: PoissonCube, threads: Int, triad: Double, repeats: Int) throws {
        let multigrid = LatticeMultigrid(problem.linearOperator, threads: threads)
        try multigrid.load(right: problem.right, values: problem.exact)
        for sweeps in 1...2 {
            let smoother = multigrid.smoother(sweeps: sweeps)
            let seconds = Timing.median(repeats: repeats) { smoother() }
            let bandwidth = 24 * problem.unknowns / seconds * 1e-9
            print(
                "\(problem.name), \(threads) threads: a pass of \(sweeps) sweeps \(problem.nanoseconds(seconds)),",
                String(format: "%.1f GB/s, %.0f %% of the triad", bandwidth, 100 * bandwidth / triad))
        }
    }
}
