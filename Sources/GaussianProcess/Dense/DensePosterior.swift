import Kernels
import NumericsCore
import Problems
import Solving

/// A Gaussian process conditioned on functionals, by one Cholesky factorisation of their covariances.
///
/// With Θ the covariances and y the values, the mean is k(x, ψ) Θ⁻¹ y and the variance σ² (k(x, x) - k(x, ψ) Θ⁻¹ k(ψ, x)). Rows and columns
/// are scaled to a unit diagonal first, so that a nugget is relative to each functional (Chen et al. 2021, section 3.4: an adaptive nugget
/// by traces). A resource, not a value; it is only read after it was made.
public final class DensePosterior: @unchecked Sendable {
    /// How the variance that multiplies the prior comes about.
    public enum Amplitude: Sendable {
        /// As the prior has it: where noise is known, both are in the same units.
        case prior
        /// An inverse gamma prior of no weight, integrated out: yᵀΘ⁻¹y / n (Lee et al. 2022).
        case integrated
        /// The mean of squared leave-one-out errors over their variances.
        case leaveOneOut
        /// The larger of the two: leave-one-out errors see little of edges, and the other little of fields smoother than the prior.
        case cautious
    }

    let assembly: CovarianceAssembly
    let factorization: SymmetricFactorization
    /// 1 / √Θ_ii
    let scales: [Double]
    /// Θ⁻¹ y
    let weights: Tensor<Double>
    /// The nugget that was needed, relative to the diagonal.
    public let nugget: Double
    /// σ²
    public let amplitude: Double
    /// Logarithm of the density of the values, with σ² at its most likely value unless the amplitude is the prior's.
    public let logEvidence: Double

    /// Largest number of functionals whose leave-one-out errors are taken: their inverse costs twice the factorisation.
    static let leaveOneOutLimit = 4000
    static let largestNugget = 1e-6

    /// - Parameter nugget: what is added to a diagonal of ones; ten times more at each failure, up to 1e-6.
    /// - Throws: `SolverError.singular`.
    public init(
        _ system: FunctionalSystem, prior: FieldPrior, nugget: Double, amplitude choice: Amplitude, pool: ThreadPool
    ) throws {
        assembly = CovarianceAssembly(system, prior: prior, pool: pool)
        let count = assembly.count, factorization = SymmetricFactorization(order: count, pool: pool)
        assembly.fill(factorization.matrix)
        let diagonal = factorization.diagonalOfMatrix
        if let row = diagonal.firstIndex(where: { !$0.isFinite }) {
            throw GaussianProcessError.notFinite(row: row, name: Self.name(of: row, system))
        }
        let scales = diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 1 }
        factorization.scale(by: scales)
        let noise = zip(assembly.noiseVariances, scales).map { $0 * $1 * $1 }
        self.nugget = try Self.factorize(factorization, noise, nugget, system)
        let values = assembly.values
        let scaled = Tensor(zip(values.elements, scales).map { $0 * $1 })
        let solution = factorization.solve(scaled)
        weights = Tensor(zip(solution.elements, scales).map { $0 * $1 })
        let quadratic = max(LinearAlgebra.dot(scaled, solution), 0)
        let logDeterminant = factorization.logDeterminant - 2 * scales.reduce(0) { $0 + Double.log($1) }
        (self.factorization, self.scales) = (factorization, scales)
        let size = Double(max(count, 1))
        let integrated = max(quadratic / size, .leastNormalMagnitude)
        switch choice {
        case .prior: amplitude = 1
        case .leaveOneOut where count <= Self.leaveOneOutLimit:
            amplitude = max(Self.leaveOneOut(factorization, solution), .leastNormalMagnitude)
        case .cautious where count <= Self.leaveOneOutLimit: amplitude = max(integrated, Self.leaveOneOut(factorization, solution))
        case .leaveOneOut, .integrated, .cautious: amplitude = integrated
        }
        let fit = if case .prior = choice { quadratic } else { size * (1 + Double.log(integrated)) }
        logEvidence = -0.5 * (logDeterminant + fit + size * Double.log(2 * Double.pi))
    }

    private static func factorize(
        _ factorization: SymmetricFactorization, _ noise: [Double], _ nugget: Double, _ system: FunctionalSystem
    ) throws -> Double {
        var total = nugget
        var shift = noise.map { $0 + nugget }
        while true {
            do {
                try factorization.factorize(shift: shift)
                return total
            } catch {
                guard case .notPositiveDefinite(let row) = error else { throw error }
                let next = max(10 * total, 1e-15)
                guard next <= 1.0001 * largestNugget else {
                    throw GaussianProcessError.indefinite(row: row, name: name(of: row, system), nugget: total, needed: next)
                }
                factorization.restore()
                shift = noise.map { _ in next - total }
                total = next
            }
        }
    }

    private static func name(of row: Int, _ system: FunctionalSystem) -> String {
        var rest = row
        for block in system.blocks {
            if rest < block.count { return block.name }
            rest -= block.count
        }
        return ""
    }

    // Errors a_i / B_ii of variance 1 / B_ii, with B the inverse (Dubrule 1983).
    private static func leaveOneOut(_ factorization: SymmetricFactorization, _ solution: Tensor<Double>) -> Double {
        let inverse = factorization.lowerInverse()
        let order = factorization.order
        return (0..<order).reduce(0) { $0 + solution[$1] * solution[$1] / inverse[$1, $1] } / Double(max(order, 1))
    }
}
