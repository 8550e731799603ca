import NumericsCore

/// Reaches a solution Newton's method cannot find directly: F(u) = (1 - s) F(u0) is followed from s = 0, where the start
/// u0 solves it, to s = 1.
///
/// The Newton homotopy (Keller's global continuation): all data, forcing and boundary values grow in steps, which for a
/// flow is continuation in the Reynolds number. Steps in s adapt to the number of iterations; the next point is predicted
/// along the secant.
public struct LoadContinuation: Sendable {
    public let system: CollocationSystem
    /// Fraction of the load carried by `state`.
    public private(set) var fraction = 0.0
    /// Number of Newton iterations of all steps.
    public private(set) var iterations = 0
    /// The last solution on the path.
    public private(set) var state: Tensor<Double>
    /// The iteration of the step under way.
    public private(set) var newton: NewtonIteration

    private let load: Tensor<Double>
    private let tolerance: Double
    private let denseLimit: Int
    private var stepSize = 0.25
    private var previous: (fraction: Double, state: Tensor<Double>)?
    private static let smallestStep = 1e-3
    private static let mostIterations = 15

    /// - Parameter state: the start u0; the rows must be finite there.
    public init(_ system: CollocationSystem, from state: Tensor<Double>, tolerance: Double, denseLimit: Int = .max) {
        self.denseLimit = denseLimit
        self.system = system
        self.state = state
        self.tolerance = tolerance
        var rows = Tensor(shape: [system.count], repeating: 0.0)
        var workspace = system.makeWorkspace()
        system.evaluate(state, into: &rows, workspace: &workspace)
        load = rows
        newton = NewtonIteration(
            system, from: state, tolerance: tolerance, shift: Self.shift(rows, target: stepSize),
            denseLimit: denseLimit)
    }

    /// Takes one Newton iteration; `converged` when the whole load is carried.
    public mutating func step() throws(DiscretizationError) -> NewtonIteration.Status {
        guard load.isFinite else { return .stalled }
        iterations += 1
        switch try newton.step() {
        case .running where newton.iterations < Self.mostIterations: return .running
        case .converged: return advance()
        default: return retreat()
        }
    }

    private mutating func advance() -> NewtonIteration.Status {
        previous = (fraction, state)
        fraction = min(fraction + stepSize, 1)
        state = newton.state
        if fraction >= 1 { return .converged }
        if newton.iterations <= 5 { stepSize *= 2 }
        stepSize = min(stepSize, 1 - fraction)
        start()
        return .running
    }

    private mutating func retreat() -> NewtonIteration.Status {
        stepSize /= 4
        if stepSize < Self.smallestStep { return .stalled }
        start()
        return .running
    }

    private mutating func start() {
        var guess = state
        if let previous, fraction > previous.fraction {
            let ratio = stepSize / (fraction - previous.fraction)
            LinearAlgebra.scale(1 + ratio, &guess)
            LinearAlgebra.addScaled(-ratio, previous.state, to: &guess)
        }
        newton = NewtonIteration(
            system, from: guess, tolerance: tolerance, shift: Self.shift(load, target: fraction + stepSize),
            denseLimit: denseLimit)
    }

    private static func shift(_ load: Tensor<Double>, target: Double) -> Tensor<Double> {
        var shift = load
        LinearAlgebra.scale(min(target, 1) - 1, &shift)
        return shift
    }
}
