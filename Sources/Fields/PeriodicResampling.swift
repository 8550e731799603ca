import NumericsCore

/// The map of values on one periodic axis to another number of points of the same circle, by fast Fourier transforms.
///
/// The trigonometric interpolant is that of `AxisInterpolation`: the spectrum is padded with zeros for more points, and folded back for
/// fewer, because modes that the new points cannot tell apart have the same values there. n log n operations a line instead of the product of
/// both counts.
struct PeriodicResampling: Sendable {
    let sourceCount: Int
    let targetCount: Int

    /// Below this, weights are as fast, and copy values at points that both axes share.
    private static let fewest = 32

    /// nil unless both axes have equally spaced points that begin at the same place of the same circle, and many of them.
    init?(from source: GridAxis, to target: GridAxis) {
        let slack = 1e-13 * max(source.length, abs(source.lower))
        guard source.layout == .periodic, target.layout == .periodic, source.count > Self.fewest,
            abs(source.length - target.length) <= slack, abs(source.lower - target.lower) <= slack
        else { return nil }
        sourceCount = source.count
        targetCount = target.count
    }

    /// Applies the map along one axis of an array; precondition: every value is finite.
    func apply(to values: Tensor<Double>, axis: Int) -> Tensor<Double> {
        var shape = values.shape
        let forward = RealFourierTransform(shape: shape, axes: [axis])
        shape[axis] = targetCount
        let backward = RealFourierTransform(shape: shape, axes: [axis])
        var spectrum = moved(forward.forward(values), to: backward.spectrumShape, axis: axis)
        var result = Tensor(shape: shape, repeating: 0.0)
        backward.inverse(&spectrum, into: &result, normalised: false)
        LinearAlgebra.scale(1 / Double(sourceCount), &result)
        return result
    }

    /// The half spectrum of the other number of points.
    private func moved(_ source: Tensor<Complex<Double>>, to shape: [Int], axis: Int) -> Tensor<Complex<Double>> {
        let inner = shape[(axis + 1)...].reduce(1, *)
        let outer = shape[..<axis].reduce(1, *)
        let (from, to) = (source.shape[axis], shape[axis])
        let images = (0..<from).flatMap { self.images(of: $0) }
        var result = Tensor(shape: shape, repeating: Complex<Double>.zero)
        result.withUnsafeMutableBufferPointer { target in
            source.withUnsafeBufferPointer { source in
                for block in 0..<outer {
                    for image in images {
                        let (read, write) = ((block * from + image.mode) * inner, (block * to + image.target) * inner)
                        for index in 0..<inner {
                            let value = source[read + index]
                            let sign = image.isConjugate ? -value.imaginary : value.imaginary
                            target[write + index] = target[write + index]
                                + Complex(image.factor * value.real, image.factor * sign)
                        }
                    }
                }
            }
        }
        return result
    }

    private struct Image {
        var mode: Int
        var target: Int
        var isConjugate: Bool
        var factor: Double
    }

    /// Where a stored mode k and its partner -k stand among 0 ... m/2: each as k modulo m, or as the conjugate of its negative.
    private func images(of mode: Int) -> [Image] {
        let isHighest = 2 * mode == sourceCount
        let signed = mode == 0 ? [0] : [mode, -mode]
        // The highest mode of an even number of points is a cosine: half of it belongs to either sign.
        return signed.compactMap { wave in
            let folded = ((wave % targetCount) + targetCount) % targetCount
            guard 2 * folded <= targetCount else { return nil }
            return Image(mode: mode, target: folded, isConjugate: wave < 0, factor: isHighest ? 0.5 : 1)
        }
    }
}
