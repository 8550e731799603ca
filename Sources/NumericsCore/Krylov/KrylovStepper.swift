/// An iteration for A x = b that can be stopped, looked at and continued after every step.
public protocol KrylovStepper: Sendable {
    /// The approximate solution [n]. GMRES brings it up to date when a cycle ends or the iteration is done.
    var solution: Tensor<Double> { get }
    /// Euclidean norms of b − A x, the start first, then one for each step.
    var history: [Double] { get }
    /// Whether the iteration goes on, and if not, why it ended.
    var status: KrylovStatus { get }
    /// One step; does nothing once the iteration is done.
    mutating func step()
}

extension KrylovStepper {
    /// Whether no step is left to do.
    public var isDone: Bool { status != .running }

    /// Steps until the iteration is done and returns why it ended.
    @discardableResult public mutating func run() -> KrylovStatus {
        while !isDone { step() }
        return status
    }
}
