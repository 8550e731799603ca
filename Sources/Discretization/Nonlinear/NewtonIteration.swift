import NumericsCore

/// Newton's method with the damping of Deuflhard for a collocation system, one iteration a step.
///
/// Affine covariant (Deuflhard, Newton Methods for Nonlinear Problems, 2004, algorithm NLEQ-ERR): progress is judged by
/// corrections, not residuals, so that the scaling of equations and conditions does not matter. A linear problem takes one
/// full step, and its simplified correction serves as iterative refinement.
public struct NewtonIteration: Sendable {
    public enum Status: Hashable, Sendable {
        case running
        case converged
        /// No damping helps, or a value stopped being finite.
        case stalled
    }

    public let system: CollocationSystem
    /// The unknowns.
    public private(set) var state: Tensor<Double>
    /// Values of all rows at the start of the last iteration.
    public private(set) var residual: Tensor<Double>
    /// Number of iterations taken.
    public private(set) var iterations = 0
    /// Size of the last correction relative to the unknowns.
    public private(set) var correction = Double.infinity
    /// Damping factor of the last iteration.
    public private(set) var damping = 1.0

    private let tolerance: Double
    private let time: Double
    /// Added to the rows, for load steps; nil is nothing.
    private let shift: Tensor<Double>?
    private var workspace: CollocationSystem.Workspace
    private var factors: CollocationFactorization
    var previousNorm = 0.0
    var simplified: Tensor<Double>?

    /// - Parameters:
    ///   - state: the start [unknown].
    ///   - tolerance: correction relative to the unknowns at which the iteration ends.
    ///   - shift: added to the rows [row]; nil is nothing.
    ///   - denseLimit: most unknowns for which a dense matrix is made.
    public init(
        _ system: CollocationSystem, from state: Tensor<Double>, tolerance: Double, time: Double = 0,
        shift: Tensor<Double>? = nil, denseLimit: Int = .max
    ) {
        self.shift = shift
        self.system = system
        self.state = state
        self.tolerance = tolerance
        self.time = time
        residual = Tensor(shape: [system.count], repeating: 0)
        workspace = system.makeWorkspace()
        factors = CollocationFactorization(for: system, denseLimit: denseLimit)
    }

    /// Takes one iteration: a new Jacobian and a damped step.
    public mutating func step() throws(DiscretizationError) -> Status {
        iterations += 1
        try linearize()
        guard residual.isFinite else {
            // Later iterations may have strayed; at the start the formulas themselves have no value.
            if iterations == 1 { throw .notFinite(place: system.placeOfFirstNonFinite(residual)) }
            return .stalled
        }
        if iterations == 1 { try checkCondition() }
        var step = residual
        if !(try factors.solve(&step)), factors.stopIterating(system) {
            try linearize()
            step = residual
            try factors.solve(&step)
        }
        LinearAlgebra.scale(-1, &step)
        let scales = scales(of: state)
        let norm = norm(step, scales)
        guard norm.isFinite else { return .stalled }
        correction = norm
        if iterations == 1 && norm == 0 { try checkHomogeneous() }
        return try search(along: step, norm: norm, scales: scales)
    }

    private mutating func linearize() throws(DiscretizationError) {
        try factors.factorize(system, at: state, time: time, residual: &residual, workspace: &workspace)
        if let shift { LinearAlgebra.addScaled(1, shift, to: &residual) }
    }

    /// Finds a damping factor for which the simplified correction shrinks, and moves.
    private mutating func search(
        along step: Tensor<Double>, norm: Double, scales: [Double]
    ) throws(DiscretizationError) -> Status {
        var factor = predictedDamping(step, norm, scales)
        while factor > 1e-8 {
            var trial = state
            LinearAlgebra.addScaled(factor, step, to: &trial)
            var simple = residual
            system.evaluate(trial, time: time, into: &simple, workspace: &workspace)
            if let shift { LinearAlgebra.addScaled(1, shift, to: &simple) }
            guard simple.isFinite else {
                factor /= 4
                continue
            }
            try factors.solve(&simple)
            LinearAlgebra.scale(-1, &simple)
            let simpleNorm = self.norm(simple, scales)
            try checkLinear(simpleNorm, norm, factor)
            let better = improvedDamping(step, simple, norm, factor, scales)
            if simpleNorm < norm || norm <= roundingFloor {
                accept(trial, simple, norm, factor)
                return try finish(simple, simpleNorm, norm, factor)
            }
            factor = min(better, factor / 2)
        }
        return .stalled
    }

    private mutating func accept(
        _ trial: Tensor<Double>, _ simple: Tensor<Double>, _ norm: Double, _ factor: Double
    ) {
        state = trial
        damping = factor
        previousNorm = norm
        simplified = simple
    }

    /// Ends the iteration when the simplified correction is small, or when rounding keeps it from falling further.
    private mutating func finish(
        _ simple: Tensor<Double>, _ simpleNorm: Double, _ norm: Double, _ factor: Double
    ) throws(DiscretizationError) -> Status {
        guard factor == 1 else { return .running }
        let isAtFloor = norm <= roundingFloor && simpleNorm > norm / 4
        if simpleNorm <= tolerance || isAtFloor {
            if simpleNorm < norm { LinearAlgebra.addScaled(1, simple, to: &state) }
            correction = simpleNorm
            return .converged
        }
        return .running
    }

    /// Corrections below this are at the mercy of the condition of the matrix.
    private var roundingFloor: Double { max(1e-8, tolerance) }

    private func checkCondition() throws(DiscretizationError) {
        // Far below the condition of any regular collocation matrix after row scaling, n^4 to n^8 at the sizes in use.
        if let condition = factors.reciprocalCondition, condition < 1e-19 {
            throw .singular(what: "the collocation matrix, reciprocal condition \(condition)")
        }
    }

    /// A linear system is solved by its first full step up to rounding times its condition; what is left of a singular one
    /// is as large as the step itself.
    private func checkLinear(_ simpleNorm: Double, _ norm: Double, _ factor: Double) throws(DiscretizationError) {
        guard iterations == 1, factor == 1, system.isAffine, simpleNorm > 1e-2 * norm, norm > roundingFloor else { return }
        throw .singular(what: "the collocation matrix: the conditions leave something free, or demand something twice")
    }

    /// Where nothing drives a linear problem its solution is zero whatever the matrix is: a right side made from known
    /// unknowns tells whether it would have found them again.
    private mutating func checkHomogeneous() throws(DiscretizationError) {
        guard system.isAffine, system.layout.multiplierCount == 0, factors.isDirect else { return }
        var random: UInt64 = 0x9E37_79B9_7F4A_7C15
        var known = state
        for index in 0..<known.count {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            known[index] = Double(random >> 11) / Double(1 << 53) - 0.5
        }
        var trial = state
        LinearAlgebra.addScaled(1, known, to: &trial)
        var found = residual
        system.evaluate(trial, time: time, into: &found, workspace: &workspace)
        LinearAlgebra.addScaled(-1, residual, to: &found)
        if let shift { LinearAlgebra.addScaled(1, shift, to: &found) }
        try factors.solve(&found)
        LinearAlgebra.addScaled(-1, known, to: &found)
        // Ill-conditioned as they are, regular collocation matrices give back all but a few digits of smooth errors.
        guard !(LinearAlgebra.norm(found) <= 1e-2 * LinearAlgebra.norm(known)) else { return }
        throw .singular(what: "the collocation matrix: the equations without their data have solutions other than zero")
    }
}
