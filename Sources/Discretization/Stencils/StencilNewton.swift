import Foundation
import NumericsCore

/// Newton's method for a stencil system; affine systems are done after one step.
///
/// Damped after Deuflhard (2004, section 3.3): a step is accepted when the next correction with the same matrix is smaller.
public struct StencilNewton: Sendable {
    /// Where the iteration stands; stalled: no step brings the solution nearer.
    public enum Status: Sendable {
        case running, converged, stalled
    }

    public private(set) var system: StencilSystem
    /// The unknown [node].
    public private(set) var state: Tensor<Double>
    public private(set) var iterations = 0
    /// Krylov steps with one multigrid cycle each, all iterations together.
    public private(set) var cycles = 0
    /// Norm of the rows over norm(A) norm(u) + norm(f) at the last state.
    public private(set) var relativeResidual = Double.infinity
    /// Largest entry of the last correction over that of the state.
    public private(set) var correction = Double.infinity
    /// Constant source that data of a problem without given values miss to be compatible; nil for others.
    public private(set) var imbalance: Double?
    /// Norm of that source over the norm of the rows at the start, 0 to 1: rounding and the error of differences for data that
    /// balance.
    public private(set) var imbalanceShare = 0.0
    private let tolerance: Double
    private let time: Double
    private var rows: Tensor<Double>
    private var matrix: StencilMatrix?
    private var workspace: StencilWorkspace
    private var damping = 1.0
    private var solver: StencilLinearSolver?
    /// Whether the last Jacobian was one of constant coefficients, for which there is a faster multigrid.
    public var isOfConstantCoefficients: Bool { solver?.isOfConstantCoefficients ?? false }
    private let pool: ThreadPool?

    /// - Parameters:
    ///   - state: the start [node].
    ///   - tolerance: `relativeResidual` at which the iteration ends.
    public init(
        _ system: StencilSystem, from state: Tensor<Double>, tolerance: Double, time: Double = 0, pool: ThreadPool? = nil
    ) {
        self.pool = pool
        self.system = system
        self.state = state
        self.tolerance = tolerance
        self.time = time
        rows = Tensor(shape: [system.count], repeating: 0)
        matrix = system.makeMatrix()
        workspace = system.makeWorkspace()
    }

    /// Starts anew with other values of the input fields; matrices and the hierarchy are used again.
    public mutating func restart(from start: Tensor<Double>, inputs: StencilInputs) {
        system.inputs = inputs
        state = start
        (iterations, cycles, damping) = (0, 0, 1)
        (relativeResidual, correction, imbalance, imbalanceShare) = (.infinity, .infinity, nil, 0)
    }

    /// Takes one iteration.
    /// - Throws: `DiscretizationError`.
    public mutating func step() throws(DiscretizationError) -> Status {
        iterations += 1
        system.insertGivenValues(into: &state, time: time, workspace: &workspace)
        system.evaluate(state, time: time, into: &rows, matrix: &matrix, workspace: &workspace)
        guard let jacobian = matrix else { return .stalled }
        if iterations == 1 { try system.checkEllipticity(jacobian) }
        guard rows.isFinite else {
            if iterations == 1 { throw .notFinite(place: system.place(ofFirstNonFinite: rows)) }
            return .stalled
        }
        let nullSpace = StencilNullSpace(system, jacobian)
        imbalance = nullSpace.map { balance($0) }
        let scale = scale(jacobian)
        relativeResidual = LinearAlgebra.norm(rows) / size(scale)
        if iterations > 1 && relativeResidual <= tolerance { return .converged }
        var solver = try linearSolver(jacobian, holding: nullSpace.map { _ in system.heldNode })
        defer { self.solver = solver }
        var step = rows
        cycles += try solver.solve(&step, to: target(scale)).cycles
        guard step.isFinite else { return .stalled }
        if system.isAffine {
            return finishAffine(step, scale)
        }
        return try search(step, &solver, size(scale), nullSpace)
    }

    /// Takes out the constant source by which data are incompatible; how large it is beside them shows at the start.
    private mutating func balance(_ nullSpace: StencilNullSpace) -> Double {
        let before = LinearAlgebra.norm(rows)
        let excess = nullSpace.balance(&rows)
        if iterations == 1 { imbalanceShare = before > 0 ? abs(excess) * nullSpace.norm / before : 0 }
        return excess
    }

    /// Affine systems are solved once and for all: further than asked relative to norm(A) norm(u), for that alone would leave
    /// smooth errors as large as the condition of the matrix allows.
    private func target(_ scale: (matrix: Double, right: Double, state: Double)) -> StencilLinearSolver.Target {
        let acceptable = 0.3 * tolerance * (scale.matrix * scale.state + scale.right)
        guard system.isAffine else { return .init(wanted: max(acceptable, 1e-4 * LinearAlgebra.norm(rows))) }
        let rounding = max(3e-4 * tolerance, 1e-14) * scale.matrix
        return .init(
            wanted: max(0.3 * tolerance * scale.right, rounding * scale.state), acceptable: acceptable, perNorm: rounding)
    }

    private func linearSolver(_ jacobian: StencilMatrix, holding held: Int?) throws(DiscretizationError) -> StencilLinearSolver {
        guard var known = solver else { return try StencilLinearSolver(jacobian, holding: held, isSymmetric: system.isSymmetric ? true : nil, pool: pool) }
        try known.update(jacobian, holding: held)
        return known
    }

    private mutating func finishAffine(_ step: Tensor<Double>, _ scale: (matrix: Double, right: Double, state: Double)) -> Status {
        correction = 0
        LinearAlgebra.addScaled(-1, step, to: &state)
        var change = step
        matrix?.apply(step, into: &change)
        LinearAlgebra.addScaled(-1, change, to: &rows)
        let after = (matrix: scale.matrix, right: scale.right, state: LinearAlgebra.norm(state))
        relativeResidual = LinearAlgebra.norm(rows) / size(after)
        return relativeResidual <= tolerance ? .converged : iterations < 4 ? .running : .stalled
    }

    private mutating func evaluateRows(_ state: Tensor<Double>, _ nullSpace: StencilNullSpace?) {
        system.evaluate(state, time: time, into: &rows, workspace: &workspace)
        if let nullSpace { imbalance = nullSpace.balance(&rows) }
    }

    /// Moves along a step as far as the next correction gets smaller.
    private mutating func search(
        _ step: Tensor<Double>, _ solver: inout StencilLinearSolver, _ scale: Double, _ nullSpace: StencilNullSpace?
    ) throws(DiscretizationError) -> Status {
        let norm = step.largestMagnitude
        var factor = min(1, 2 * damping)
        while factor > 1e-6 {
            var trial = state
            LinearAlgebra.addScaled(-factor, step, to: &trial)
            evaluateRows(trial, nullSpace)
            guard rows.isFinite else {
                factor /= 4
                continue
            }
            let residual = LinearAlgebra.norm(rows) / scale
            if residual <= tolerance && factor == 1 { return accept(trial, factor, norm, residual, .converged) }
            var next = rows
            cycles += try solver.solve(&next, tolerance: 1e-3 * LinearAlgebra.norm(rows)).cycles
            if next.largestMagnitude < norm * (1 - factor / 4) || next.largestMagnitude <= 1e-12 * trial.largestMagnitude {
                return accept(trial, factor, norm, residual, .running)
            }
            factor /= 2
        }
        return .stalled
    }

    private mutating func accept(
        _ trial: Tensor<Double>, _ factor: Double, _ norm: Double, _ residual: Double, _ status: Status
    ) -> Status {
        state = trial
        damping = factor
        relativeResidual = residual
        correction = factor * norm / max(trial.largestMagnitude, .leastNormalMagnitude)
        return status
    }

    /// Norms of the matrix, of the right side of the linearised system, A u - rows, and of the state.
    private func scale(_ jacobian: StencilMatrix) -> (matrix: Double, right: Double, state: Double) {
        var right = rows
        jacobian.apply(state, into: &right)
        LinearAlgebra.addScaled(-1, rows, to: &right)
        return (jacobian.rowSumNorm, LinearAlgebra.norm(right), LinearAlgebra.norm(state))
    }

    /// norm(A) norm(u) + norm(f).
    private func size(_ scale: (matrix: Double, right: Double, state: Double)) -> Double {
        max(scale.matrix * scale.state + scale.right, .leastNormalMagnitude)
    }
}

extension StencilMatrix {
    /// Largest sum of absolute values of a row.
    var rowSumNorm: Double {
        var sums = [Double](repeating: 0, count: nodeCount)
        coefficients.withUnsafeBufferPointer { values in
            for entry in offsets.indices {
                for node in sums.indices { sums[node] += abs(values[entry * sums.count + node]) }
            }
        }
        return sums.max() ?? 0
    }
}
