import NumericsCore
import Optimization
import TrialFunctions

/// Residuals are affine in the output layer of a network where equations and conditions are linear.
extension CollocationObjective: SeparableLeastSquares {
    package var linearParameters: Range<Int> {
        let isAffine = estimated.isEmpty && blocks.allSatisfy { $0.block.residual.isAffine }
        return isAffine ? space.linearParameters : 0..<0
    }

    package func linearPart(at parameters: Tensor<Double>, offset: inout Tensor<Double>, columns: SharedMatrix) {
        var start = parameters
        for index in linearParameters { start[index] = 0 }
        let jacobian = columnMemory
        linearization(at: start, residual: &offset, jacobian: jacobian)
        columns.copyRows(linearParameters, of: jacobian, to: 0)
    }
}
