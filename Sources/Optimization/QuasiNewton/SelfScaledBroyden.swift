import NumericsCore

/// Quasi-Newton steps with a dense inverse Hessian H from the Broyden family, scaled before each update so that its
/// eigenvalues do not outgrow those of the true one (Al-Baali 1998; Urbán, Stefanou and Pons 2025, for networks).
///
/// The memory of H is P (P + 1) / 2 numbers, and a step passes over it three times. Step lengths meet the strong Wolfe
/// conditions, so H stays positive definite; after an objective has changed (`objectiveChanged`) H is kept.
/// OpenBLAS should be set to one thread: the work is shared out over `pool`.
public struct SelfScaledBroyden: Optimizer {
    /// Which member of the family is taken.
    public enum Variant: String, Sendable, CaseIterable {
        /// The self-scaled Broyden update with the interval-switched parameter.
        case selfScaledBroyden = "self-scaled Broyden"
        /// BFGS, H divided by τ = min(1, 1/b) first.
        case selfScaledBFGS = "self-scaled BFGS"
        /// Plain BFGS; only the first update is scaled.
        case bfgs = "BFGS"
    }

    /// What can be chosen.
    public struct Settings: Sendable, Hashable {
        public var variant = Variant.selfScaledBroyden
        public var search = StrongWolfeSearch()

        public init() {}
    }

    public let settings: Settings
    let pool: ThreadPool
    /// Steps taken.
    public internal(set) var iteration = 0
    // Whether H is still the unit matrix.
    var isFresh = true
    var state: DescentState?
    var inverseHessian: PackedSymmetricMatrix?
    // q = H y
    var product = Tensor(shape: [0], repeating: 0.0)

    public init(settings: Settings = Settings(), pool: ThreadPool = ThreadPool(threads: 1)) {
        self.settings = settings
        self.pool = pool
    }

    /// One line search and one update of H. Reports `step length`, `evaluations`, `gradient norm` and `scaling` τ.
    /// - Throws: `OptimizationError.notFinite` if the loss or its gradient is not finite at θ.
    public mutating func step(_ objective: any Objective, parameters: inout Tensor<Double>) throws -> OptimizerReport {
        var (state, hessian) = take(count: parameters.count)
        defer { (self.state, inverseHessian) = (state, hessian) }
        if try state.evaluate(objective, parameters, iteration: iteration) {
            hessian.multiply(state.gradient, into: &state.direction, pool: pool)
            LinearAlgebra.scale(-1, &state.direction)
        }
        iteration += 1
        if !(state.slope < 0) { reset(&state, &hessian) }
        if state.isConverged(at: parameters) { return report(.converged, state, nil, 1) }
        var outcome = state.move(objective, &parameters, settings.search, firstStep: isFresh ? state.cautiousStep : 1)
        if !outcome.isLower && !isFresh {
            reset(&state, &hessian)
            outcome = state.move(objective, &parameters, settings.search, firstStep: state.cautiousStep)
        }
        guard outcome.isLower else { return report(.stalled, state, outcome, 1) }
        let scaling = update(&state, &hessian, stepLength: outcome.point.step)
        return report(.progress, state, outcome, scaling)
    }

    public mutating func objectiveChanged() { state?.isCurrent = false }

    /// The approximation of the inverse Hessian, once a step has been taken.
    package var approximation: PackedSymmetricMatrix? { inverseHessian }

    // Moves the memory out of `self`, so that it is written in place.
    private mutating func take(count: Int) -> (DescentState, PackedSymmetricMatrix) {
        if let state, let inverseHessian, state.count == count {
            (self.state, self.inverseHessian) = (nil, nil)
            return (state, inverseHessian)
        }
        isFresh = true
        product = Tensor(shape: [count], repeating: 0)
        return (DescentState(count: count), PackedSymmetricMatrix(identityOfOrder: count))
    }

    private mutating func reset(_ state: inout DescentState, _ hessian: inout PackedSymmetricMatrix) {
        hessian.setIdentity()
        isFresh = true
        state.descendSteepest()
    }

    private func report(
        _ status: OptimizerReport.Status, _ state: DescentState, _ outcome: StrongWolfeSearch.Outcome?, _ scaling: Double
    ) -> OptimizerReport {
        OptimizerReport(
            status: status, loss: state.loss,
            quantities: [
                ("step length", outcome?.point.step ?? 0), ("evaluations", Double(outcome?.evaluations ?? 0)),
                ("gradient norm", LinearAlgebra.norm(state.gradient)), ("scaling", scaling),
            ])
    }
}
