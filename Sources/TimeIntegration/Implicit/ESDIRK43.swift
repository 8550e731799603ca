import NumericsCore

/// Adaptive ESDIRK4(3)6L[2]SA for M y' + r(t, y) = 0: the implicit half of ARK4(3)6L[2]SA, see `ARKTableau` (Kennedy and
/// Carpenter 2003).
///
/// L-stable and stiffly accurate: every stage satisfies the constraints at its own instant, and the last one is the new state.
/// The first stage of a step is the last one of the step before, so five systems are solved in a step.
public struct ESDIRK43 {
    public let system: any StageSystem
    /// The absolute part may be changed between steps.
    public var tolerance: ErrorTolerance
    var history: StepHistory
    /// y' at the stages of the step at hand [stage][n]; the first one is that of `state`.
    var rates: [Tensor<Double>]
    private var known, stage, error, weights: Tensor<Double>

    /// Instant reached.
    public var time: Double { history.time }
    /// State at that instant [n].
    public var state: Tensor<Double> { history.state }
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

    /// - Throws: errors of the system, where the state has no rate.
    public init(
        system: any StageSystem, tolerance: ErrorTolerance, time: Double, state: Tensor<Double>, firstStep: Double
    ) throws {
        self.system = system
        self.tolerance = tolerance
        history = StepHistory(
            time: time, state: state, firstStep: firstStep,
            controller: StepController(law: .predictive, estimateOrder: 4))
        let vector = Tensor(shape: [system.order], repeating: 0.0)
        rates = Array(repeating: vector, count: ARKTableau.stages)
        (known, stage, error, weights) = (vector, vector, vector, vector)
        try system.rate(time: time, state: state, into: &rates[0])
    }

    /// Takes one accepted step towards `limit`, which is hit exactly and never passed.
    /// - Throws: `IntegrationError`, errors of the system.
    public mutating func step(until limit: Double) throws {
        tolerance.setWeights(&weights, at: state)
        // Out of self meanwhile: attempts change the rest of it.
        var history = history
        let step = try history.acceptedStep(until: limit) { try attempt($0) }
        history.accept(step, next: &stage)
        self.history = history
        rates.swapAt(0, ARKTableau.stages - 1)
    }

    /// All stages, the last of them left in `stage`; returns the error over tolerance, infinite if the step failed.
    private mutating func attempt(_ length: Double) throws -> Double {
        let own = length * ARKTableau.gamma
        for number in 1..<ARKTableau.stages {
            LinearAlgebra.copy(state, to: &known)
            for earlier in 0..<number {
                let factor = length * ARKTableau.implicit[number][earlier]
                if factor != 0 { LinearAlgebra.addScaled(factor, rates[earlier], to: &known) }
            }
            LinearAlgebra.copy(known, to: &stage)
            LinearAlgebra.addScaled(own, rates[number - 1], to: &stage)
            let isSolved = try system.solveStage(
                time: time + ARKTableau.nodes[number] * length, length: own, known: known, weights: weights,
                startsStep: number == 1, into: &stage)
            guard isSolved else { return .infinity }
            LinearAlgebra.copy(stage, to: &rates[number])
            LinearAlgebra.addScaled(-1, known, to: &rates[number])
            LinearAlgebra.scale(1 / own, &rates[number])
        }
        return estimate(length)
    }

    /// Difference to the embedded method of order 3, in units of the tolerance.
    private mutating func estimate(_ length: Double) -> Double {
        error.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        for number in 0..<ARKTableau.stages {
            let difference = ARKTableau.weights[number] - ARKTableau.embeddedWeights[number]
            LinearAlgebra.addScaled(length * difference, rates[number], to: &error)
        }
        for unknown in system.constrained { error[unknown] = 0 }
        let ratio = error.weightedNorm(weights)
        return ratio.isFinite && stage.firstNotFinite == nil ? ratio : .infinity
    }
}
