import Foundation
import NumericsCore

/// Standard normal weights of features conditioned on linear functionals of them, by QR factorisation.
///
/// With Ψ the functionals of the features and noise of a small part ε of each functional's own prior deviation, the weights solve
/// min |Ψ̃ a - ỹ|² + |a|², Ψ̃ = Ψ/(ε d). From [Ψ̃; 1] = [Q₁; Q₂] R everything follows without squaring the condition of Ψ:
/// a = Q₂ Q₁ᵀ ỹ, their covariance Q₂ Q₂ᵀ, and log|ΨΨᵀ + ε² d²| = 2 Σ log(ε d) + 2 Σ log|R_jj|.
package struct WeightPosterior: Sendable {
    /// [weight]
    package let mean: Tensor<Double>
    /// A square root of the covariance [weight][weight].
    package let root: Tensor<Double>
    /// yᵀ S⁻¹ y / n: the variance of the process that the values speak for.
    package let amplitude: Double
    /// ½ log|S| + n/2 log(yᵀ S⁻¹ y).
    package let loss: Double
    /// The derivative of the loss by the entries of Ψ [functional][weight], and by log ε.
    package let slope: Tensor<Double>
    package let noiseSlope: Double

    /// - Parameters:
    ///   - rows: Ψ [functional][weight].
    ///   - values: y [functional].
    ///   - noise: ε.
    package init(_ rows: Tensor<Double>, _ values: Tensor<Double>, noise: Double, wantsSlope: Bool = false) throws {
        let (count, width) = (rows.shape[0], rows.shape[1])
        // The deviation of every functional before anything is known of it; a functional of nothing has its value as its own scale.
        let scales = (0..<count).map { row -> Double in
            let squares = (0..<width).reduce(0.0) { $0 + rows[row, $1] * rows[row, $1] }
            return noise * (squares > 0 ? squares.squareRoot() : 1)
        }
        var stacked = Tensor(shape: [count + width, width], repeating: 0.0)
        for row in 0..<count { for column in 0..<width { stacked[row, column] = rows[row, column] / scales[row] } }
        for column in 0..<width { stacked[count + column, column] = 1 }
        let factors = try QRFactorization(stacked, columnPivoting: true)
        let q = factors.orthogonalFactor
        let upper = Tensor(shape: [count, width], elements: q.elements[0..<count * width])
        let root = Tensor(shape: [width, width], elements: q.elements[(count * width)...])
        let scaled = Tensor((0..<count).map { values[$0] / scales[$0] })
        let part = Self.product(upper, scaled, transposed: true)
        mean = Self.product(root, part)
        self.root = root
        var rest = scaled
        LinearAlgebra.addScaled(-1, Self.product(upper, part), to: &rest)
        let square = max(LinearAlgebra.dot(rest, rest) + LinearAlgebra.dot(mean, mean), .leastNormalMagnitude)
        amplitude = square / Double(count)
        let r = factors.upperFactor
        let logDeterminant = scales.reduce(0) { $0 + log($1) } + (0..<width).reduce(0) { $0 + log(abs(r[$1, $1])) }
        loss = logDeterminant + 0.5 * Double(count) * log(square)
        guard wantsSlope else {
            (slope, noiseSlope) = (Tensor(shape: [0, 0], repeating: 0), 0)
            return
        }
        (slope, noiseSlope) = Self.slopes(rows, upper, root, rest, mean, scales, noise: noise, square: square)
    }

    // ∂loss = ½ tr(S⁻¹ ∂S) - n/2 zᵀ ∂S z / square with z = S⁻¹ y, and ∂S = ∂Ψ Ψᵀ + Ψ ∂Ψᵀ + ε² ∂(d²), d_i² = Σ_j Ψ_ij².
    private static func slopes(
        _ rows: Tensor<Double>, _ upper: Tensor<Double>, _ root: Tensor<Double>, _ rest: Tensor<Double>, _ mean: Tensor<Double>,
        _ scales: [Double], noise: Double, square: Double
    ) -> (Tensor<Double>, Double) {
        let (count, width) = (rows.shape[0], rows.shape[1]), factor = Double(count) / square
        // S⁻¹ Ψ = diag(1/scale) Q₁ Q₂ᵀ and zᵀ Ψ = aᵀ.
        var slope = LinearAlgebra.multiply(upper, root, transposeB: true)
        var noiseSlope = 0.0
        for row in 0..<count {
            let z = rest[row] / scales[row]
            var leverage = 0.0
            for column in 0..<width { leverage += upper[row, column] * upper[row, column] }
            // ½ (S⁻¹ - n z zᵀ / square)_ii, times scale² = ε² d².
            let own = (1 - leverage) - factor * rest[row] * rest[row]
            noiseSlope += own
            let relative = own * noise * noise / (scales[row] * scales[row])
            for column in 0..<width {
                slope[row, column] = slope[row, column] / scales[row] - factor * z * mean[column] + relative * rows[row, column]
            }
        }
        return (slope, noiseSlope)
    }

    private static func product(_ matrix: Tensor<Double>, _ vector: Tensor<Double>, transposed: Bool = false) -> Tensor<Double> {
        let column = vector.reshaped([vector.count, 1])
        let result = LinearAlgebra.multiply(matrix, column, transposeA: transposed)
        return result.reshaped([result.count])
    }
}
