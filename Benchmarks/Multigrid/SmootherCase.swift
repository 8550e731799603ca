import Foundation
import NumericsCore

/// Red-black sweeps in passes that read u and f and write u once, 24 bytes an unknown, beside the triad.
enum SmootherCase {
    static func run(_ problem: PoissonCube, threads: Int, repeats: Int) throws {
        let multigrid = LatticeMultigrid(problem.linearOperator, threads: threads)
        try multigrid.load(right: problem.right, values: problem.exact)
        let triad = Triad(count: Int(problem.unknowns), threads: threads)
        let passes = (1...2).map { multigrid.smoother(sweeps: $0) }
        let seconds = Timing.medians(threads: threads, repeats: repeats, [triad.run] + passes)
        let yardstick = triad.bandwidth(seconds[0])
        print("\(problem.name), \(threads) threads: triad", String(format: "%.1f GB/s", yardstick))
        for sweeps in 1...2 {
            let bandwidth = 24 * problem.unknowns / seconds[sweeps] * 1e-9
            print(
                "\(problem.name), \(threads) threads: a pass of \(sweeps) sweeps \(problem.nanoseconds(seconds[sweeps])),",
                String(format: "%.1f GB/s, %.0f %% of the triad", bandwidth, 100 * bandwidth / yardstick))
        }
    }
}
