import Discretization
import NumericsCore

/// Conservative differences of `mass * u_t + … = 0` as a system whose stages are solved by Newton's method with multigrid.
///
/// One Jacobian serves as long as the corrections shrink fast enough: for the heat equation until the step changes.
public final class StencilEvolution: StageSystem {
    /// Work done so far.
    public struct Counts: Sendable, Hashable {
        public var newtonIterations = 0
        public var jacobians = 0
        /// Krylov steps with one multigrid cycle each.
        public var cycles = 0

        public init() {}
    }

    public let system: StencilSystem
    public private(set) var counts = Counts()
    private var workspace: StencilWorkspace
    private var matrix: StencilMatrix?
    private var solver: StencilLinearSolver?
    /// For which length the solver was made.
    private var solverLength = 0.0
    /// Whether it was made at the state of the step at hand.
    private var solverIsFresh = false
    private var rows, mass, correction: Tensor<Double>
    private let isMatrixConstant: Bool

    public init(_ system: StencilSystem) {
        self.system = system
        workspace = system.makeWorkspace()
        matrix = system.makeMatrix()
        let zero = Tensor(shape: [system.count], repeating: 0.0)
        (rows, mass, correction) = (zero, zero, zero)
        isMatrixConstant = system.hasConstantMatrix
    }

    public var order: Int { system.count }
    public var constrained: [Int] { system.fixedNodes }

    /// A state with the values that conditions give.
    public func consistent(_ state: Tensor<Double>, time: Double) -> Tensor<Double> {
        var result = state
        system.evaluate(state, time: time, into: &rows, workspace: &workspace)
        for node in system.fixedNodes { result[node] -= rows[node] }
        return result
    }

    /// - Throws: `IntegrationError.notFinite`, `.singular` where u_t has no factor.
    public func rate(time: Double, state: Tensor<Double>, into rate: inout Tensor<Double>) throws {
        system.evaluate(state, time: time, into: &rows, workspace: &workspace)
        system.evaluateMass(time: time, into: &mass, workspace: &workspace)
        if let position = rows.firstNotFinite { throw IntegrationError.notFinite(time: time, unknown: position) }
        LinearAlgebra.copy(rows, to: &rate)
        for node in system.fixedNodes {
            rate[node] = 0
            mass[node] = -1
        }
        try rate.withUnsafeMutableBufferPointer { rate in
            try mass.withUnsafeBufferPointer { mass in
                for node in rate.indices {
                    guard mass[node] != 0, mass[node].isFinite else { throw IntegrationError.singular(time: time) }
                    rate[node] /= -mass[node]
                }
            }
        }
    }

    /// - Throws: `IntegrationError.singular`.
    public func solveStage(
        time: Double, length: Double, known: Tensor<Double>, weights: Tensor<Double>, startsStep: Bool,
        into stage: inout Tensor<Double>
    ) throws -> Bool {
        if startsStep { solverIsFresh = false }
        system.evaluateMass(time: time, into: &mass, workspace: &workspace)
        var previous = Double.infinity
        for iteration in 0..<Self.mostIterations {
            let renews = solver == nil || length != solverLength || (startsStep && iteration == 0 && !isMatrixConstant)
            try evaluateDefect(stage, known, time, length, renewing: renews)
            guard rows.firstNotFinite == nil else { return false }
            let (change, remains) = try correct(&stage, weights, length)
            guard change.isFinite, remains < 0.9 else { return false }
            let factor = iteration > 0 ? change / previous : isMatrixConstant ? remains : 0.5
            if change * factor / (1 - min(factor, 0.9)) <= Self.accuracy { return true }
            if factor >= 0.9 && iteration > 0 {
                guard !solverIsFresh else { return false }
                solver = nil
            }
            previous = change
        }
        return false
    }

    private static let mostIterations = 12
    /// Part of the error allowed in a step that an iteration may leave.
    private static let accuracy = 0.01
    /// How far a linear solve reduces its residual.
    private static let linearReduction = 1e-4

    /// M (Y - known)/length + r(t, Y) in `rows`, and the solver for its Jacobian.
    private func evaluateDefect(
        _ stage: Tensor<Double>, _ known: Tensor<Double>, _ time: Double, _ length: Double, renewing: Bool
    ) throws {
        if renewing {
            system.evaluate(stage, time: time, into: &rows, matrix: &matrix, workspace: &workspace)
            try renewSolver(time, length)
        } else {
            system.evaluate(stage, time: time, into: &rows, workspace: &workspace)
        }
        let inverse = 1 / length
        rows.withUnsafeMutableBufferPointer { rows in
            mass.withUnsafeBufferPointer { mass in
                stage.withUnsafeBufferPointer { stage in
                    known.withUnsafeBufferPointer { known in
                        for node in rows.indices { rows[node] += mass[node] * (stage[node] - known[node]) * inverse }
                    }
                }
            }
        }
    }

    private func renewSolver(_ time: Double, _ length: Double) throws {
        guard var jacobian = matrix else { return }
        let inverse = 1 / length
        let start = jacobian.centre * order
        jacobian.withUnsafeMutableCoefficients { entries in
            mass.withUnsafeBufferPointer { mass in
                for node in mass.indices { entries[start + node] += mass[node] * inverse }
            }
        }
        do {
            solver = try StencilLinearSolver(jacobian, isSymmetric: system.isSymmetric ? true : nil)
        } catch {
            throw IntegrationError.singular(time: time)
        }
        solverLength = length
        solverIsFresh = true
        counts.jacobians += 1
    }

    /// Subtracts the Newton correction.
    /// - Returns: its size in units of the allowed error, and the part of the defect that the linear solver left.
    private func correct(
        _ stage: inout Tensor<Double>, _ weights: Tensor<Double>, _ length: Double
    ) throws -> (change: Double, remains: Double) {
        LinearAlgebra.copy(rows, to: &correction)
        let defect = LinearAlgebra.norm(rows)
        counts.newtonIterations += 1
        guard defect > 0 else { return (0, 0) }
        let allowed = max(Self.linearReduction * defect, negligible(weights, length))
        let report = try solver!.solve(&correction, tolerance: allowed)
        counts.cycles += report.cycles
        LinearAlgebra.addScaled(-1, correction, to: &stage)
        let remains = report.residual <= allowed ? min(report.residual / defect, Self.linearReduction) : report.residual / defect
        return (correction.weightedNorm(weights), remains)
    }

    /// Norm of a defect that changes a stage by a thousandth of the allowed error at most, for a defect r changes it by
    /// length r/mass or less: smaller ones would soon lie below rounding.
    private func negligible(_ weights: Tensor<Double>, _ length: Double) -> Double {
        let heaviest = weights.withUnsafeBufferPointer { $0.max() ?? 0 }
        let lightest = mass.withUnsafeBufferPointer { mass in
            mass.reduce(Double.infinity) { $1 > 0 ? min($0, $1) : $0 }
        }
        guard heaviest > 0, lightest.isFinite else { return 0 }
        return 1e-3 * Double(weights.count).squareRoot() * lightest / (heaviest * length)
    }
}
