import Foundation
import NumericsCore

/// Functions φ_n(x) = e^(-s²/2) sⁿ / √n!, s = (x - c)/length: Σ_n φ_n(x) φ_n(x') is the squared exponential of that length.
///
/// The expansion of e^(s s'); with it covariances are products of features, whose rounding errors a QR factorisation does not square.
/// Ladder: φ_n' = (√n φ_(n-1) - √(n+1) φ_(n+1)) / length and s φ_n = √(n+1) φ_(n+1).
package enum EnvelopeFeatures {
    /// How many features carry a squared exponential to rounding where |s| is at most `reach`: those of a Poisson law of mean reach².
    package static func count(reach: Double) -> Int {
        let mean = reach * reach
        var term = exp(-mean), sum = term, count = 1
        while 1 - sum > 0 || Double(count) < mean {
            term *= mean / Double(count)
            sum += term
            count += 1
            if term < 1e-17 && Double(count) > mean { break }
        }
        return count
    }

    /// Derivatives of the first features at distances from the centre [order][feature][point].
    package static func table(_ distances: [Double], length: Double, count: Int, order: Int) -> [Tensor<Double>] {
        let points = distances.count, most = count + order
        var current = Tensor(shape: [most, points], repeating: 0.0)
        for (point, distance) in distances.enumerated() {
            let s = distance / length
            var value = exp(-0.5 * s * s)
            for n in 0..<most {
                current[n, point] = value
                value *= s / Double(n + 1).squareRoot()
            }
        }
        var result = [current]
        for k in 0..<order {
            var next = Tensor(shape: [most, points], repeating: 0.0)
            for n in 0..<(most - k - 1) {
                let (down, up) = (Double(n).squareRoot() / length, Double(n + 1).squareRoot() / length)
                for point in 0..<points {
                    next[n, point] = (n > 0 ? down * current[n - 1, point] : 0) - up * current[n + 1, point]
                }
            }
            current = next
            result.append(current)
        }
        return result
    }
}
