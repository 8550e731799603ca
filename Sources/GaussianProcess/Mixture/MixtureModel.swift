import Foundation
import Kernels
import NumericsCore

/// A spectral mixture with a Gaussian spectrum along one coordinate, by its features: each peak gives amplitudes and phases that vary
/// like squared exponentials, u = Σ_q √w_q Σ_n φ_n(x) (a_qn cos 2πμ_q x + b_qn sin 2πμ_q x) with independent standard normal a and b.
package struct MixtureModel: Sendable {
    package var peaks: [SpectralMixture.Peak]
    /// Middle of the range, from where features count distances.
    let centre: Double
    /// Features of each envelope; two more are made for derivatives by the parameters.
    package let envelopeCount: Int

    /// One column: a feature of an envelope times a cosine or a sine.
    struct Column: Hashable, Sendable {
        var peak: Int
        var isSine: Bool
        var feature: Int
    }

    package init(_ peaks: [SpectralMixture.Peak], range: ClosedRange<Double>, shortest: Double) {
        self.peaks = peaks
        centre = 0.5 * (range.lowerBound + range.upperBound)
        envelopeCount = EnvelopeFeatures.count(reach: 0.5 * (range.upperBound - range.lowerBound) / shortest)
    }

    /// Columns with `extra` more features an envelope; peaks at rest have no sines.
    func columns(extra: Int = 0) -> [Column] {
        peaks.indices.flatMap { peak in
            (peaks[peak].frequency > 0 ? [false, true] : [false]).flatMap { isSine in
                (0..<envelopeCount + extra).map { Column(peak: peak, isSine: isSine, feature: $0) }
            }
        }
    }

    /// What functionals Σ_e c_e ∂^(α_e) at points make of the columns, without the weights [point][column].
    /// - Parameters:
    ///   - orders: [entry].
    ///   - coefficients: [entry][point].
    func rows(_ orders: [Int], _ coefficients: [[Double]], at points: [Double], extra: Int = 0) -> Tensor<Double> {
        let own = columns(extra: extra), width = own.count, order = orders.max() ?? 0, size = envelopeCount + extra
        var result = Tensor(shape: [points.count, width], repeating: 0.0)
        var start = 0
        for peak in peaks {
            let tables = EnvelopeFeatures.table(points.map { $0 - centre }, length: peak.length, count: size, order: order)
            for isSine in peak.frequency > 0 ? [false, true] : [false] {
                for k in 0...order {
                    let wave = waves(peak.frequency, isSine, k, orders, coefficients, points)
                    if wave.allSatisfy({ $0 == 0 }) { continue }
                    for feature in 0..<size {
                        for point in points.indices { result[point, start + feature] += wave[point] * tables[k][feature, point] }
                    }
                }
                start += size
            }
        }
        return result
    }

    /// Σ_e c_e binomial(α_e, k) ∂^(α_e - k) of the wave: what the k-th derivative of an envelope is multiplied by.
    private func waves(
        _ frequency: Double, _ isSine: Bool, _ k: Int, _ orders: [Int], _ coefficients: [[Double]], _ points: [Double]
    ) -> [Double] {
        let rate = 2 * Double.pi * frequency
        return points.indices.map { point in
            var sum = 0.0
            for (entry, order) in orders.enumerated() where order >= k && coefficients[entry][point] != 0 {
                let rest = order - k
                if rest > 0 && rate == 0 { continue }
                let ways = (0..<k).reduce(1.0) { $0 * Double(order - $1) / Double($1 + 1) }
                let phase = rate * (points[point] - centre) + Double(rest) * .pi / 2
                sum += coefficients[entry][point] * ways * pow(rate, Double(rest)) * (isSine ? sin(phase) : cos(phase))
            }
            return sum
        }
    }

    /// √w of each column.
    func weights(_ columns: [Column]) -> [Double] { columns.map { peaks[$0.peak].weight.squareRoot() } }
}
