import CKernels

extension StencilMultigrid {
    /// How often a cycle visits the coarser lattices.
    public enum Cycle: Sendable, Equatable {
        /// Once.
        case v
        /// Twice, at every level.
        case w
        /// An F-cycle on the next one, then a V-cycle: between the two in cost and strength.
        case f
    }

    /// How errors are smoothed.
    public enum Smoother: Sendable, Equatable {
        /// Node by node in colours, with coarse lattices that leave out axes of weak couplings: for strengths that differ from
        /// axis to axis, but much in the same way everywhere.
        case points
        /// Line by line along each axis in turn (alternating zebra): for strong couplings along one axis here and another
        /// there, and for flows much stronger than diffusion. A cycle takes some three times as long.
        case lines
    }

    /// What a cycle consists of.
    public struct Settings: Sendable, Equatable {
        public var cycle: Cycle
        public var smoother: Smoother
        /// Smoothing sweeps before and after the coarse correction.
        public var before, after: Int
        /// Whether the sweeps after the correction visit the colours in opposite order. With as many sweeps before as after a
        /// V- or W-cycle is then symmetric, as conjugate gradients need it.
        public var isSymmetric: Bool
        /// Lattices of at most this many nodes are solved directly.
        public var coarsest: Int

        /// V(2,1) unless given otherwise.
        public init(
            cycle: Cycle = .v, smoother: Smoother = .points, before: Int = 2, after: Int = 1, isSymmetric: Bool = false,
            coarsest: Int = 64
        ) {
            precondition(before >= 0 && after >= 0 && before + after > 0, "a cycle without smoothing")
            self.cycle = cycle
            self.smoother = smoother
            self.before = before
            self.after = after
            self.isSymmetric = isSymmetric
            self.coarsest = max(coarsest, 1)
        }

        /// A symmetric V-cycle with so many sweeps before and after, for conjugate gradients.
        public static func symmetric(sweeps: Int = 1, smoother: Smoother = .points) -> Settings {
            Settings(smoother: smoother, before: sweeps, after: sweeps, isSymmetric: true)
        }

        /// Settings that suit a matrix, judged by a sample of its rows: lines where the direction of strong couplings changes
        /// from place to place or a flow dominates, else points; a symmetric cycle for symmetric storage.
        public static func suited(to matrix: StencilMatrix) -> Settings {
            let sampling = StencilSampling(matrix)
            // Line relaxation costs three times as much, so that a few exceptions are left to the Krylov method.
            let needsLines = sampling.deviation(ratio: 10) > 0.15 || sampling.onesidedness > 0.8
            let smoother: Smoother = needsLines ? .lines : .points
            return matrix.storage == .symmetric ? .symmetric(smoother: smoother) : Settings(smoother: smoother)
        }

        /// The stages on the way down, the first of which sets x to zero, and up.
        func stages(_ sweeps: StencilSweeps) -> (down: [ansatz_stage], up: [ansatz_stage]) {
            func stage(_ kind: Int) -> ansatz_stage {
                var stage = ansatz_stage()
                stage.kind = Int32(kind)
                return stage
            }
            let down = (0..<before).flatMap { _ in sweeps.forward }
            let up = (0..<after).flatMap { _ in isSymmetric ? sweeps.backward : sweeps.forward }
            return (
                [stage(ANSATZ_STAGE_ZERO)] + down + [stage(ANSATZ_STAGE_RESIDUAL), stage(ANSATZ_STAGE_RESTRICT)],
                [stage(ANSATZ_STAGE_CORRECTION)] + up
            )
        }
    }
}
