import NumericsCore
import Problems
import TrialFunctions

/// Sizes of the residuals of the equations at any points.
struct ResidualSize {
    let space: TrialSpace
    /// θ, then unknown parameters.
    let parameters: Tensor<Double>
    /// Integrals that the equations hold.
    var functionals: FunctionalValues?
    let pool: ThreadPool

    /// (Σ over equations of r²)^(1/2) at points [coordinate][point].
    /// - Throws: `InputField.SamplingError`.
    func values(at coordinates: Tensor<Double>) throws -> [Double] {
        let problem = space.problem
        var points = CollocationPoints(coordinates: coordinates)
        points.shares = points.shares.map { _ in 1 }
        let block = try ResidualBlock(
            names: problem.equations.map(\.name), residuals: problem.equations.map(\.residual), points: points,
            scales: problem.equations.map { _ in 1 }, problem: problem,
            differentiatesParameters: problem.parameters.contains { $0.isEstimated })
        let objective = CollocationObjective([block], space: space, functionals: functionals, pool: pool)
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        objective.residual(at: parameters, into: &residual)
        let padded = objective.rowCount / problem.equations.count
        return (0..<points.count).map { point in
            let sum = problem.equations.indices.reduce(0.0) { $0 + residual[$1 * padded + point] * residual[$1 * padded + point] }
            // A point where the residual is not finite is no better known than any other.
            return sum.isFinite ? sum.squareRoot() : 0
        }
    }
}

/// |r|^k / mean |r|^k + c.
struct ResidualDensity: DensityFunction {
    let size: ResidualSize
    /// k, 1 or 2.
    var power = 1.0
    /// c.
    var floor = 1.0

    func values(at points: Tensor<Double>) throws -> [Double] {
        let sizes = try size.values(at: points)
        let largest = sizes.max() ?? 0
        guard largest > 0 else { return sizes.map { _ in 1 } }
        // Powers of ratios do not overflow.
        let powers = sizes.map { power == 1 ? $0 / largest : $0 / largest * ($0 / largest) }
        let mean = powers.reduce(0, +) / Double(powers.count)
        return powers.map { $0 / mean + floor }
    }
}
