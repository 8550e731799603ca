import CFFTW

/// A plan of FFTW. Executing it on other arrays of the same layout is safe from several threads at once.
final class TransformPlan: @unchecked Sendable {
    private let plan: fftw_plan
    private let layout: TransformLayout

    /// Must be called with FFTW's planner locked.
    init(_ layout: TransformLayout) {
        self.layout = layout
        let extents = layout.extents
        // Measuring overwrites the arrays, so planning never sees the caller's.
        let input = fftw_alloc_real(extents.input)!
        let output = layout.isInPlace ? input : fftw_alloc_real(extents.output)!
        guard let plan = TransformPlan.make(layout, input, output) else {
            preconditionFailure("FFTW cannot plan \(layout)")
        }
        self.plan = plan
        if !layout.isInPlace { fftw_free(output) }
        fftw_free(input)
    }

    /// Runs the plan; pointers that are not aligned as planned are given to a plan without vector instructions.
    func execute(_ input: UnsafeMutableRawPointer, _ output: UnsafeMutableRawPointer) {
        let source = input.assumingMemoryBound(to: Double.self)
        let target = output.assumingMemoryBound(to: Double.self)
        if layout.isAligned && (fftw_alignment_of(source) != 0 || fftw_alignment_of(target) != 0) {
            var unaligned = layout
            unaligned.isAligned = false
            return TransformPlanCache.shared.plan(unaligned).execute(input, output)
        }
        switch layout.operation {
        case .complexForward, .complexBackward:
            fftw_execute_dft(plan, TransformPlan.pairs(source), TransformPlan.pairs(target))
        case .realForward: fftw_execute_dft_r2c(plan, source, TransformPlan.pairs(target))
        case .realBackward: fftw_execute_dft_c2r(plan, TransformPlan.pairs(source), target)
        case .trigonometric: fftw_execute_r2r(plan, source, target)
        }
    }

    /// The same memory as FFTW's complex numbers.
    private static func pairs(_ pointer: UnsafeMutablePointer<Double>) -> UnsafeMutablePointer<fftw_complex> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: fftw_complex.self)
    }

    private static func make(
        _ layout: TransformLayout, _ input: UnsafeMutablePointer<Double>, _ output: UnsafeMutablePointer<Double>
    ) -> fftw_plan? {
        let dims = layout.transformed.map(\.dimension)
        let loops = layout.looped.map(\.dimension)
        let (rank, loopRank) = (Int32(dims.count), Int32(loops.count))
        let unaligned = layout.isAligned ? 0 : FFTW_UNALIGNED
        let preserve = layout.preservesInput ? FFTW_PRESERVE_INPUT : 0
        let flags = layout.planning.flags | unaligned | preserve
        switch layout.operation {
        case .complexForward, .complexBackward:
            return fftw_plan_guru64_dft(
                rank, dims, loopRank, loops, pairs(input), pairs(output),
                layout.operation == .complexForward ? -1 : 1, flags)
        case .realForward:
            return fftw_plan_guru64_dft_r2c(rank, dims, loopRank, loops, input, pairs(output), flags)
        case .realBackward:
            return fftw_plan_guru64_dft_c2r(rank, dims, loopRank, loops, pairs(input), output, flags)
        case .trigonometric(let kinds):
            return fftw_plan_guru64_r2r(rank, dims, loopRank, loops, input, output, kinds.map(\.code), flags)
        }
    }

    deinit { TransformPlanCache.shared.destroy(plan) }
}
