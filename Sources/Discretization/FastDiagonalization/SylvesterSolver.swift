import NumericsCore

/// Solves A W + W Bᵀ = F by fast diagonalisation (Lynch, Rice and Thomas, Numer. Math. 6 (1964)): four products a solve.
///
/// Where eigenvectors are too far from orthogonal (strong advection), Schur forms take their place.
struct SylvesterSolver: Sendable {
    private let first: AxisSpectrum
    private let second: AxisSpectrum
    private let schur: (first: RealSchur, second: RealSchur)?
    /// Smallest |λ_i + μ_j| relative to the largest: near rounding, the operator is singular.
    let separation: Double

    /// The eigenproblem is solved once if both matrices are equal.
    init(_ a: Tensor<Double>, _ b: Tensor<Double>) throws(LinearAlgebraError) {
        first = try AxisSpectrum(a)
        second = a == b ? first : try AxisSpectrum(b)
        if max(first.condition, second.condition) > Self.largestCondition {
            schur = (try RealSchur(a), try RealSchur(b))
        } else {
            schur = nil
        }
        var (smallest, largest) = (Double.infinity, 0.0)
        for i in 0..<first.values.count {
            for j in 0..<second.values.count {
                let size = (first.values[i] + second.values[j]).length
                smallest = min(smallest, size)
                largest = max(largest, size)
            }
        }
        separation = largest > 0 ? smallest / largest : 0
    }

    /// Condition of eigenvectors up to which one step of refinement restores the digits they cost.
    private static let largestCondition = 1e5

    /// F [m][n] -> W [m][n]; NaN where the equation is singular.
    func solve(_ f: Tensor<Double>) -> Tensor<Double> {
        if let schur {
            let nothing = Tensor(shape: f.shape, repeating: Double.nan)
            return (try? RealSchur.solveSylvester(schur.first, schur.second, f)) ?? nothing
        }
        return first.isReal && second.isReal ? solveReal(f) : solveComplex(f)
    }

    private func solveReal(_ f: Tensor<Double>) -> Tensor<Double> {
        let half = LinearAlgebra.multiply(first.realInverse, f)
        var modes = LinearAlgebra.multiply(half, second.realInverse, transposeB: true)
        let width = modes.shape[1]
        let left = first.values.elements.map(\.real)
        let right = second.values.elements.map(\.real)
        modes.withUnsafeMutableBufferPointer { modes in
            for i in left.indices {
                for j in right.indices { modes[i * width + j] /= left[i] + right[j] }
            }
        }
        let back = LinearAlgebra.multiply(first.realVectors, modes)
        return LinearAlgebra.multiply(back, second.realVectors, transposeB: true)
    }

    private func solveComplex(_ f: Tensor<Double>) -> Tensor<Double> {
        let half = LinearAlgebra.multiply(first.complexInverse, f.mapped { Complex($0) })
        var modes = LinearAlgebra.multiply(half, LinearAlgebra.transpose(second.complexInverse))
        let width = modes.shape[1]
        modes.withUnsafeMutableBufferPointer { modes in
            for i in 0..<first.values.count {
                for j in 0..<width { modes[i * width + j] = modes[i * width + j] / (first.values[i] + second.values[j]) }
            }
        }
        let back = LinearAlgebra.multiply(first.complexVectors, modes)
        return LinearAlgebra.multiply(back, LinearAlgebra.transpose(second.complexVectors)).mapped { $0.real }
    }
}
