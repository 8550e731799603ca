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

/// Where an iteration stands.
public enum KrylovStatus: Sendable, Equatable {
    case running
    /// The residual has met the tolerance.
    case converged
    /// The allowed number of steps is used up. Usual cause: no or a poor preconditioner.
    case iterationLimit
    /// The method cannot go on: the operator or preconditioner is not of the kind it needs (positive definite for
    /// conjugate gradients), or is singular.
    case breakdown
}

/// When an iteration may end: ‖b − A x‖ ≤ max(absolute, relative · ‖b‖), or after `iterations` steps.
public struct KrylovLimits: Sendable, Equatable {
    public var absolute: Double
    public var relative: Double
    public var iterations: Int

    public init(absolute: Double = 0, relative: Double = 1e-10, iterations: Int = 1000) {
        self.absolute = absolute
        self.relative = relative
        self.iterations = iterations
    }

    func threshold(_ rightNorm: Double) -> Double { max(absolute, relative * rightNorm) }
}

/// What every iteration starts from.
struct KrylovStart {
    var solution: Tensor<Double>
    var residual: Tensor<Double>
    var norm: Double
    var threshold: Double

    /// A zero right-hand side has the zero solution, whatever the start: a relative tolerance could never be met otherwise.
    init(
        _ linearOperator: inout any LinearOperator, _ right: Tensor<Double>, _ start: Tensor<Double>?,
        _ limits: KrylovLimits
    ) {
        precondition(right.shape == [linearOperator.order], "right-hand side of shape \(right.shape)")
        let size = LinearAlgebra.norm(right)
        threshold = limits.threshold(size)
        residual = right
        solution = Tensor(shape: right.shape, repeating: 0)
        norm = size
        if let start, size > 0 {
            precondition(start.shape == right.shape, "start of shape \(start.shape)")
            solution = start
            linearOperator.apply(start, into: &residual)
            residual.subtract(from: right)
            norm = LinearAlgebra.norm(residual)
        }
    }

    var status: KrylovStatus { norm <= threshold ? .converged : norm.isFinite ? .running : .breakdown }
}

extension Tensor where Element == Double {
    // self = other − self
    mutating func subtract(from other: Tensor<Double>) {
        combine(1, other, -1)
    }

    // self = alpha other + beta self
    mutating func combine(_ alpha: Double, _ other: Tensor<Double>, _ beta: Double) {
        precondition(count == other.count)
        other.withUnsafeBufferPointer { source in
            withUnsafeMutableBufferPointer { target in
                for index in target.indices { target[index] = alpha * source[index] + beta * target[index] }
            }
        }
    }
}
