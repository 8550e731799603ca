import NumericsCore
import Solving
import TrialFunctions

/// What held-out residuals are measured by: factors of the rows, and the size of the residual of zero.
///
/// Taken once and kept, so that residuals of different features can be compared.
struct HeldOutMeasure: Sendable {
    var balance: RowBalance
    /// The balanced residual of zero unknowns.
    var data: Double
}

extension FeatureSystem {
    /// The measure that belongs to the rows of a solve.
    func measure(_ solved: Solved) -> HeldOutMeasure {
        let zero = Tensor(shape: solved.fit.parameters.shape, repeating: 0.0)
        let data = heldOutSize(solved.fit.space, zero, solved.balance, previous: nil)
        return HeldOutMeasure(balance: solved.balance, data: data > 0 && data.isFinite ? data : 1)
    }

    /// The residual of a fit at the held-out points, relative to that of zero; infinite where a formula has no value.
    func heldOutResidual(_ fit: FeatureFit, _ measure: HeldOutMeasure, previous: FeatureFit? = nil) -> Double {
        // Formulas need not have a value at zero: then residuals count as they are.
        var data = measure.data
        if previous != nil {
            let zero = Tensor(shape: fit.parameters.shape, repeating: 0.0)
            data = heldOutSize(fit.space, zero, measure.balance, previous: previous)
        }
        let size = heldOutSize(fit.space, fit.parameters, measure.balance, previous: previous)
        let residual = size / (data > 0 && data.isFinite ? data : 1)
        return residual.isFinite ? residual : .infinity
    }

    /// Why the residual of a fit is not finite at the held-out points; nil if it is.
    func undefinedResidual(_ fit: FeatureFit) -> SolverError? {
        CollocationObjective(heldOut, space: fit.space, pool: pool).undefinedResidual(at: fit.parameters)
    }

    private func heldOutSize(
        _ space: TrialSpace, _ parameters: Tensor<Double>, _ balance: RowBalance, previous: FeatureFit?
    ) -> Double {
        let objective = self.objective(heldOut, space)
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        objective.residual(at: parameters, into: &residual)
        if let carried = carry(previous, objective) { LinearAlgebra.addScaled(-1, carried, to: &residual) }
        balance.apply(&residual, objective.blocks)
        return LinearAlgebra.norm(residual)
    }
}
