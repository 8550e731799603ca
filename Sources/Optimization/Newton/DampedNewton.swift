import NumericsCore

/// Damped Newton steps with H = C Cᵀ - N Nᵀ in place of the second derivative (generalised Gauss-Newton; for energies the energy natural
/// gradient of Müller and Zeinhofer 2023): (H + λ D) d = -g with D = diag(C Cᵀ) + floor times its mean. A third of the last λ is tried first,
/// then 4 times the last tried until H + λ D is positive definite and the loss does not rise.
///
/// Copies share work memory, so only one of them may step at a time.
public struct DampedNewton: Optimizer {
    let pool: ThreadPool
    /// λ of the last accepted step, relative to the mean of diag(H).
    public private(set) var damping: Double
    public private(set) var iteration = 0
    private var workspace: Workspace?

    private static let smallestDamping = 1e-15
    private static let floor = 0.01
    private static let mostTrials = 40

    public init(damping: Double = 1e-3, pool: ThreadPool = ThreadPool(threads: 1)) {
        self.damping = damping
        self.pool = pool
    }

    private final class Workspace: @unchecked Sendable {
        let factor: SharedMatrix
        let negative: SharedMatrix?
        var scaling: Tensor<Double>
        var reduction: Tensor<Double>
        var product: Tensor<Double>
        var cholesky: CholeskyFactorization
        var gradient: Tensor<Double>
        var shift: Tensor<Double>
        var step: Tensor<Double>
        var trial: Tensor<Double>

        init(_ objective: any CurvedObjective) {
            let count = objective.parameterCount
            factor = SharedMatrix(rowCount: count, columnCount: objective.curvatureCount)
            let mayBendDown = objective.mayBendDown
            negative = mayBendDown ? SharedMatrix(rowCount: count, columnCount: objective.curvatureCount) : nil
            product = Tensor(shape: [count, count], repeating: 0)
            reduction = mayBendDown ? product : Tensor(shape: [0, 0], repeating: 0)
            cholesky = CholeskyFactorization(order: count)
            gradient = Tensor(shape: [count], repeating: 0)
            (shift, step, trial, scaling) = (gradient, gradient, gradient, gradient)
        }
    }

    /// Reports `damping`, `step norm`, `trials` and `decrement`: by how much the quadratic model says that the loss can still fall.
    /// - Throws: `OptimizationError.needsCurvature`; `notFinite` if the loss or its derivatives are not finite.
    public mutating func step(_ objective: any Objective, parameters: inout Tensor<Double>) throws -> OptimizerReport {
        guard let objective = objective as? any CurvedObjective else { throw OptimizationError.needsCurvature(method: "damped Newton") }
        let work = fittingWorkspace(objective)
        let loss = objective.curvature(at: parameters, gradient: &work.gradient, factor: work.factor, negative: work.negative)
        guard loss.isFinite, LinearAlgebra.norm(work.gradient).isFinite else { throw OptimizationError.notFinite(iteration: iteration) }
        iteration += 1
        work.factor.symmetricProduct(into: &work.product, pool: pool)
        let count = parameters.count
        let mean = max((0..<count).reduce(0) { $0 + work.product[$1, $1] } / Double(max(count, 1)), Double.leastNormalMagnitude)
        for index in 0..<count { work.scaling[index] = work.product[index, index] + Self.floor * mean }
        if let negative = work.negative {
            negative.symmetricProduct(into: &work.reduction, pool: pool)
            LinearAlgebra.addScaled(-1, work.reduction, to: &work.product)
        }
        return search(objective, work, loss, &parameters)
    }

    private mutating func search(
        _ objective: any CurvedObjective, _ work: Workspace, _ loss: Double, _ parameters: inout Tensor<Double>
    ) -> OptimizerReport {
        let count = parameters.count
        var lambda = max(damping / 3, Self.smallestDamping)
        var decrement = 0.0
        for trial in 1...Self.mostTrials {
            defer { lambda *= 4 }
            for index in 0..<count { work.shift[index] = lambda * work.scaling[index] }
            guard (try? work.cholesky.factorize(work.product, diagonalShift: work.shift, pool: pool)) != nil else { continue }
            LinearAlgebra.copy(work.gradient, to: &work.step)
            guard (try? work.cholesky.solve(&work.step)) != nil else { continue }
            decrement = 0.5 * LinearAlgebra.dot(work.gradient, work.step)
            LinearAlgebra.copy(parameters, to: &work.trial)
            LinearAlgebra.addScaled(-1, work.step, to: &work.trial)
            let next = objective.loss(at: work.trial)
            // Below rounding the loss tells nothing; the step does.
            let isNegligible = decrement <= 4 * Double.ulpOfOne * abs(loss)
            guard next <= loss || isNegligible && next <= loss + 8 * Double.ulpOfOne * abs(loss) else { continue }
            damping = lambda
            LinearAlgebra.copy(work.trial, to: &parameters)
            return report(isNegligible ? .converged : .progress, next, LinearAlgebra.norm(work.step), trial, decrement)
        }
        return report(.stalled, loss, 0, Self.mostTrials, decrement)
    }

    private func report(
        _ status: OptimizerReport.Status, _ loss: Double, _ length: Double, _ trials: Int, _ decrement: Double
    ) -> OptimizerReport {
        OptimizerReport(
            status: status, loss: loss,
            quantities: [("decrement", decrement), ("damping", damping), ("step norm", length), ("trials", Double(trials))])
    }

    private mutating func fittingWorkspace(_ objective: any CurvedObjective) -> Workspace {
        if let workspace, workspace.factor.rowCount == objective.parameterCount, workspace.factor.columnCount == objective.curvatureCount {
            return workspace
        }
        let made = Workspace(objective)
        workspace = made
        return made
    }
}

extension DampedNewton {
    public func checkpoint() -> Checkpoint {
        Checkpoint(scalars: ["damping": damping], integers: ["iteration": iteration], strings: ["method": "damped Newton"])
    }

    public mutating func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["method"] == "damped Newton", let damping = checkpoint.scalars["damping"],
            let iteration = checkpoint.integers["iteration"]
        else { throw OptimizationError.unfitCheckpoint(method: "damped Newton") }
        self.damping = damping
        self.iteration = iteration
    }
}
