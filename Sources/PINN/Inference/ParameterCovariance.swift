import Foundation
import NumericsCore
import Optimization

/// How well the parameters of an inverse problem are determined: to first order in the misfit, with everything the trial
/// function can do to make up for them left to it.
///
/// With the Jacobian [J_θ J_p] of all weighted residuals at the solution, T = J_p - J_θ (J_θᵀ J_θ + Λ)⁻¹ J_θᵀ J_p is what the trial
/// function cannot follow, S = J_pᵀ T (a Schur complement), and dp = -S⁻¹ Tᵀ dr. Rows of observations and rows of equations have
/// errors of different sizes, so that
///
///     Cov(p) = S⁻¹ (s_d² T_dᵀ T_d + s_m² T_mᵀ T_m) S⁻¹
///
/// (the sandwich of Huber 1967 and White 1980), where s_d² is the sum of squares of the misfit over the number of values less
/// the degrees of freedom that were fitted to them, and s_m² the mean square of the residuals of equations and conditions.
struct ParameterCovariance {
    /// Cov of the free numbers of the parameters, [parameter][parameter].
    let covariance: Tensor<Double>
    /// s_d, in units of the weighted rows.
    let rowDeviation: Double
    /// Degrees of freedom fitted to the observations, parameters included.
    let freedoms: Double

    /// Λ is the square of this times the length of each column of J_θ: directions that are followed only by huge steps are not followed.
    private static let damping = 1e-8
    private static let probeCount = 8

    /// - Parameters:
    ///   - observed: rows of observations; those beyond the points of a block are zero.
    ///   - count: number of values observed.
    /// - Throws: `Failure`.
    init(_ objective: CollocationObjective, at parameters: Tensor<Double>, observed: Range<Int>, count: Int, pool: ThreadPool) throws(Failure) {
        let (rows, all) = (objective.rowCount, objective.parameterCount)
        let unknowns = objective.estimated.count
        let trial = all - unknowns
        guard rows >= trial else { throw .fewRows(objective.residualCount, parameters: trial) }
        let jacobian = SharedMatrix(rowCount: all, columnCount: rows)
        var residual = Tensor(shape: [rows], repeating: 0.0)
        objective.linearization(at: parameters, residual: &residual, jacobian: jacobian)
        let fit = TrialFit(jacobian, trialCount: trial, damping: Self.damping, pool: pool)
        let matrix = jacobian.tensor
        let columns = (0..<unknowns).map { index in (0..<rows).map { matrix[trial + index, $0] } }
        let rests = columns.map { column in zip(column, fit.projection(of: column)).map { $0 - $1 } }
        let isObserved = (0..<rows).map { observed.contains($0) }

        freedoms = Self.trace(fit, isObserved, seed: 0) + Double(unknowns)
        let misfit = observed.reduce(0.0) { $0 + residual[$1] * residual[$1] }
        let rest = (0..<rows).reduce(0.0) { isObserved[$1] ? $0 : $0 + residual[$1] * residual[$1] }
        let free = max(Double(count) - freedoms, 1)
        let variances = (data: misfit / free, model: rest / Double(max(rows - observed.count, 1)))
        rowDeviation = variances.data.squareRoot()
        guard let inverse = Self.inverse(of: Self.products(columns, rests) { _ in 1 }) else { throw .notFinite }
        let middle = Self.products(rests, rests) { isObserved[$0] ? variances.data : variances.model }
        var covariance = Self.product(Self.product(inverse, middle), inverse)
        guard covariance.elements.allSatisfy(\.isFinite) else { throw .notFinite }
        // No row depends on them at all.
        for index in 0..<unknowns where columns[index].allSatisfy({ $0 == 0 }) { covariance[index, index] = .infinity }
        self.covariance = covariance
    }

    /// Why there is no covariance.
    enum Failure: Error {
        /// Fewer residuals than parameters of the trial function.
        case fewRows(Int, parameters: Int)
        /// A residual or a derivative is no finite number.
        case notFinite
    }

    /// Σ over rows of weight · a_i · b_j.
    private static func products(_ a: [[Double]], _ b: [[Double]], weight: (Int) -> Double) -> Tensor<Double> {
        var result = Tensor(shape: [a.count, a.count], repeating: 0.0)
        for i in a.indices {
            for j in a.indices { result[i, j] = a[i].indices.reduce(0) { $0 + weight($1) * a[i][$1] * b[j][$1] } }
        }
        return result
    }

    private static func product(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Tensor<Double> {
        let order = a.shape[0]
        var result = Tensor(shape: [order, order], repeating: 0.0)
        for i in 0..<order {
            for j in 0..<order { result[i, j] = (0..<order).reduce(0) { $0 + a[i, $1] * b[$1, j] } }
        }
        return result
    }

    /// The inverse of S, symmetric; what rounding makes of zero is replaced by so little that deviations are beyond all bounds.
    private static func inverse(of s: Tensor<Double>) -> Tensor<Double>? {
        let order = s.shape[0]
        let scales = (0..<order).map { s[$0, $0] == 0 ? 1 : abs(s[$0, $0]).squareRoot() }
        var scaled = s
        for i in 0..<order {
            for j in 0..<order { scaled[i, j] = 0.5 * (s[i, j] + s[j, i]) / (scales[i] * scales[j]) }
        }
        guard let eigen = try? SymmetricEigen(scaled) else { return nil }
        var inverse = Tensor(shape: [order, order], repeating: 0.0)
        for k in 0..<order {
            let value = max(eigen.values[k], 1e-14)
            for i in 0..<order {
                for j in 0..<order { inverse[i, j] += eigen.vectors[i, k] * eigen.vectors[j, k] / (value * scales[i] * scales[j]) }
            }
        }
        return inverse
    }

    /// Trace of the part of the projection on the columns of J_θ that belongs to the observations, from random signs
    /// (Hutchinson 1990).
    private static func trace(_ fit: TrialFit, _ isObserved: [Bool], seed: UInt64) -> Double {
        var stream = RandomStream(seed: seed, name: "degrees of freedom")
        var sum = 0.0
        for _ in 0..<probeCount {
            let probe = isObserved.map { isIn -> Double in isIn ? (stream.uniform() < 0.5 ? -1 : 1) : 0 }
            sum += zip(probe, fit.projection(of: probe)).reduce(0) { $0 + $1.0 * $1.1 }
        }
        return sum / Double(probeCount)
    }
}
