import Foundation
import NumericsCore

/// Frequencies at which equally spaced values have peaks, by a periodogram with the window of Blackman and Harris (1978),
/// whose side lobes lie 92 dB down.
package struct Periodogram: Sendable {
    /// Cycles per unit, the largest first.
    package let frequencies: [Double]
    /// Amplitudes of the waves at these frequencies.
    package let amplitudes: [Double]
    /// The largest amplitude near the highest frequency that the spacing can show, over the largest of all.
    package let aliasing: Double

    /// - Parameters:
    ///   - spacing: between neighbouring values.
    ///   - threshold: amplitude below which a peak is left out, over the largest.
    ///   - limit: most peaks.
    package init(_ values: [Double], spacing: Double, threshold: Double, limit: Int) {
        let count = values.count, mean = values.reduce(0, +) / Double(max(count, 1))
        let window = (0..<count).map { index -> Double in
            let turn = 2 * Double.pi * (Double(index) + 0.5) / Double(count)
            return 0.35875 - 0.48829 * cos(turn) + 0.14128 * cos(2 * turn) - 0.01168 * cos(3 * turn)
        }
        let weight = 0.5 * window.reduce(0, +)
        // Half steps of the resolution, so that no peak falls between.
        let spectrum: [Double] = (0...count).map { (step: Int) -> Double in
            var (real, imaginary) = (0.0, 0.0)
            for index in 0..<count {
                let phase = Double.pi * Double(step * index % (2 * count)) / Double(count)
                real += window[index] * (values[index] - mean) * cos(phase)
                imaginary += window[index] * (values[index] - mean) * sin(phase)
            }
            return (real * real + imaginary * imaginary).squareRoot() / weight
        }
        let largest = spectrum.max() ?? 0
        // The window's main lobe is eight half steps wide each side; what lies there belongs to the peak at rest.
        let limits = 8..<max(count - 1, 8)
        let local = limits.filter { (place: Int) -> Bool in
            let height = spectrum[place]
            return height > threshold * largest && height >= spectrum[place - 1] && height > spectrum[place + 1]
        }
        let peaks = local.sorted { (a: Int, b: Int) -> Bool in spectrum[a] > spectrum[b] }.prefix(limit)
        let step = 0.5 / (Double(count) * spacing)
        frequencies = peaks.map { Double($0) * step }
        amplitudes = peaks.map { spectrum[$0] }
        aliasing = largest > 0 ? (spectrum.suffix(max(count / 10, 1)).max() ?? 0) / largest : 0
    }
}
