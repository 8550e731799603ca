/// The discrete Fourier transform of complex arrays along one or several axes.
///
/// Forward: y_k = Σ_j x_j exp(−2πi jk/n) for each axis, not normalised. The inverse divides by the number of
/// points, so that it undoes the forward transform; `normalised: false` leaves that factor to the caller.
/// Executing never allocates, and one transform may be used from several threads at once.
public struct ComplexFourierTransform: Sendable {
    /// Extents of the arrays.
    public let shape: [Int]
    /// The axes transformed; the others are batches.
    public let axes: [Int]
    private let forwardPlan, inversePlan, forwardInPlace, inverseInPlace: TransformPlan

    /// Prepares transforms of arrays of this shape; `axes` nil means all of them.
    public init(shape: [Int], axes: [Int]? = nil, planning: TransformPlanning = .estimate) {
        let axes = axes ?? Array(shape.indices)
        precondition(Set(axes).count == axes.count && axes.allSatisfy(shape.indices.contains), "axes \(axes) of \(shape)")
        precondition(shape.allSatisfy { $0 > 0 }, "transform of an empty array \(shape)")
        self.shape = shape
        self.axes = axes
        func plan(_ operation: TransformLayout.Operation, _ isInPlace: Bool) -> TransformPlan {
            TransformPlanCache.shared.plan(
                TransformLayout(
                    operation, lengths: shape, input: shape, output: shape, axes: axes, isInPlace: isInPlace,
                    planning: planning))
        }
        forwardPlan = plan(.complexForward, false)
        inversePlan = plan(.complexBackward, false)
        forwardInPlace = plan(.complexForward, true)
        inverseInPlace = plan(.complexBackward, true)
    }

    /// The factor by which forward followed by an unnormalised inverse multiplies.
    public var scale: Double { Double(axes.reduce(1) { $0 * shape[$1] }) }

    /// Transforms `values` into `spectrum`, both of `shape`.
    public func forward(_ values: Tensor<Complex<Double>>, into spectrum: inout Tensor<Complex<Double>>) {
        run(forwardPlan, values, &spectrum)
    }

    /// Transforms `spectrum` back into `values`, both of `shape`.
    public func inverse(
        _ spectrum: Tensor<Complex<Double>>, into values: inout Tensor<Complex<Double>>, normalised: Bool = true
    ) {
        run(inversePlan, spectrum, &values)
        if normalised { multiply(&values, 1 / scale) }
    }

    /// Overwrites values by their transform.
    public func forward(inPlace values: inout Tensor<Complex<Double>>) {
        run(forwardInPlace, &values)
    }

    /// Overwrites a transform by its values.
    public func inverse(inPlace values: inout Tensor<Complex<Double>>, normalised: Bool = true) {
        run(inverseInPlace, &values)
        if normalised { multiply(&values, 1 / scale) }
    }

    private func run(
        _ plan: TransformPlan, _ input: Tensor<Complex<Double>>, _ output: inout Tensor<Complex<Double>>
    ) {
        precondition(input.shape == shape && output.shape == shape, "transform of \(shape), found \(input.shape)")
        input.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                // FFTW leaves the input of an out-of-place complex transform as it was.
                plan.execute(
                    UnsafeMutableRawPointer(mutating: UnsafeRawPointer(source.baseAddress!)),
                    UnsafeMutableRawPointer(target.baseAddress!))
            }
        }
    }

    private func run(_ plan: TransformPlan, _ values: inout Tensor<Complex<Double>>) {
        precondition(values.shape == shape, "transform of \(shape), found \(values.shape)")
        values.withUnsafeMutableBufferPointer { buffer in
            let pointer = UnsafeMutableRawPointer(buffer.baseAddress!)
            plan.execute(pointer, pointer)
        }
    }

    private func multiply(_ values: inout Tensor<Complex<Double>>, _ factor: Double) {
        values.withUnsafeMutableBufferPointer { buffer in
            let parts = doubles(buffer)!
            for index in 0..<2 * buffer.count { parts[index] *= factor }
        }
    }
}
