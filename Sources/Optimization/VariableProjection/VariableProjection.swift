import NumericsCore

/// Levenberg-Marquardt on the parameters in which r is not affine, the others being the best for them at all times (Golub and
/// Pereyra 1973, Kaufman 1975).
///
/// Copies share work memory, so only one of them may step at a time. OpenBLAS should be set to one thread.
public struct VariableProjection: Optimizer {
    private var inner: LevenbergMarquardt
    private let pool: ThreadPool
    private var projected: Holder?
    private var others = Tensor(shape: [0], repeating: 0.0)

    public init(
        settings: LevenbergMarquardt.Settings = LevenbergMarquardt.Settings(), pool: ThreadPool = ThreadPool(threads: 1)
    ) {
        inner = LevenbergMarquardt(settings: settings, pool: pool)
        self.pool = pool
    }

    /// One step; reports what `LevenbergMarquardt` does.
    /// - Throws: `OptimizationError.needsSeparableLeastSquares` if r is affine in no parameter or in all, or in more than there
    ///   are rows; `notFinite` if r or J is not finite.
    public mutating func step(_ objective: any Objective, parameters: inout Tensor<Double>) throws -> OptimizerReport {
        guard let objective = objective as? any SeparableLeastSquares, !objective.linearParameters.isEmpty,
            objective.linearParameters.count < objective.parameterCount,
            objective.linearParameters.count <= objective.rowCount
        else { throw OptimizationError.needsSeparableLeastSquares(method: "variable projection") }
        let reduced = reduced(objective)
        if others.count != reduced.parameterCount { others = Tensor(shape: [reduced.parameterCount], repeating: 0) }
        LinearPart.extract(parameters, objective.linearParameters, into: &others)
        let report = try inner.step(reduced, parameters: &others)
        LinearAlgebra.copy(reduced.complete(others), to: &parameters)
        return report
    }

    private mutating func reduced(_ objective: any SeparableLeastSquares) -> ProjectedObjective {
        if let projected, projected.objective.objective === objective, projected.rowCount == objective.rowCount {
            return projected.objective
        }
        let made = ProjectedObjective(objective, pool: pool)
        projected = Holder(made)
        return made
    }

    public func checkpoint() -> Checkpoint {
        var result = inner.checkpoint()
        result.strings["method"] = "variable projection"
        return result
    }

    public mutating func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["method"] == "variable projection" else {
            throw OptimizationError.unfitCheckpoint(method: "variable projection")
        }
        var state = checkpoint
        state.strings["method"] = "Levenberg-Marquardt"
        try inner.restore(state)
    }

    /// Work memory; not part of the value.
    private final class Holder: @unchecked Sendable {
        let objective: ProjectedObjective
        let rowCount: Int

        init(_ objective: ProjectedObjective) {
            self.objective = objective
            rowCount = objective.rowCount
        }
    }
}
