import NumericsCore
import Optimization

/// A sum of squares whose Jacobian and gradient have the wrong sign, so that every step goes uphill.
final class WrongDerivatives: LeastSquaresObjective {
    let parameterCount = 2
    let rowCount = 2
    private let right = ResidualProblem("squares", start: [2, 3]) { x in [x[0] + 0.0, 2 * x[1]] }

    func residual(at parameters: Tensor<Double>, into residual: inout Tensor<Double>) {
        right.residual(at: parameters, into: &residual)
    }

    func linearization(at parameters: Tensor<Double>, residual: inout Tensor<Double>, jacobian: SharedMatrix) {
        right.linearization(at: parameters, residual: &residual, jacobian: jacobian)
        jacobian.withUnsafeMutableBufferPointer { entries in
            for index in entries.indices { entries[index] *= -1 }
        }
    }

    func secondDerivative(
        at parameters: Tensor<Double>, along direction: Tensor<Double>, into result: inout Tensor<Double>
    ) {
        right.secondDerivative(at: parameters, along: direction, into: &result)
    }

    func loss(at parameters: Tensor<Double>) -> Double { right.loss(at: parameters) }

    func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        let loss = right.loss(at: parameters, gradient: &gradient)
        LinearAlgebra.scale(-1, &gradient)
        return loss
    }
}
