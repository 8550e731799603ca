import NumericsCore

/// The solve of one system at one resolution: directly if it is linear and separable, else by Newton's method, and by
/// continuation when that stalls.
package struct LevelSolve {
    package enum Status {
        case running
        case solved(Tensor<Double>)
        case failed(correction: Double)
    }

    package let system: CollocationSystem
    private let start: Tensor<Double>
    private let tolerance: Double
    private let denseLimit: Int
    /// The direct solver of a linear separable problem; nil for others.
    package let separable: SeparableSolver?
    // Separate properties rather than an enumeration: matrices must be changed in place, not copied out of a case.
    private var newton: NewtonIteration?
    private var continuation: LoadContinuation?
    package private(set) var iterations = 0
    /// Most iterations of Newton's method before continuation takes over.
    private static let mostIterations = 40

    package init(_ system: CollocationSystem, from start: Tensor<Double>, tolerance: Double, denseLimit: Int) {
        self.denseLimit = denseLimit
        self.system = system
        self.start = start
        self.tolerance = tolerance
        separable = SeparableSolver(system)
        newton =
            separable == nil
            ? NewtonIteration(system, from: start, tolerance: tolerance, denseLimit: denseLimit) : nil
    }

    /// Whether Newton's method is at work, not continuation.
    package var isNewton: Bool { continuation == nil }

    package var isDirect: Bool { separable != nil }

    package var phase: String {
        if isDirect { return "direct solve" }
        guard let continuation else { return "Newton" }
        return "continuation, load \(Int((100 * continuation.fraction).rounded())) %"
    }

    /// Unknowns reached so far, rows at the start of the last iteration, and the last correction.
    package var progress: (state: Tensor<Double>, residual: Tensor<Double>?, correction: Double) {
        if let continuation {
            return (continuation.state, continuation.newton.residual, continuation.newton.correction)
        }
        guard let newton else { return (start, nil, 0) }
        return (newton.state, newton.residual, newton.correction)
    }

    package mutating func step() throws(DiscretizationError) -> Status {
        iterations += 1
        if let separable { return .solved(try separable.solve()) }
        if continuation != nil { return try continueLoad() }
        guard let status = try newton?.step(), let state = newton?.state else { return .failed(correction: .infinity) }
        if status == .converged { return .solved(state) }
        if status == .stalled || iterations >= Self.mostIterations {
            newton = nil
            continuation = LoadContinuation(system, from: start, tolerance: tolerance, denseLimit: denseLimit)
        }
        return .running
    }

    private mutating func continueLoad() throws(DiscretizationError) -> Status {
        guard let status = try continuation?.step(), let path = continuation else { return .failed(correction: .infinity) }
        switch status {
        case .running: return .running
        case .converged: return .solved(path.state)
        case .stalled: return .failed(correction: path.newton.correction)
        }
    }
}
