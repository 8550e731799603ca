import Foundation
import NumericsCore

/// V-cycles from zero for −Δu = 1 with zero on the walls, until the residual is below a part of the right side: the
/// measure by which programs for general matrices stop, for comparisons on the same five- or seven-point matrix.
enum ResidualReductionCase {
    /// Rounding leaves about 1e-16 ‖A‖ ‖u‖ ≈ 1e-17 cells² of ‖f‖, so smaller parts cannot be reached on 4096².
    static func run(_ problem: PoissonCube, threads: Int, repeats: Int, tolerance: Double = 1e-8) throws {
        let multigrid = LatticeMultigrid(problem.linearOperator, threads: threads)
        let shape = problem.linearOperator.shape
        let right = Tensor(shape: shape, repeating: 1.0), zero = Tensor(shape: shape, repeating: 0.0)
        var values = zero, cycles = 0
        let seconds = Timing.median(threads: threads, repeats: repeats) {
            try? multigrid.load(right: right, values: zero)
            cycles = 0
            while cycles < 50 {
                multigrid.cycle()
                cycles += 1
                let size = multigrid.residual()
                if size.residual <= tolerance * size.right { break }
            }
            multigrid.store(into: &values)
        }
        print(
            "\(problem.name), \(threads) threads: residual \(tolerance) of the right side \(problem.nanoseconds(seconds)),",
            String(format: "%d V-cycles from zero, %.3f s", cycles, seconds))
    }
}
