import NumericsCore

/// Adam in the eigenbases of running Gram matrices of each weight matrix's gradient (Vyas and others 2024).
///
/// For G, [row][column], the means L of G Gᵀ and R of Gᵀ G are kept; Adam works on Q_Lᵀ G Q_R, and the bases Q are refreshed by
/// one step of orthogonal iteration every few steps. Parameters outside of the matrices get plain Adam. A method to begin
/// with, or for large networks with many competing losses; it does not reach high accuracy.
public struct SOAP: Optimizer {
    /// A weight matrix within θ.
    public struct MatrixBlock: Sendable, Hashable {
        /// Position of its first entry.
        public var offset: Int
        public var rows: Int
        public var columns: Int

        /// A matrix [row][column] whose entries follow one another from `offset` on.
        public init(offset: Int, rows: Int, columns: Int) {
            (self.offset, self.rows, self.columns) = (offset, rows, columns)
        }
    }

    /// What can be chosen.
    public struct Settings: Sendable, Hashable {
        public var rate = LearningRate.constant(3e-3)
        public var firstDecay = 0.95
        public var secondDecay = 0.95
        /// Decay of the Gram matrices in a step.
        public var gramDecay = 0.95
        /// Added to the root of the mean square, relative to the root mean square of the gradient at hand: keeps directions
        /// in which the gradient is rounding alone (those that a matrix of low rank leaves out) from being scaled up.
        public var epsilon = 1e-8
        /// θ shrinks by this times the rate in each step.
        public var weightDecay = 0.0
        /// Steps between refreshments of the bases.
        public var refreshInterval = 10
        /// A side longer than this keeps its own basis.
        public var largestSide = 2048

        public init() {}
    }

    public let settings: Settings
    /// The weight matrices.
    public let blocks: [MatrixBlock]
    /// Steps taken.
    public internal(set) var iteration = 0
    var rotated: [RotatedBlock]
    var moments = AdaptiveMoments(size: 0)
    private var gradient = Tensor(shape: [0], repeating: 0.0)
    private var direction = Tensor(shape: [0], repeating: 0.0)

    public init(blocks: [MatrixBlock], settings: Settings = Settings()) {
        self.blocks = blocks
        self.settings = settings
        rotated = blocks.map { RotatedBlock($0, settings) }
    }

    /// One step. Reports `rate` and `gradient norm`; the loss is that before the step.
    /// - Throws: `OptimizationError.notFinite` if the loss or its gradient is not finite at θ.
    public mutating func step(_ objective: any Objective, parameters: inout Tensor<Double>) throws -> OptimizerReport {
        prepare(count: parameters.count)
        let loss = objective.loss(at: parameters, gradient: &gradient)
        let norm = LinearAlgebra.norm(gradient)
        guard loss.isFinite, norm.isFinite else { throw OptimizationError.notFinite(iteration: iteration) }
        let rate = settings.rate.value(at: iteration)
        iteration += 1
        let quantities = [("rate", rate), ("gradient norm", norm)]
        if norm == 0 { return OptimizerReport(status: .converged, loss: loss, quantities: quantities) }
        moments.update(
            gradient, firstDecay: settings.firstDecay, secondDecay: settings.secondDecay,
            epsilon: settings.epsilon * SOAP.rootMeanSquare(gradient), direction: &direction)
        for index in rotated.indices { rotated[index].update(gradient, settings, direction: &direction) }
        if settings.weightDecay != 0 { LinearAlgebra.scale(1 - rate * settings.weightDecay, &parameters) }
        LinearAlgebra.addScaled(-rate, direction, to: &parameters)
        return OptimizerReport(status: .progress, loss: loss, quantities: quantities)
    }

    static func rootMeanSquare(_ gradient: Tensor<Double>) -> Double {
        LinearAlgebra.norm(gradient) / Double(max(gradient.count, 1)).squareRoot()
    }

    mutating func prepare(count: Int) {
        guard gradient.count != count else { return }
        precondition(blocks.allSatisfy { $0.offset + $0.rows * $0.columns <= count }, "a matrix exceeds the parameters")
        if moments.first.count != count { moments = AdaptiveMoments(size: count) }
        gradient = Tensor(shape: [count], repeating: 0)
        direction = gradient
    }
}

extension SOAP {
    public func checkpoint() -> Checkpoint {
        var result = Checkpoint(
            integers: ["iteration": iteration, "moment count": moments.count], strings: ["method": "SOAP"],
            tensors: ["first moment": moments.first, "second moment": moments.second])
        for (index, block) in rotated.enumerated() { block.write(to: &result, prefix: "matrix \(index) ") }
        return result
    }

    public mutating func restore(_ checkpoint: Checkpoint) throws {
        let failure = OptimizationError.unfitCheckpoint(method: "SOAP")
        guard checkpoint.strings["method"] == "SOAP", let iteration = checkpoint.integers["iteration"],
            let count = checkpoint.integers["moment count"], let first = checkpoint.tensors["first moment"],
            let second = checkpoint.tensors["second moment"], first.count == second.count
        else { throw failure }
        for index in rotated.indices {
            guard rotated[index].read(checkpoint, prefix: "matrix \(index) ") else { throw failure }
        }
        self.iteration = iteration
        (moments.first, moments.second, moments.count) = (first, second, count)
        gradient = Tensor(shape: [0], repeating: 0)
    }
}
