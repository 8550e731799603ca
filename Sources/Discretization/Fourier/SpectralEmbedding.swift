import NumericsCore

/// Moves coefficients between two resolutions of the same box: padding with zeros one way, truncation the other.
///
/// Only modes of the expansion of both sides are moved, so that Nyquist modes are always left behind.
public struct SpectralEmbedding: Sendable {
    public let coarse: FourierModes
    public let fine: FourierModes
    /// Contiguous stretches along the last axis: offsets in both arrays.
    private let runs: [(coarse: Int, fine: Int)]
    private let runLength: Int

    /// Precondition: `fine` has at least as many points along every axis.
    public init(coarse: FourierModes, fine: FourierModes) {
        precondition(zip(coarse.counts, fine.counts).allSatisfy { $0 <= $1 }, "the fine grid is coarser along an axis")
        self.coarse = coarse
        self.fine = fine
        runLength = coarse.counts[coarse.dimension - 1] / 2
        var offsets = [(coarse: 0, fine: 0)]
        for axis in 0..<coarse.dimension {
            let isLast = axis == coarse.dimension - 1
            let slots = isLast ? [(0, 0)] : Self.slots(coarse, fine, axis: axis)
            offsets = offsets.flatMap { base in
                slots.map { (base.coarse * coarse.shape[axis] + $0.0, base.fine * fine.shape[axis] + $0.1) }
            }
        }
        runs = offsets
    }

    private static func slots(_ coarse: FourierModes, _ fine: FourierModes, axis: Int) -> [(Int, Int)] {
        coarse.integers(along: axis).enumerated().compactMap { slot, mode in
            guard abs(mode) < coarse.counts[axis] / 2 else { return nil }
            return (slot, mode >= 0 ? mode : mode + fine.counts[axis])
        }
    }

    /// Writes coarse coefficients [coarse mode], multiplied by `factor` [coarse mode] if given, into `target` [fine mode],
    /// and zero into all other modes.
    public func pad(
        _ source: UnsafeBufferPointer<Complex<Double>>, times factor: UnsafeBufferPointer<Complex<Double>>? = nil,
        into target: UnsafeMutableBufferPointer<Complex<Double>>
    ) {
        target.update(repeating: Complex(0, 0))
        for run in runs {
            guard let factor else {
                for mode in 0..<runLength { target[run.fine &+ mode] = source[run.coarse &+ mode] }
                continue
            }
            for mode in 0..<runLength {
                target[run.fine &+ mode] = source[run.coarse &+ mode] * factor[run.coarse &+ mode]
            }
        }
    }

    /// Adds coarse coefficients times `factor` to the same modes of `target` [fine mode].
    public func add(
        _ source: UnsafeBufferPointer<Complex<Double>>, times factor: UnsafeBufferPointer<Complex<Double>>,
        to target: UnsafeMutableBufferPointer<Complex<Double>>
    ) {
        for run in runs {
            for mode in 0..<runLength {
                target[run.fine &+ mode] = target[run.fine &+ mode] + source[run.coarse &+ mode] * factor[run.coarse &+ mode]
            }
        }
    }

    /// Writes fine coefficients, times `scale`, into `target` [coarse mode], zero into its Nyquist modes.
    public func truncate(
        _ source: UnsafeBufferPointer<Complex<Double>>, scale: Double = 1,
        into target: UnsafeMutableBufferPointer<Complex<Double>>
    ) {
        target.update(repeating: Complex(0, 0))
        for run in runs {
            for mode in 0..<runLength {
                let value = source[run.fine &+ mode]
                target[run.coarse &+ mode] = Complex(value.real * scale, value.imaginary * scale)
            }
        }
    }
}

extension SpectralEmbedding {
    /// Coefficients [field][fine mode] of fields given as [field][coarse mode].
    public func padded(_ coefficients: Tensor<Complex<Double>>) -> Tensor<Complex<Double>> {
        moved(coefficients, from: coarse, to: fine) { pad($0, into: $1) }
    }

    /// Coefficients [field][coarse mode] of fields given as [field][fine mode].
    public func truncated(_ coefficients: Tensor<Complex<Double>>) -> Tensor<Complex<Double>> {
        moved(coefficients, from: fine, to: coarse) { truncate($0, into: $1) }
    }

    private func moved(
        _ coefficients: Tensor<Complex<Double>>, from source: FourierModes, to target: FourierModes,
        _ move: (UnsafeBufferPointer<Complex<Double>>, UnsafeMutableBufferPointer<Complex<Double>>) -> Void
    ) -> Tensor<Complex<Double>> {
        let fields = coefficients.count / source.storedCount
        var result = Tensor(shape: [fields] + target.shape, repeating: Complex<Double>(0, 0))
        coefficients.withUnsafeBufferPointer { input in
            result.withUnsafeMutableBufferPointer { output in
                for field in 0..<fields {
                    move(
                        UnsafeBufferPointer(rebasing: input[field * source.storedCount..<(field + 1) * source.storedCount]),
                        UnsafeMutableBufferPointer(
                            rebasing: output[field * target.storedCount..<(field + 1) * target.storedCount]))
                }
            }
        }
        return result
    }
}

extension FourierModes {
    /// Coefficients [field][mode of `target`] of fields given on these modes, padded along some axes and truncated along others.
    public func moved(_ coefficients: Tensor<Complex<Double>>, to target: FourierModes) -> Tensor<Complex<Double>> {
        if target == self { return coefficients }
        let common = resized(zip(counts, target.counts).map { min($0, $1) })
        let small = common == self ? coefficients : SpectralEmbedding(coarse: common, fine: self).truncated(coefficients)
        return common == target ? small : SpectralEmbedding(coarse: common, fine: target).padded(small)
    }
}
