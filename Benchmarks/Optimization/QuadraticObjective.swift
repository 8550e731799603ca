import NumericsCore
import Optimization

/// r = z + 0.1 z² - 1 with z = A θ and random A: its evaluation is two passes over A, so the optimizer's own work shows.
final class QuadraticObjective: LeastSquaresObjective {
    let parameterCount: Int
    let rowCount: Int
    private let matrix: Tensor<Double>
    private var values: Tensor<Double>

    init(parameters: Int, rows: Int) {
        (parameterCount, rowCount) = (parameters, rows)
        var stream = RandomStream(seed: 1, name: "matrix")
        let size = 1 / Double(parameters).squareRoot()
        matrix = Tensor(shape: [parameters, rows], elements: (0..<parameters * rows).map { _ in size * stream.normal() })
        values = Tensor(shape: [rows], repeating: 0)
    }

    func residual(at parameters: Tensor<Double>, into residual: inout Tensor<Double>) {
        LinearAlgebra.multiply(matrix, parameters, transposeA: true, into: &residual)
        for row in 0..<rowCount { residual[row] += 0.1 * residual[row] * residual[row] - 1 }
    }

    func linearization(at parameters: Tensor<Double>, residual: inout Tensor<Double>, jacobian: SharedMatrix) {
        LinearAlgebra.multiply(matrix, parameters, transposeA: true, into: &values)
        self.residual(at: parameters, into: &residual)
        jacobian.withUnsafeMutableBufferPointer { target in
            matrix.withUnsafeBufferPointer { source in
                values.withUnsafeBufferPointer { z in
                    for index in source.indices { target[index] = source[index] * (1 + 0.2 * z[index % rowCount]) }
                }
            }
        }
    }

    func secondDerivative(
        at parameters: Tensor<Double>, along direction: Tensor<Double>, into result: inout Tensor<Double>
    ) {
        LinearAlgebra.multiply(matrix, direction, transposeA: true, into: &result)
        for row in 0..<rowCount { result[row] = 0.2 * result[row] * result[row] }
    }

    func loss(at parameters: Tensor<Double>) -> Double {
        residual(at: parameters, into: &values)
        return 0.5 * LinearAlgebra.dot(values, values)
    }

    func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        LinearAlgebra.multiply(matrix, parameters, transposeA: true, into: &values)
        var loss = 0.0
        for row in 0..<rowCount {
            let z = values[row]
            let residual = z + 0.1 * z * z - 1
            loss += 0.5 * residual * residual
            values[row] = residual * (1 + 0.2 * z)
        }
        LinearAlgebra.multiply(matrix, values, into: &gradient)
        return loss
    }
}
