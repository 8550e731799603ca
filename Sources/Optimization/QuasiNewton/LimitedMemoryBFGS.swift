import NumericsCore

/// L-BFGS: the inverse Hessian from the last m steps alone (Nocedal 1980), with strong Wolfe step lengths.
///
/// For losses of so many parameters that no matrix fits. On residuals of differential equations the dense methods are far
/// more accurate.
public struct LimitedMemoryBFGS: Optimizer {
    /// What can be chosen.
    public struct Settings: Sendable, Hashable {
        /// Pairs (s, y) that are kept.
        public var memory = 50
        public var search = StrongWolfeSearch()

        public init() {}
    }

    public let settings: Settings
    /// Steps taken.
    public private(set) var iteration = 0
    private var state: DescentState?
    private var pairs = CurvaturePairs(memory: 0, count: 0)

    public init(settings: Settings = Settings()) { self.settings = settings }

    /// One line search. Reports `step length`, `evaluations` and `gradient norm`.
    /// - Throws: `OptimizationError.notFinite` if the loss or its gradient is not finite at θ.
    public mutating func step(_ objective: any Objective, parameters: inout Tensor<Double>) throws -> OptimizerReport {
        var state = takeState(count: parameters.count)
        defer { self.state = state }
        if try state.evaluate(objective, parameters, iteration: iteration) { setDirection(&state) }
        iteration += 1
        if !(state.slope < 0) { reset(&state) }
        if state.isConverged(at: parameters) { return report(.converged, state, nil) }
        var outcome = state.move(
            objective, &parameters, settings.search, firstStep: pairs.isEmpty ? state.cautiousStep : 1)
        if !outcome.isLower && !pairs.isEmpty {
            reset(&state)
            outcome = state.move(objective, &parameters, settings.search, firstStep: state.cautiousStep)
        }
        guard outcome.isLower else { return report(.stalled, state, outcome) }
        pairs.append(step: state.stepVector, gradientChange: state.gradientChange)
        setDirection(&state)
        return report(.progress, state, outcome)
    }

    public mutating func objectiveChanged() { state?.isCurrent = false }

    private mutating func takeState(count: Int) -> DescentState {
        if let state, state.count == count {
            self.state = nil
            return state
        }
        pairs = CurvaturePairs(memory: max(settings.memory, 1), count: count)
        return DescentState(count: count)
    }

    private mutating func setDirection(_ state: inout DescentState) {
        state.descendSteepest()
        pairs.multiply(&state.direction)
    }

    private mutating func reset(_ state: inout DescentState) {
        pairs.removeAll()
        state.descendSteepest()
    }

    private func report(
        _ status: OptimizerReport.Status, _ state: DescentState, _ outcome: StrongWolfeSearch.Outcome?
    ) -> OptimizerReport {
        OptimizerReport(
            status: status, loss: state.loss,
            quantities: [
                ("step length", outcome?.point.step ?? 0), ("evaluations", Double(outcome?.evaluations ?? 0)),
                ("gradient norm", LinearAlgebra.norm(state.gradient)),
            ])
    }
}

extension LimitedMemoryBFGS {
    public func checkpoint() -> Checkpoint {
        var result = Checkpoint(integers: ["iteration": iteration], strings: ["method": "L-BFGS"])
        state?.write(to: &result)
        if state != nil { pairs.write(to: &result) }
        return result
    }

    public mutating func restore(_ checkpoint: Checkpoint) throws {
        let failure = OptimizationError.unfitCheckpoint(method: "L-BFGS")
        guard checkpoint.strings["method"] == "L-BFGS", let iteration = checkpoint.integers["iteration"] else {
            throw failure
        }
        let restored = DescentState(checkpoint)
        if let restored {
            guard let pairs = CurvaturePairs(checkpoint), pairs.memory == max(settings.memory, 1),
                pairs.count == restored.count
            else { throw failure }
            self.pairs = pairs
        }
        (state, self.iteration) = (restored, iteration)
    }
}
