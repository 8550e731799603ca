import Expressions
import Kernels
import NumericsCore
import Problems

extension DensePosterior {
    /// Posterior covariances of a jet at points [coordinate][point] -> [point][point].
    public func covariance(_ jet: Jet, at points: Tensor<Double>) -> Tensor<Double> {
        let places = PointFunctionals(order: (0..<points.shape[0]).map { jet.derivative[$0] }, points: points)
        var covariance = assembly.prior.kernels[jet.component].matrix(places, places, pool: assembly.pool)
        var columns = crossCovariances(jet.component, places)
        factorization.solveTriangular(&columns)
        LinearAlgebra.multiply(columns, columns, transposeA: true, alpha: -amplitude, beta: amplitude, into: &covariance)
        return covariance
    }

    /// Joint draws from the posterior of a jet at some hundred points [coordinate][point] -> [sample][point].
    ///
    /// What rounding leaves of variances that vanish is added to the diagonal.
    /// - Throws: `LinearAlgebraError`.
    public func samples(_ count: Int, of jet: Jet, at points: Tensor<Double>, using stream: inout RandomStream) throws -> Tensor<Double> {
        let size = points.shape[1], center = mean([jet], at: points)
        var spread = covariance(jet, at: points)
        let places = PointFunctionals(order: (0..<points.shape[0]).map { jet.derivative[$0] }, points: points)
        let largest = assembly.prior.kernels[jet.component].variances(places, pool: assembly.pool).max() ?? 0
        var jitter = Double(size) * Double.ulpOfOne * amplitude * largest
        var factor: CholeskyFactorization?
        for _ in 0..<6 where factor == nil {
            for point in 0..<size { spread[point, point] += jitter }
            factor = try? CholeskyFactorization(spread)
            jitter *= 10
        }
        let lower = try (factor ?? CholeskyFactorization(spread)).lowerFactor
        let normals = stream.normals(count * size).reshaped([count, size])
        var draws = LinearAlgebra.multiply(normals, lower, transposeB: true)
        for sample in 0..<count {
            for point in 0..<size { draws[sample, point] += center[0, point] }
        }
        return draws
    }
}
