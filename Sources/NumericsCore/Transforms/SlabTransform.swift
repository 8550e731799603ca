/// The transforms along all axes but the first, one slab after the other.
struct SlabTransform: Sendable {
    /// Slabs, real values in a slab, and real or complex coefficients in its spectrum.
    let count, valueCount, spectrumCount: Int
    let isComplex: Bool
    /// Whether sines or cosines and Fourier axes are mixed, so that a slab passes through a scratch array.
    let needsSlab: Bool
    private let trigonometric, inverseTrigonometric: TransformPlan?
    private let fourier, inverseFourier: TransformPlan?

    init(count: Int, shape: [Int], kinds: [SpectralKind], planning: TransformPlanning) {
        let fourierAxes = kinds.indices.filter { kinds[$0] == .fourier }
        let spectrum = SpectralDiagonalSolve.spectrumShape(shape, kinds)
        self.count = count
        valueCount = shape.reduce(1, *)
        spectrumCount = spectrum.reduce(1, *)
        isComplex = !fourierAxes.isEmpty
        needsSlab = isComplex && fourierAxes.count < kinds.count
        // Slabs of an odd number of values do not all start at multiples of 16 bytes.
        let isAligned = valueCount % 2 == 0 || count == 1
        let walls = SlabTransform.wallPlans(shape, kinds, inPlace: needsSlab, isAligned: isAligned, planning)
        trigonometric = walls.forward
        inverseTrigonometric = walls.inverse
        guard isComplex else {
            fourier = nil
            inverseFourier = nil
            return
        }
        var forward = TransformLayout(
            .realForward, lengths: shape, input: shape, output: spectrum, axes: fourierAxes, isInPlace: false,
            planning: planning)
        var inverse = TransformLayout(
            .realBackward, lengths: shape, input: spectrum, output: shape, axes: fourierAxes, isInPlace: false,
            planning: planning)
        forward.isAligned = isAligned
        inverse.isAligned = isAligned
        // Writing the input back would cost a third stream through memory.
        inverse.preservesInput = fourierAxes.count == 1
        fourier = TransformPlanCache.shared.plan(forward)
        inverseFourier = TransformPlanCache.shared.plan(inverse)
    }

    /// Transforms `values` [count][valueCount] into `spectrum` [count][spectrumCount].
    func forward(
        _ values: UnsafePointer<Double>, _ spectrum: UnsafeMutablePointer<Double>,
        _ scratch: UnsafeMutablePointer<Double>
    ) {
        let step = isComplex ? 2 * spectrumCount : spectrumCount
        for index in 0..<count {
            // The plans used here leave their input as it is.
            let source = UnsafeMutablePointer(mutating: values + index * valueCount)
            let target = spectrum + index * step
            if needsSlab {
                scratch.update(from: source, count: valueCount)
                trigonometric!.execute(scratch, scratch)
                fourier!.execute(scratch, target)
            } else if let plan = fourier ?? trigonometric {
                plan.execute(source, target)
            } else {
                target.update(from: source, count: valueCount)
            }
        }
    }

    /// Transforms `spectrum` back into `values`, not normalised. A real spectrum lies where the values shall be.
    func inverse(_ spectrum: UnsafeMutablePointer<Double>, _ values: UnsafeMutablePointer<Double>) {
        for index in 0..<count {
            let target = values + index * valueCount
            if let inverseFourier { inverseFourier.execute(spectrum + index * 2 * spectrumCount, target) }
            if let inverseTrigonometric { inverseTrigonometric.execute(target, target) }
        }
    }

    private static func wallPlans(
        _ shape: [Int], _ kinds: [SpectralKind], inPlace: Bool, isAligned: Bool, _ planning: TransformPlanning
    ) -> (forward: TransformPlan?, inverse: TransformPlan?) {
        var axes: [Int] = []
        var walls: [TrigonometricKind] = []
        for (axis, kind) in kinds.enumerated() {
            guard case .trigonometric(let wall) = kind else { continue }
            axes.append(axis)
            walls.append(wall)
        }
        guard !axes.isEmpty else { return (nil, nil) }
        func plan(_ kinds: [TrigonometricKind], _ isInPlace: Bool) -> TransformPlan {
            var layout = TransformLayout(
                .trigonometric(kinds), lengths: shape, input: shape, output: shape, axes: axes, isInPlace: isInPlace,
                planning: planning)
            layout.isAligned = isAligned
            return TransformPlanCache.shared.plan(layout)
        }
        return (plan(walls, inPlace), plan(walls.map(\.inverse), true))
    }
}
