import NumericsCore

/// ½ min_c ‖r(α, c)‖² as a sum of squares in α alone (Golub and Pereyra 1973), with the Jacobian of Kaufman (1975): the part
/// of ∂r/∂α orthogonal to the columns of A. Residuals and Jacobian are in a rotated basis, which sums of squares do not see.
package final class ProjectedObjective: LeastSquaresObjective {
    package let objective: any SeparableLeastSquares
    package let parameterCount: Int
    package var rowCount: Int { objective.rowCount }
    private let pool: ThreadPool
    private let jacobian: SharedMatrix
    /// The linear problems where r was linearised last, and at the last trial.
    private var linearized: LinearPart
    private var trial: LinearPart
    private var rowWork: Tensor<Double>
    private var direction: Tensor<Double>

    package init(_ objective: any SeparableLeastSquares, pool: ThreadPool) {
        self.objective = objective
        self.pool = pool
        parameterCount = objective.parameterCount - objective.linearParameters.count
        jacobian = SharedMatrix(rowCount: objective.parameterCount, columnCount: objective.rowCount)
        linearized = LinearPart(objective, pool)
        trial = LinearPart(objective, pool)
        rowWork = Tensor(shape: [objective.rowCount], repeating: 0)
        direction = Tensor(shape: [objective.parameterCount], repeating: 0)
    }

    package func loss(at parameters: Tensor<Double>) -> Double {
        residual(at: parameters, into: &rowWork)
        return 0.5 * LinearAlgebra.dot(rowWork, rowWork)
    }

    package func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        let part = SharedMatrix(rowCount: parameterCount, columnCount: rowCount)
        linearization(at: parameters, residual: &rowWork, jacobian: part)
        part.multiply(rowWork, into: &gradient, pool: pool)
        return 0.5 * LinearAlgebra.dot(rowWork, rowWork)
    }

    package func residual(at parameters: Tensor<Double>, into residual: inout Tensor<Double>) {
        trial.solve(objective, parameters)
        objective.residual(at: trial.parameters, into: &residual)
    }

    package func linearization(at parameters: Tensor<Double>, residual: inout Tensor<Double>, jacobian target: SharedMatrix) {
        linearized.solve(objective, parameters)
        objective.linearization(at: linearized.parameters, residual: &residual, jacobian: jacobian)
        let linear = objective.linearParameters
        target.copyRows(0..<linear.lowerBound, of: jacobian, to: 0)
        target.copyRows(linear.upperBound..<jacobian.rowCount, of: jacobian, to: linear.lowerBound)
        linearized.removeRange(&residual, target)
    }

    /// Along (v, c_v), where c_v keeps the residual orthogonal to the columns of A in first order; where r was linearised last.
    package func secondDerivative(
        at parameters: Tensor<Double>, along velocity: Tensor<Double>, into result: inout Tensor<Double>
    ) {
        let linear = objective.linearParameters
        LinearPart.insert(velocity, linear, into: &direction)
        for index in linear { direction[index] = 0 }
        jacobian.multiplyTransposed(direction, into: &rowWork, pool: pool)
        linearized.solve(rowWork, into: &direction, at: linear.lowerBound)
        objective.secondDerivative(at: linearized.parameters, along: direction, into: &result)
        linearized.removeRange(&result, nil)
    }

    /// All parameters, with the best c for α.
    func complete(_ parameters: Tensor<Double>) -> Tensor<Double> {
        trial.solve(objective, parameters)
        return trial.parameters
    }
}
