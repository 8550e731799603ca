import NumericsCore

/// Natural-gradient steps in kernel form that remember the last one (Goldshlager, Abrahamsen and Lin 2024), for sums of
/// squares with fewer rows than parameters, such as fresh small samples of points in many dimensions.
///
/// φ = μ φ_last + Jᵀ (J Jᵀ + λ I)⁻¹ (r - μ J φ_last) and θ <- θ - η φ. λ is relative to the mean of the diagonal of J Jᵀ, so that
/// weights of the rows do not change its meaning. The objective may be another one in every step: only φ is remembered.
/// Copies share work memory, so only one of them may step at a time. OpenBLAS should be set to one thread.
public struct SPRING: Optimizer {
    /// What can be chosen.
    public struct Settings: Sendable, Hashable {
        /// η. With fresh samples and a momentum of 0.9 or more, rates above about 0.2 diverge.
        public var rate = LearningRate.constant(0.1)
        /// λ over the mean diagonal entry of J Jᵀ.
        public var damping = 1e-3
        /// μ, at least 0 and less than 1.
        public var momentum = 0.9
        /// η ‖φ‖ is cut to this length.
        public var largestStep = Double.infinity
        /// Divides φ by √(1 - μ^{2k}) in step k (Guzmán-Cordero and others 2025); makes the first steps long.
        public var correctsBias = false

        public init() {}
    }

    public let settings: Settings
    private let pool: ThreadPool
    /// Steps taken.
    public private(set) var iteration = 0
    private var last = Tensor(shape: [0], repeating: 0.0)
    private var workspace: Workspace?

    public init(settings: Settings = Settings(), pool: ThreadPool = ThreadPool(threads: 1)) {
        self.settings = settings
        self.pool = pool
    }

    /// One step. Reports `rate`, `step norm` and `gradient norm`; the loss is that before the step.
    /// - Throws: `OptimizationError.needsLeastSquares`; `notFinite` if r or J is not finite at θ.
    public mutating func step(_ objective: any Objective, parameters: inout Tensor<Double>) throws -> OptimizerReport {
        guard let objective = objective as? any LeastSquaresObjective else {
            throw OptimizationError.needsLeastSquares(method: "SPRING")
        }
        let work = fittingWorkspace(objective)
        objective.linearization(at: parameters, residual: &work.residual, jacobian: work.jacobian)
        let loss = 0.5 * LinearAlgebra.dot(work.residual, work.residual)
        work.jacobian.multiply(work.residual, into: &work.gradient, rowSquares: &work.squares, pool: pool)
        let gradientNorm = LinearAlgebra.norm(work.gradient)
        guard loss.isFinite, gradientNorm.isFinite else { throw OptimizationError.notFinite(iteration: iteration) }
        let rate = settings.rate.value(at: iteration)
        iteration += 1
        guard gradientNorm > 0, work.solve(settings, &last) else {
            return OptimizerReport(
                status: gradientNorm > 0 ? .stalled : .converged, loss: loss,
                quantities: [("rate", rate), ("step norm", 0), ("gradient norm", gradientNorm)])
        }
        if settings.correctsBias {
            LinearAlgebra.scale(1 / (1 - Double.pow(settings.momentum, 2 * iteration)).squareRoot(), &last)
        }
        let norm = LinearAlgebra.norm(last)
        let factor = norm > 0 ? min(rate, settings.largestStep / norm) : rate
        LinearAlgebra.addScaled(-factor, last, to: &parameters)
        return OptimizerReport(
            status: .progress, loss: loss,
            quantities: [("rate", rate), ("step norm", factor * norm), ("gradient norm", gradientNorm)])
    }

    private mutating func fittingWorkspace(_ objective: any LeastSquaresObjective) -> Workspace {
        if last.count != objective.parameterCount { last = Tensor(shape: [objective.parameterCount], repeating: 0) }
        if let workspace, workspace.residual.count == objective.rowCount, workspace.gradient.count == last.count {
            return workspace
        }
        let made = Workspace(objective, pool: pool)
        workspace = made
        return made
    }

    public func checkpoint() -> Checkpoint {
        Checkpoint(integers: ["iteration": iteration], strings: ["method": "SPRING"], tensors: ["last step": last])
    }

    public mutating func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["method"] == "SPRING", let iteration = checkpoint.integers["iteration"],
            let last = checkpoint.tensors["last step"]
        else { throw OptimizationError.unfitCheckpoint(method: "SPRING") }
        (self.iteration, self.last) = (iteration, last)
    }
}
