import Foundation
import NumericsCore

/// Weights of trigonometric interpolation and its derivatives on equidistant points of a periodic coordinate.
public enum TrigonometricMatrices {
    /// Weight of the value at one point for derivative `order` at a distance from it.
    ///
    /// The derivative of the periodic sinc function as its own Fourier sum. The Nyquist mode of an even count is taken
    /// as a cosine, whose odd derivatives vanish at the points.
    /// - Parameters:
    ///   - distance: target minus source position.
    ///   - count: number of points; `period` their range.
    public static func weight(distance: Double, count: Int, period: Double, order: Int) -> Double {
        let wave = 2 * Double.pi / period
        let shift = Double(order) * Double.pi / 2
        var sum = order == 0 ? 1.0 : 0.0
        for k in 1..<((count + 1) / 2 + 1) where 2 * k <= count {
            let number = wave * Double(k)
            let factor = (2 * k == count ? 1.0 : 2.0) * pow(number, Double(order))
            // Reducing the phase by whole periods first keeps the cosine accurate for large k.
            let turns = Double(k) * distance / period
            sum += factor * cos(2 * Double.pi * (turns - turns.rounded()) + shift)
        }
        return sum / Double(count)
    }

    /// Values [point] to the cosine and sine coefficients of the highest tenth of the modes (at least two) [row][point].
    static func tailTransform(count: Int) -> Tensor<Double> {
        let highest = count / 2
        let kept = min(max(2, highest / 10), highest + 1)
        let modes = (highest - kept + 1)...highest
        var rows: [Double] = []
        for mode in modes {
            for shift in [0.0, Double.pi / 2] {
                for point in 0..<count {
                    let turns = Double(mode * point % count) / Double(count)
                    rows.append(2 / Double(count) * cos(2 * Double.pi * turns - shift))
                }
            }
        }
        return Tensor(shape: [2 * kept, count], elements: rows)
    }
}
