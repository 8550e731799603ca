import NumericsCore

/// Steps along running means of the gradient, divided by those of its squares (Kingma and Ba 2015), with decay of the
/// parameters apart from the gradient if wanted (Loshchilov and Hutter 2019).
///
/// Two evaluations a step are never needed, so the loss reported is that before the step. Does not reach high accuracy: for
/// the beginning, or for networks too large for anything else.
public struct Adam: Optimizer {
    /// What can be chosen.
    public struct Settings: Sendable, Hashable {
        public var rate = LearningRate.constant(1e-3)
        /// Decay of the mean gradient in a step, β₁.
        public var firstDecay = 0.9
        /// Decay of the mean square, β₂.
        public var secondDecay = 0.999
        /// Added to the root of the mean square. Small, so that steps do not die with the gradient.
        public var epsilon = 1e-16
        /// θ shrinks by this times the rate in each step.
        public var weightDecay = 0.0

        public init() {}
    }

    public let settings: Settings
    /// Steps taken.
    public private(set) var iteration = 0
    private var moments = AdaptiveMoments(size: 0)
    private var gradient = Tensor(shape: [0], repeating: 0.0)
    private var direction = Tensor(shape: [0], repeating: 0.0)

    public init(settings: Settings = Settings()) { self.settings = settings }

    /// One step. Reports `rate` and `gradient norm`. Converged only where the gradient vanishes.
    /// - Throws: `OptimizationError.notFinite` if the loss or its gradient is not finite at θ.
    public mutating func step(_ objective: any Objective, parameters: inout Tensor<Double>) throws -> OptimizerReport {
        if gradient.count != parameters.count {
            moments = AdaptiveMoments(size: parameters.count)
            gradient = Tensor(shape: [parameters.count], repeating: 0)
            direction = gradient
        }
        let loss = objective.loss(at: parameters, gradient: &gradient)
        let norm = LinearAlgebra.norm(gradient)
        guard loss.isFinite, norm.isFinite else { throw OptimizationError.notFinite(iteration: iteration) }
        let rate = settings.rate.value(at: iteration)
        iteration += 1
        let quantities = [("rate", rate), ("gradient norm", norm)]
        if norm == 0 { return OptimizerReport(status: .converged, loss: loss, quantities: quantities) }
        moments.update(
            gradient, firstDecay: settings.firstDecay, secondDecay: settings.secondDecay, epsilon: settings.epsilon,
            direction: &direction)
        if settings.weightDecay != 0 { LinearAlgebra.scale(1 - rate * settings.weightDecay, &parameters) }
        LinearAlgebra.addScaled(-rate, direction, to: &parameters)
        return OptimizerReport(status: .progress, loss: loss, quantities: quantities)
    }

    public func checkpoint() -> Checkpoint {
        Checkpoint(
            integers: ["iteration": iteration, "moment count": moments.count], strings: ["method": "Adam"],
            tensors: ["first moment": moments.first, "second moment": moments.second])
    }

    public mutating func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["method"] == "Adam", let iteration = checkpoint.integers["iteration"],
            let count = checkpoint.integers["moment count"], let first = checkpoint.tensors["first moment"],
            let second = checkpoint.tensors["second moment"], first.count == second.count
        else { throw OptimizationError.unfitCheckpoint(method: "Adam") }
        self.iteration = iteration
        (moments.first, moments.second, moments.count) = (first, second, count)
        gradient = Tensor(shape: [first.count], repeating: 0)
        direction = gradient
    }
}
