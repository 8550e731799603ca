import NumericsCore

/// An iteration that makes an objective smaller.
///
/// A value: its memory is part of it, and `checkpoint` holds everything that the next step depends on besides θ.
public protocol Optimizer: Sendable {
    /// Takes one step from θ, [parameter].
    /// - Throws: `OptimizationError` when the loss is not finite at θ or a factorisation fails beyond repair.
    mutating func step(_ objective: any Objective, parameters: inout Tensor<Double>) throws -> OptimizerReport

    /// To be called when the objective, or θ, has been changed between two steps: what is remembered of the loss at θ does not
    /// hold any more. What has been learnt of its shape is kept.
    mutating func objectiveChanged()

    /// The complete state; `restore` continues bit for bit.
    func checkpoint() -> Checkpoint
    mutating func restore(_ checkpoint: Checkpoint) throws
}

extension Optimizer {
    public mutating func objectiveChanged() {}
}

/// What one step of an optimizer did.
public struct OptimizerReport: Sendable {
    public enum Status: Sendable, Equatable {
        /// The loss fell; go on.
        case progress
        /// A stationary point to working precision.
        case converged
        /// No step lowers the loss: rounding, or an objective whose derivatives are wrong.
        case stalled
    }

    public var status: Status
    /// The loss after the step; of methods without a line search, which do not look there, before it.
    public var loss: Double
    /// Numbers worth a column in a table, such as `damping` or `step length`.
    public var quantities: [(name: String, value: Double)]

    public init(status: Status, loss: Double, quantities: [(name: String, value: Double)] = []) {
        self.status = status
        self.loss = loss
        self.quantities = quantities
    }
}
