import Foundation

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
}
