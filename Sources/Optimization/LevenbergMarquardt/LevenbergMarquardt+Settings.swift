extension LevenbergMarquardt {
    /// How the damped normal equations (Jᵀ J + λ D) d = Jᵀ r are solved.
    public enum Factorization: String, Sendable, CaseIterable {
        /// `kernel` with fewer rows than parameters; otherwise `cholesky`, and `orthogonal` for some steps when rounding
        /// spoils that.
        case automatic
        /// Cholesky of Jᵀ J + λ D.
        case cholesky
        /// QR of [J; √λ √D]: two to three times the work, without squaring the condition of J. Needs as many rows as parameters.
        case orthogonal
        /// Cholesky of J D⁻¹ Jᵀ + λ I, of the size of the rows.
        case kernel
    }

    /// What can be chosen; the defaults are those of the measured recipe (Burgers, perceptrons of 500 to 1300 parameters).
    public struct Settings: Sendable, Hashable {
        public var factorization = Factorization.automatic
        /// λ before the first step, which tries a third of it first. Absolute, not relative to JᵀJ: meant for losses that are
        /// mean squares.
        public var initialDamping = 1e-3
        /// λ is never smaller.
        public var smallestDamping = 1e-18
        /// Added to diag(Jᵀ J) / mean in D, so that parameters without influence are damped too.
        public var scalingFloor = 0.01
        /// Whether steps are curved by the second derivative of r along them (Transtrum and Sethna 2012).
        public var accelerates = true
        /// The acceleration a is used if 2 ‖a‖ is at most this times the length of the step v.
        public var accelerationLimit = 1.5
        /// Converged when no column of J makes an angle with r whose cosine is larger (MINPACK's gtol).
        public var gradientTolerance = 1e-14
        /// Pairs of larger dampings that are tried before a step is given up.
        public var largestRounds = 10
        /// Steps by QR after rounding has spoilt a Cholesky factorisation.
        public var orthogonalRun = 20

        public init() {}
    }
}
