import NumericsCore

/// Adaptive additive Runge-Kutta integrator ARK4(3)6L[2]SA for M y' = L y + N(t, y), see `ARKTableau`.
///
/// Needs one real factorisation for each step size and no Newton iteration, but its step is bound by the stability of
/// the explicit part.
public struct ARK436L2SA {
    public let system: any SplitSystem
    /// The absolute part may be changed between steps.
    public var tolerance: ErrorTolerance
    /// Instant reached.
    public internal(set) var time: Double
    /// State at that instant [n].
    public internal(set) var state: Tensor<Double>
    /// Step the controller proposes next.
    public internal(set) var proposedStep: Double
    /// Longest step allowed.
    public var maximumStep = Double.infinity
    /// Error over tolerance of the last accepted step.
    public internal(set) var errorRatio = 0.0
    /// Length of the last accepted step; 0 before the first one.
    public internal(set) var lastStep = 0.0
    /// Accepted and rejected steps, and factorisations.
    public internal(set) var steps = 0
    public internal(set) var rejected = 0
    public internal(set) var factorizations = 0
    var controller = StepController(law: .proportionalIntegral, estimateOrder: 4)
    var factoredStep = 0.0
    private var workspace: ARKWorkspace
    private var before: (time: Double, lastStep: Double, errorRatio: Double, controller: StepController)

    /// Throws `IntegrationError.singular` if mass and constraints together do not determine the state.
    public init(
        system: any SplitSystem, tolerance: ErrorTolerance, time: Double, state: Tensor<Double>, firstStep: Double
    ) throws {
        self.system = system
        self.tolerance = tolerance
        self.time = time
        self.state = state
        proposedStep = firstStep
        before = (time, 0, 0, controller)
        do {
            workspace = try ARKWorkspace(system)
        } catch {
            throw IntegrationError.singular(time: time)
        }
    }

    /// Takes one accepted step towards `limit`, which is hit exactly and never passed.
    /// - Throws: `IntegrationError`.
    public mutating func step(until limit: Double) throws {
        var (length, endsAtLimit) = fittedStep(until: limit)
        var wasRejected = false
        tolerance.setWeights(&workspace.errorWeights, at: state)
        while true {
            guard length > 16 * Double.ulpOfOne * max(abs(time), length), length > 1e-300 else {
                throw IntegrationError.stepTooSmall(time: time, step: length)
            }
            try factorize(length)
            let error = try attempt(length)
            if error < 1 {
                accept(length, error: error, limit: endsAtLimit ? limit : nil, wasRejected: wasRejected)
                return
            }
            rejected += 1
            wasRejected = true
            endsAtLimit = false
            length *= controller.reject(error: error)
        }
    }

    private func fittedStep(until limit: Double) -> (length: Double, endsAtLimit: Bool) {
        let remaining = limit - time
        let wanted = min(proposedStep, maximumStep)
        if wanted * 1.001 >= remaining { return (remaining, true) }
        return wanted * 2 > remaining ? (remaining / 2, false) : (wanted, false)
    }

    private mutating func factorize(_ length: Double) throws {
        guard length != factoredStep else { return }
        factorizations += 1
        do {
            try workspace.stageFactors.factorize(
                alpha: 1 / (length * ARKTableau.gamma), mass: workspace.mass, jacobian: workspace.linear)
        } catch {
            throw IntegrationError.singular(time: time)
        }
        factoredStep = length
    }

    private mutating func accept(_ length: Double, error: Double, limit: Double?, wasRejected: Bool) {
        before = (time, lastStep, errorRatio, controller)
        var ratio = controller.accept(error: error, step: length)
        if wasRejected { ratio = min(ratio, 1) }
        let shortened = length < 0.99 * proposedStep && !wasRejected
        steps += 1
        errorRatio = error
        lastStep = length
        swap(&state, &workspace.next)
        time = limit ?? (time + length)
        // Within this range a new factorisation costs more than the longer step gains.
        let proposal = ratio >= 1 && ratio <= 1.2 ? length : length * ratio
        proposedStep = shortened ? max(proposal, min(proposedStep, length * 8)) : proposal
    }

    /// Takes the last accepted step back, to repeat it otherwise; only once after each step.
    public mutating func undoStep() {
        proposedStep = lastStep
        swap(&state, &workspace.next)
        (time, lastStep, errorRatio, controller) = before
        steps -= 1
    }

    /// The same integration continued on another system whose unknowns are a linear image of these.
    /// - Parameter map: takes a vector [n] of the old system to one of the new.
    public func transferred(
        to system: any SplitSystem, tolerance: ErrorTolerance, map: (Tensor<Double>) -> Tensor<Double>
    ) throws -> ARK436L2SA {
        var result = try ARK436L2SA(
            system: system, tolerance: tolerance, time: time, state: map(state), firstStep: proposedStep)
        result.lastStep = lastStep
        result.errorRatio = errorRatio
        result.controller = controller
        (result.steps, result.rejected, result.factorizations) = (steps, rejected, factorizations)
        return result
    }

    /// All stages and the new state; returns the error over tolerance, infinite if a value is not finite.
    private mutating func attempt(_ length: Double) throws -> Double {
        workspace.mass.multiply(state, into: &workspace.massState)
        LinearAlgebra.copy(state, to: &workspace.stage)
        for stage in 0..<ARKTableau.stages {
            if stage > 0 { try solveStage(stage, length) }
            let instant = time + ARKTableau.nodes[stage] * length
            try system.evaluateNonlinear(time: instant, state: workspace.stage, value: &workspace.nonlinear[stage])
            workspace.linear.multiply(workspace.stage, into: &workspace.stiff[stage])
        }
        try combineStages(length)
        let error = workspace.right.weightedNorm(workspace.errorWeights)
        return error.isFinite && workspace.next.firstNotFinite == nil ? error : .infinity
    }

    /// M y+ = M y + h sum b (N + L Y), with the constraints at the end of the step; the same for the error.
    private mutating func combineStages(_ length: Double) throws {
        LinearAlgebra.copy(workspace.massState, to: &workspace.next)
        workspace.right.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        for stage in 0..<ARKTableau.stages {
            let weight = length * ARKTableau.weights[stage]
            let difference = weight - length * ARKTableau.embeddedWeights[stage]
            LinearAlgebra.addScaled(weight, workspace.nonlinear[stage], to: &workspace.next)
            LinearAlgebra.addScaled(weight, workspace.stiff[stage], to: &workspace.next)
            LinearAlgebra.addScaled(difference, workspace.nonlinear[stage], to: &workspace.right)
            LinearAlgebra.addScaled(difference, workspace.stiff[stage], to: &workspace.right)
        }
        workspace.replaceConstraints(in: &workspace.next, by: workspace.nonlinear[ARKTableau.stages - 1])
        workspace.replaceConstraints(in: &workspace.right, by: nil)
        try workspace.massFactors.solve(&workspace.next)
        try workspace.massFactors.solve(&workspace.right)
    }

    /// (M/(h gamma) - L) Y_i = (M y + h sum_j (aE_ij N_j + aI_ij L Y_j))/(h gamma), with -L Y_i = N on constraints.
    private mutating func solveStage(_ stage: Int, _ length: Double) throws {
        LinearAlgebra.copy(workspace.massState, to: &workspace.right)
        for earlier in 0..<stage {
            LinearAlgebra.addScaled(
                length * ARKTableau.explicit[stage][earlier], workspace.nonlinear[earlier], to: &workspace.right)
            LinearAlgebra.addScaled(
                length * ARKTableau.implicit[stage][earlier], workspace.stiff[earlier], to: &workspace.right)
        }
        LinearAlgebra.scale(1 / (length * ARKTableau.gamma), &workspace.right)
        if workspace.hasConstraints {
            // N of a constraint depends on time only, so the last stage is as good a state as any.
            let instant = time + ARKTableau.nodes[stage] * length
            try system.evaluateNonlinear(time: instant, state: workspace.stage, value: &workspace.constraint)
            workspace.replaceConstraints(in: &workspace.right, by: workspace.constraint)
        }
        try workspace.stageFactors.solve(&workspace.right)
        LinearAlgebra.copy(workspace.right, to: &workspace.stage)
    }
}
