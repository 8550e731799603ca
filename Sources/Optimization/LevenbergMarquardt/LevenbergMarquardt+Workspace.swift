import NumericsCore

extension LevenbergMarquardt {
    /// A step that was tried.
    struct Trial {
        var damping: Double
        var loss: Double
        var stepNorm: Double
        /// Length of v, without acceleration.
        var linearNorm: Double
        /// By how much the linear model says that v lowers the loss.
        var predicted: Double
        var isAccelerated: Bool
    }

    /// The memory of the steps for one size of problem, and the linearisation of the step at hand.
    final class Workspace: @unchecked Sendable {
        let pool: ThreadPool
        let jacobian: any LeastSquaresMatrix
        /// Of the Jacobian, if it is not dense.
        let pattern: BlockPattern?
        var residual: Tensor<Double>
        var gradient: Tensor<Double>
        var columnSquares: Tensor<Double>
        var scaling: Tensor<Double>
        var loss = 0.0
        var trialCount = 0
        var method = Factorization.cholesky
        // Step v, acceleration a, and the parameters of the trial at hand and of the best one.
        var velocity: Tensor<Double>
        var acceleration: Tensor<Double>
        var trial: Tensor<Double>
        var best: Tensor<Double>
        var rowWork: Tensor<Double>
        private var solvers: [Factorization: any DampedSolver] = [:]

        init(_ objective: any LeastSquaresObjective, pool: ThreadPool) {
            self.pool = pool
            pattern = (objective as? any BlockLeastSquaresObjective)?.jacobianPattern
            if let pattern {
                jacobian = StripMatrix(pattern)
            } else {
                jacobian = SharedMatrix(rowCount: objective.parameterCount, columnCount: objective.rowCount)
            }
            residual = Tensor(shape: [objective.rowCount], repeating: 0)
            gradient = Tensor(shape: [objective.parameterCount], repeating: 0)
            rowWork = residual
            (columnSquares, scaling, velocity) = (gradient, gradient, gradient)
            (acceleration, trial, best) = (gradient, gradient, gradient)
        }

        func fits(_ objective: any LeastSquaresObjective) -> Bool {
            jacobian.rowCount == objective.parameterCount && jacobian.columnCount == objective.rowCount
                && (objective as? any BlockLeastSquaresObjective)?.jacobianPattern == pattern
        }

        func linearize(_ objective: any LeastSquaresObjective, at parameters: Tensor<Double>, floor: Double) {
            if let strips = jacobian as? StripMatrix, let objective = objective as? any BlockLeastSquaresObjective {
                objective.linearization(at: parameters, residual: &residual, strips: strips)
            } else if let dense = jacobian as? SharedMatrix {
                objective.linearization(at: parameters, residual: &residual, jacobian: dense)
            }
            loss = 0.5 * LinearAlgebra.dot(residual, residual)
            jacobian.multiply(residual, into: &gradient, rowSquares: &columnSquares, pool: pool)
            let count = columnSquares.count
            let mean = (0..<count).reduce(0) { $0 + columnSquares[$1] } / Double(max(count, 1))
            for index in 0..<count { scaling[index] = (mean > 0 ? columnSquares[index] / mean : 1) + floor }
            trialCount = 0
        }

        /// The largest |cos| of the angles between r and the columns of J; 0 if r is zero.
        var largestCosine: Double {
            let length = (2 * loss).squareRoot()
            guard length > 0 else { return 0 }
            return (0..<gradient.count).reduce(0) { largest, index in
                let column = columnSquares[index].squareRoot()
                return column > 0 ? max(largest, abs(gradient[index]) / (column * length)) : largest
            }
        }

        func solver(_ method: Factorization) -> any DampedSolver {
            self.method = method
            if let solver = solvers[method] { return solver }
            let (parameters, rows) = (jacobian.rowCount, jacobian.columnCount)
            let made: any DampedSolver =
                switch method {
                case _ where pattern != nil: BlockNormalEquationsSolver(pattern!, pool: pool)
                case .kernel: KernelSolver(parameterCount: parameters, rowCount: rows, pool: pool)
                case .orthogonal: OrthogonalSolver(parameterCount: parameters, rowCount: rows, pool: pool)
                case .cholesky, .automatic: NormalEquationsSolver(parameterCount: parameters, pool: pool)
                }
            solvers[method] = made
            return made
        }

        /// Whether the predicted reduction of the loss agrees with that of the linear model at v: if not, the solution of the
        /// linear equations is spoilt by rounding, whatever the nonlinearity. Needs J as it was.
        func modelAgrees(_ predicted: Double) -> Bool {
            jacobian.multiplyTransposed(velocity, into: &rowWork, pool: pool)
            let model = -LinearAlgebra.dot(residual, rowWork) - 0.5 * LinearAlgebra.dot(rowWork, rowWork)
            return abs(model - predicted) <= 0.1 * abs(predicted)
        }
    }
}
