import Fields
import Foundation
import NumericsCore

/// The Cholesky factor of a covariance matrix on equally spaced nodes.
///
/// The covariance exp(-r²/2) is a product over the coordinates, and so is its factor; other covariances are factorised on all
/// nodes at once. A jitter of 1e-13 of the variance is added to the diagonal, ten times more at each failure up to 1e-7:
/// covariances of smooth fields on dense nodes are singular to rounding.
struct KernelFactor: Sendable {
    /// One lower factor [n][n] an axis, or a single one over all nodes.
    private let factors: [Tensor<Double>]
    private let isProduct: Bool

    init?(_ law: KernelLaw, _ coordinates: [Coordinate]) {
        isProduct = law.function == .rbf
        let axes = zip(coordinates, law.nodes).map { coordinate, count in Self.squares(coordinate, count) }
        var factors: [Tensor<Double>] = []
        let matrices = isProduct ? axes : [Self.sum(axes)]
        for (index, squares) in matrices.enumerated() {
            let variance = index == 0 ? law.variance : 1
            guard let factor = Self.factor(squares, law, variance: variance) else { return nil }
            factors.append(factor)
        }
        self.factors = factors
    }

    /// L xi [n…].
    func applied(to normals: Tensor<Double>) -> Tensor<Double> {
        if isProduct { return TensorContraction.apply(factors, to: normals) }
        return LinearAlgebra.multiply(factors[0], normals.reshaped([normals.count])).reshaped(normals.shape)
    }

    /// Squared distances [n][n] along an axis.
    private static func squares(_ coordinate: Coordinate, _ count: Int) -> Tensor<Double> {
        let spacing = coordinate.length / Double(coordinate.isPeriodic ? count : max(count - 1, 1))
        var result = Tensor(shape: [count, count], repeating: 0.0)
        for row in 0..<count {
            for column in 0..<count {
                var distance = spacing * Double(row - column)
                if coordinate.isPeriodic { distance = coordinate.length / .pi * sin(.pi * distance / coordinate.length) }
                result[row, column] = distance * distance
            }
        }
        return result
    }

    /// Squared distances over all nodes.
    private static func sum(_ axes: [Tensor<Double>]) -> Tensor<Double> {
        axes.dropFirst().reduce(axes[0]) { left, right in
            let (n, m) = (left.shape[0], right.shape[0])
            var result = Tensor(shape: [n * m, n * m], repeating: 0.0)
            for a in 0..<n {
                for b in 0..<m {
                    for c in 0..<n {
                        for d in 0..<m { result[a * m + b, c * m + d] = left[a, c] + right[b, d] }
                    }
                }
            }
            return result
        }
    }

    private static func factor(_ squares: Tensor<Double>, _ law: KernelLaw, variance: Double) -> Tensor<Double>? {
        var covariance = squares
        covariance.withUnsafeMutableBufferPointer { values in
            for index in values.indices { values[index] = variance * law.function.correlation(values[index].squareRoot() / law.length) }
        }
        var jitter = 1e-13 * variance
        while jitter <= 1e-7 * variance {
            var shifted = covariance
            for row in 0..<covariance.shape[0] { shifted[row, row] += jitter }
            if let factorization = try? CholeskyFactorization(shifted) { return factorization.lowerFactor }
            jitter *= 10
        }
        return nil
    }
}

extension KernelLaw.Function {
    /// The correlation at a distance of `ratio` lengths.
    func correlation(_ ratio: Double) -> Double {
        switch self {
        case .rbf: return exp(-0.5 * ratio * ratio)
        case .matern12: return exp(-ratio)
        case .matern32:
            let scaled = 3.0.squareRoot() * ratio
            return (1 + scaled) * exp(-scaled)
        case .matern52:
            let scaled = 5.0.squareRoot() * ratio
            return (1 + scaled + scaled * scaled / 3) * exp(-scaled)
        }
    }
}
