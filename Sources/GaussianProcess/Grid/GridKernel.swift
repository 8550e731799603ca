import Discretization
import Kernels
import NumericsCore

/// A correlation function along one axis of a grid.
package struct GridKernel: Sendable {
    package let factor: any StationaryFactor
    /// Added to the diagonal, relative to it; what it does to values is taken back by refinement.
    package let nugget: Double

    package init(factor: any StationaryFactor, nugget: Double = 1e-13) {
        self.factor = factor
        self.nugget = nugget
    }

    /// What values on the axis are interpolated by.
    var basis: AxisBasis {
        let parameters = factor.parameters.map { "\($0.name)=\($0.logarithm)" }.joined(separator: ",")
        return AxisBasis(name: "\(factor.name)(\(parameters);\(nugget))") { KernelInterpolation($0, self) }
    }
}

/// Interpolation by a kernel: D^(a) = K^(a) K⁻¹, the derivative of the posterior mean of values at nodes (Fang et al. 2024, section 3).
package struct KernelInterpolation: NodeInterpolation {
    private let nodes: [Double]
    private let kernel: GridKernel
    private let matrix: Tensor<Double>
    private let factorization: CholeskyFactorization

    /// The nugget is raised tenfold until the matrix can be factored.
    package init(_ nodes: [Double], _ kernel: GridKernel) {
        self.nodes = nodes
        self.kernel = kernel
        let matrix = Self.covariances(nodes, nodes, 0, kernel.factor)
        self.matrix = matrix
        var nugget = max(kernel.nugget, 1e-16), found: CholeskyFactorization?
        while found == nil {
            var shifted = matrix
            for index in nodes.indices { shifted[index, index] *= 1 + nugget }
            found = try? CholeskyFactorization(shifted)
            nugget *= 10
        }
        factorization = found!
    }

    /// ∂^order by the first argument of k(x, x') -> [position][node].
    private static func covariances(_ positions: [Double], _ nodes: [Double], _ order: Int, _ factor: any StationaryFactor) -> Tensor<Double> {
        let differences = positions.flatMap { position in nodes.map { position - $0 } }
        let table = factor.derivatives(order, at: Tensor(differences))
        let start = order * differences.count
        return table.withUnsafeBufferPointer {
            Tensor(shape: [positions.count, nodes.count], elements: $0[start..<start + differences.count])
        }
    }

    package func weights(at positions: [Double], order: Int) -> Tensor<Double> {
        let right = LinearAlgebra.transpose(Self.covariances(positions, nodes, order, kernel.factor))
        guard positions.count > 0 else { return Tensor(shape: [0, nodes.count], repeating: 0) }
        var weights = solved(right)
        var remainder = right
        LinearAlgebra.multiply(matrix, weights, alpha: -1, beta: 1, into: &remainder)
        LinearAlgebra.addScaled(1, solved(remainder), to: &weights)
        return LinearAlgebra.transpose(weights)
    }

    private func solved(_ right: Tensor<Double>) -> Tensor<Double> {
        var result = right
        // The sizes fit by construction.
        try? factorization.solve(&result)
        return result
    }

    /// Derivatives at positions of what the columns of the factor L are values of: covariances K^(a) L⁻ᵀ [position][node].
    func factorTable(at positions: [Double], order: Int) -> Tensor<Double> {
        var right = LinearAlgebra.transpose(Self.covariances(positions, nodes, order, kernel.factor))
        try? factorization.solveTriangular(&right)
        return LinearAlgebra.transpose(right)
    }

    /// L⁻¹ [node][node].
    var whitening: Tensor<Double> {
        var result = LinearAlgebra.identity(nodes.count)
        try? factorization.solveTriangular(&result)
        return result
    }
}
