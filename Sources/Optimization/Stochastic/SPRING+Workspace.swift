import NumericsCore

extension SPRING {
    /// The memory of a step for one size of problem.
    final class Workspace: @unchecked Sendable {
        let jacobian: SharedMatrix
        var residual: Tensor<Double>
        var gradient: Tensor<Double>
        var squares: Tensor<Double>
        private var change: Tensor<Double>
        private var rowWork: Tensor<Double>
        private let solver: KernelSolver
        private let pool: ThreadPool

        init(_ objective: any LeastSquaresObjective, pool: ThreadPool) {
            let (parameters, rows) = (objective.parameterCount, objective.rowCount)
            jacobian = SharedMatrix(rowCount: parameters, columnCount: rows)
            residual = Tensor(shape: [rows], repeating: 0)
            rowWork = residual
            gradient = Tensor(shape: [parameters], repeating: 0)
            (squares, change) = (gradient, gradient)
            solver = KernelSolver(parameterCount: parameters, rowCount: rows, pool: pool)
            self.pool = pool
        }

        /// φ <- μ φ + Jᵀ (J Jᵀ + λ I)⁻¹ (r - μ J φ); false if the kernel could not be factored.
        func solve(_ settings: Settings, _ phi: inout Tensor<Double>) -> Bool {
            let trace = (0..<squares.count).reduce(0) { $0 + squares[$1] }
            solver.prepare(jacobian)
            guard solver.factorize(damping: settings.damping * trace / Double(max(residual.count, 1))) else { return false }
            jacobian.multiplyTransposed(phi, into: &rowWork, pool: pool)
            LinearAlgebra.scale(-settings.momentum, &rowWork)
            LinearAlgebra.addScaled(1, residual, to: &rowWork)
            solver.solve(rowWork, into: &change)
            LinearAlgebra.scale(settings.momentum, &phi)
            LinearAlgebra.addScaled(1, change, to: &phi)
            return true
        }
    }
}
