import Kernels
import NumericsCore
import Problems

/// The evidence of one prior, with what its derivatives need.
struct EvidenceState {
    private let assembly: CovarianceAssembly
    private let scales: [Double]
    /// W of the scaled matrix, lower triangle, [functional][functional].
    private let weights: Tensor<Double>
    /// The diagonal of the matrix before it was scaled.
    private let nugget: Double
    /// -log evidence, without constants.
    let loss: Double

    /// Nil if the matrix cannot be factored with the nugget.
    init?(_ system: FunctionalSystem, prior: FieldPrior, nugget: Double, hasNoise: Bool, pool: ThreadPool) {
        let assembly = CovarianceAssembly(system, prior: prior, pool: pool)
        let factorization = SymmetricFactorization(order: assembly.count, pool: pool)
        assembly.fill(factorization.matrix)
        let diagonal = factorization.diagonalOfMatrix
        guard diagonal.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        let scales = diagonal.map { 1 / $0.squareRoot() }
        factorization.scale(by: scales)
        let shift = zip(assembly.noiseVariances, scales).map { nugget + $0 * $1 * $1 }
        guard (try? factorization.factorize(shift: shift)) != nil else { return nil }
        let scaled = Tensor(zip(assembly.values.elements, scales).map { $0 * $1 })
        let solution = factorization.solve(scaled)
        let quadratic = max(LinearAlgebra.dot(scaled, solution), .leastNormalMagnitude), count = Double(assembly.count)
        let logDeterminant = factorization.logDeterminant - 2 * scales.reduce(0) { $0 + Double.log($1) }
        loss = 0.5 * logDeterminant + (hasNoise ? 0.5 * quadratic : 0.5 * count * Double.log(quadratic))
        let factor = hasNoise ? 1 : count / quadratic
        var weights = factorization.lowerInverse()
        weights.withUnsafeMutableBufferPointer { entries in
            solution.withUnsafeBufferPointer { a in
                for row in a.indices {
                    for column in 0...row { entries[row * a.count + column] -= factor * a[row] * a[column] }
                }
            }
        }
        (self.assembly, self.scales, self.weights, self.nugget) = (assembly, scales, weights, nugget)
    }

    /// ∂loss / ∂log p: ½ Σ_ij W_ij s_i s_j ∂Θ_ij; the nugget is part of Θ_ii and changes with it.
    func derivative(by parameter: Int) -> Double {
        let count = assembly.count
        let change = SharedMatrix(rowCount: count, columnCount: count)
        assembly.fill(change, derivativeBy: parameter)
        let partial = SharedMatrix(rowCount: 1, columnCount: max(count, 1))
        assembly.pool.forEach(count) { row in
            change.withUnsafeMutableBufferPointer { change in
                weights.withUnsafeBufferPointer { weights in
                    var sum = 0.0
                    let start = row * count
                    for column in 0..<row { sum += weights[start + column] * scales[column] * change[start + column] }
                    let diagonal = 0.5 * (1 + nugget) * weights[start + row] * scales[row] * change[start + row]
                    partial.withUnsafeMutableBufferPointer { $0[row] = scales[row] * (sum + diagonal) }
                }
            }
        }
        return partial.withUnsafeMutableBufferPointer { $0.prefix(count).reduce(0, +) }
    }
}
