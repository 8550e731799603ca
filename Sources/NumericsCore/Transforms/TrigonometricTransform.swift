/// Sine and cosine transforms of real arrays along one or several axes, each axis with its own kind.
///
/// Forward transforms are not normalised (see `TrigonometricKind`). The inverse uses the inverse kinds and divides by
/// the product of the logical lengths. Executing never allocates, and one transform may be used from several threads at once.
public struct TrigonometricTransform: Sendable {
    /// Extents of the arrays.
    public let shape: [Int]
    /// The axes transformed; the others are batches.
    public let axes: [Int]
    /// The kind along each of `axes`.
    public let kinds: [TrigonometricKind]
    private let forwardPlan, inversePlan, forwardInPlace, inverseInPlace: TransformPlan

    /// Prepares transforms of arrays of this shape.
    ///
    /// Precondition: one kind for each of `axes` (nil: all axes), and two points at least for `cosineI`.
    public init(
        shape: [Int], kinds: [TrigonometricKind], axes: [Int]? = nil, planning: TransformPlanning = .estimate
    ) {
        let axes = axes ?? Array(shape.indices)
        precondition(axes.count == kinds.count && Set(axes).count == axes.count, "kinds \(kinds) for axes \(axes)")
        precondition(axes.allSatisfy(shape.indices.contains) && shape.allSatisfy { $0 > 0 }, "axes \(axes) of \(shape)")
        precondition(zip(axes, kinds).allSatisfy { $1.logicalLength(shape[$0]) > 0 }, "too few points in \(shape)")
        self.shape = shape
        self.axes = axes
        self.kinds = kinds
        func plan(_ kinds: [TrigonometricKind], _ isInPlace: Bool) -> TransformPlan {
            TransformPlanCache.shared.plan(
                TransformLayout(
                    .trigonometric(kinds), lengths: shape, input: shape, output: shape, axes: axes,
                    isInPlace: isInPlace, planning: planning))
        }
        let inverses = kinds.map(\.inverse)
        forwardPlan = plan(kinds, false)
        forwardInPlace = plan(kinds, true)
        inversePlan = plan(inverses, false)
        inverseInPlace = plan(inverses, true)
    }

    /// The factor by which forward followed by an unnormalised inverse multiplies.
    public var scale: Double {
        zip(axes, kinds).reduce(1.0) { $0 * Double($1.1.logicalLength(shape[$1.0])) }
    }

    /// Transforms `values` into `coefficients`, both of `shape`.
    public func forward(_ values: Tensor<Double>, into coefficients: inout Tensor<Double>) {
        run(forwardPlan, values, &coefficients)
    }

    /// Transforms `coefficients` back into `values`, both of `shape`.
    public func inverse(
        _ coefficients: Tensor<Double>, into values: inout Tensor<Double>, normalised: Bool = true
    ) {
        run(inversePlan, coefficients, &values)
        if normalised { LinearAlgebra.scale(1 / scale, &values) }
    }

    /// Overwrites values by their transform.
    public func forward(inPlace values: inout Tensor<Double>) {
        run(forwardInPlace, &values)
    }

    /// Overwrites a transform by its values.
    public func inverse(inPlace values: inout Tensor<Double>, normalised: Bool = true) {
        run(inverseInPlace, &values)
        if normalised { LinearAlgebra.scale(1 / scale, &values) }
    }

    private func run(_ plan: TransformPlan, _ input: Tensor<Double>, _ output: inout Tensor<Double>) {
        precondition(input.shape == shape && output.shape == shape, "transform of \(shape), found \(input.shape)")
        input.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                // FFTW leaves the input of these kinds as it was when the output is another array.
                plan.execute(
                    UnsafeMutableRawPointer(mutating: UnsafeRawPointer(source.baseAddress!)),
                    UnsafeMutableRawPointer(target.baseAddress!))
            }
        }
    }

    private func run(_ plan: TransformPlan, _ values: inout Tensor<Double>) {
        precondition(values.shape == shape, "transform of \(shape), found \(values.shape)")
        values.withUnsafeMutableBufferPointer { buffer in
            let pointer = UnsafeMutableRawPointer(buffer.baseAddress!)
            plan.execute(pointer, pointer)
        }
    }
}
