/// The discrete Fourier transform of real arrays along one or several axes, storing half of the spectrum.
///
/// Forward: y_k = Σ_j x_j exp(−2πi jk/n), not normalised. The last of `axes` keeps the wave numbers 0 … n/2;
/// the others run 0, 1 … n/2, −(n−1)/2 … −1. The inverse divides by the number of points.
/// Executing never allocates, and one transform may be used from several threads at once.
public struct RealFourierTransform: Sendable {
    /// Extents of the real arrays.
    public let shape: [Int]
    /// Extents of the half spectrum.
    public let spectrumShape: [Int]
    /// The axes transformed, the halved one last; the others are batches.
    public let axes: [Int]
    private let forwardPlan, inversePlan: TransformPlan

    /// Prepares transforms of arrays of this shape; `axes` nil means all of them.
    public init(shape: [Int], axes: [Int]? = nil, planning: TransformPlanning = .estimate) {
        let axes = axes ?? Array(shape.indices)
        precondition(!axes.isEmpty && Set(axes).count == axes.count, "axes \(axes) of \(shape)")
        precondition(axes.allSatisfy(shape.indices.contains) && shape.allSatisfy { $0 > 0 }, "axes \(axes) of \(shape)")
        var spectrum = shape
        spectrum[axes.last!] = shape[axes.last!] / 2 + 1
        self.shape = shape
        self.axes = axes
        spectrumShape = spectrum
        forwardPlan = TransformPlanCache.shared.plan(
            TransformLayout(
                .realForward, lengths: shape, input: shape, output: spectrum, axes: axes, isInPlace: false,
                planning: planning))
        inversePlan = TransformPlanCache.shared.plan(
            TransformLayout(
                .realBackward, lengths: shape, input: spectrum, output: shape, axes: axes, isInPlace: false,
                planning: planning))
    }

    /// The factor by which forward followed by an unnormalised inverse multiplies.
    public var scale: Double { Double(axes.reduce(1) { $0 * shape[$1] }) }

    /// Transforms `values` of `shape` into `spectrum` of `spectrumShape`.
    public func forward(_ values: Tensor<Double>, into spectrum: inout Tensor<Complex<Double>>) {
        precondition(values.shape == shape && spectrum.shape == spectrumShape, "transform of \(shape)")
        values.withUnsafeBufferPointer { source in
            spectrum.withUnsafeMutableBufferPointer { target in
                // FFTW leaves the input of an out-of-place forward transform as it was.
                forwardPlan.execute(
                    UnsafeMutableRawPointer(mutating: UnsafeRawPointer(source.baseAddress!)),
                    UnsafeMutableRawPointer(target.baseAddress!))
            }
        }
    }

    /// Transforms `spectrum` of `spectrumShape` back into `values` of `shape`. **Destroys `spectrum`**, as FFTW does
    /// in more than one dimension; pass a copy to keep it.
    public func inverse(
        _ spectrum: inout Tensor<Complex<Double>>, into values: inout Tensor<Double>, normalised: Bool = true
    ) {
        precondition(values.shape == shape && spectrum.shape == spectrumShape, "transform of \(shape)")
        spectrum.withUnsafeMutableBufferPointer { source in
            values.withUnsafeMutableBufferPointer { target in
                inversePlan.execute(
                    UnsafeMutableRawPointer(source.baseAddress!), UnsafeMutableRawPointer(target.baseAddress!))
            }
        }
        if normalised { LinearAlgebra.scale(1 / scale, &values) }
    }

    /// The half spectrum of `values`, in a new array.
    public func forward(_ values: Tensor<Double>) -> Tensor<Complex<Double>> {
        var spectrum = Tensor(shape: spectrumShape, repeating: Complex<Double>.zero)
        forward(values, into: &spectrum)
        return spectrum
    }

    /// The values of a half spectrum, in a new array; the spectrum is kept.
    public func inverse(_ spectrum: Tensor<Complex<Double>>) -> Tensor<Double> {
        var copy = spectrum
        var values = Tensor(shape: shape, repeating: 0.0)
        inverse(&copy, into: &values)
        return values
    }
}
