import NumericsCore

/// Adaptive additive Runge-Kutta integrator ARK4(3)6L[2]SA for M y' = L y + N(t, y), see `ARKTableau`.
///
/// Needs one real factorisation for each step size and no Newton iteration, but its step is bound by the stability of
/// the explicit part.
public struct ARK436L2SA {
    public let system: any SplitSystem
    /// The absolute part may be changed between steps.
    public var tolerance: ErrorTolerance
    /// Factorisations of stage matrices.
    public internal(set) var factorizations = 0
    var history: StepHistory
    var factoredStep = 0.0
    private var workspace: ARKWorkspace
    private var before: (time: Double, lastStep: Double, errorRatio: Double, controller: StepController)

    /// Instant reached.
    public var time: Double { history.time }
    /// State at that instant [n].
    public var state: Tensor<Double> { history.state }
    /// Step the controller proposes next.
    public var proposedStep: Double { history.proposedStep }
    /// Longest step allowed.
    public var maximumStep: Double {
        get { history.maximumStep }
        set { history.maximumStep = newValue }
    }
    /// Error over tolerance of the last accepted step.
    public var errorRatio: Double { history.errorRatio }
    /// Length of the last accepted step; 0 before the first one.
    public var lastStep: Double { history.lastStep }
    /// Accepted and rejected steps.
    public var steps: Int { history.steps }
    public var rejected: Int { history.rejected }

    /// Throws `IntegrationError.singular` if mass and constraints together do not determine the state.
    public init(
        system: any SplitSystem, tolerance: ErrorTolerance, time: Double, state: Tensor<Double>, firstStep: Double
    ) throws {
        self.system = system
        self.tolerance = tolerance
        let controller = StepController(law: .proportionalIntegral, estimateOrder: 4)
        history = StepHistory(time: time, state: state, firstStep: firstStep, controller: controller)
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
        tolerance.setWeights(&workspace.errorWeights, at: state)
        // Out of self meanwhile: attempts change the rest of it.
        var history = history
        let step = try history.acceptedStep(until: limit) { length in
            try factorize(length)
            return try attempt(length)
        }
        before = (time, lastStep, errorRatio, history.controller)
        history.accept(step, next: &workspace.next)
        self.history = history
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

    /// Takes the last accepted step back, to repeat it otherwise; only once after each step.
    public mutating func undoStep() {
        history.proposedStep = lastStep
        swap(&history.state, &workspace.next)
        (history.time, history.lastStep, history.errorRatio, history.controller) = before
        history.steps -= 1
    }

    /// The same integration continued on another system whose unknowns are a linear image of these.
    /// - Parameter map: takes a vector [n] of the old system to one of the new.
    public func transferred(
        to system: any SplitSystem, tolerance: ErrorTolerance, map: (Tensor<Double>) -> Tensor<Double>
    ) throws -> ARK436L2SA {
        var result = try ARK436L2SA(
            system: system, tolerance: tolerance, time: time, state: map(state), firstStep: proposedStep)
        let mapped = result.state
        result.history = history
        result.history.state = mapped
        result.history.maximumStep = .infinity
        result.factorizations = factorizations
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
