import NumericsCore
import Problems
import TrialFunctions

/// How rough the residuals of a fit are along each coordinate: where their Chebyshev or Fourier series along lines have fallen off.
struct ResidualSpectrum {
    let problem: Problem
    let seed: UInt64
    let pool: ThreadPool

    private static let lines = 6
    private static let samples = 256
    /// Size of coefficients that count, relative to the largest.
    private static let threshold = 0.03
    /// Bandwidths beyond are not for waves that cover all of the domain.
    private static let limit = 100.0
    private static let smallest = 2.0

    /// By coordinate, in radians per half range.
    func bandwidths(_ space: TrialSpace, _ parameters: Tensor<Double>) throws -> [Double] {
        var stream = RandomStream(seed: seed, name: "correction.spectrum")
        return try problem.coordinates.indices.map { coordinate in
            let isPeriodic = problem.coordinates[coordinate].isPeriodic
            var largest = Self.smallest
            for _ in 0..<Self.lines {
                let base = problem.coordinates.map { stream.uniform(from: $0.lower, to: $0.upper) }
                for values in try residuals(along: coordinate, through: base, space, parameters) {
                    let found = DataBandwidth.bandwidth(values, isPeriodic: isPeriodic, threshold: Self.threshold, limit: Self.limit)
                    largest = max(largest, found ?? 0)
                }
            }
            return isPeriodic ? max((largest / Double.pi).rounded(.up), 1) * Double.pi : largest
        }
    }

    /// Residuals of all equations on a line, [equation][point].
    private func residuals(
        along coordinate: Int, through base: [Double], _ space: TrialSpace, _ parameters: Tensor<Double>
    ) throws -> [[Double]] {
        let rows = DataBandwidth.places(problem.coordinates[coordinate], count: Self.samples).map { place in
            var row = base
            row[coordinate] = place
            return row
        }
        let block = try ResidualBlock(
            names: problem.equations.map(\.name), residuals: problem.equations.map(\.residual), points: CollocationPoints(rows: rows),
            scales: problem.equations.map { _ in 1 }, problem: problem)
        let objective = CollocationObjective([block], space: space, pool: pool)
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        objective.residual(at: parameters, into: &residual)
        let padded = objective.blocks[0].paddedCount
        return problem.equations.indices.map { equation in (0..<Self.samples).map { residual[equation * padded + $0] } }
    }
}
