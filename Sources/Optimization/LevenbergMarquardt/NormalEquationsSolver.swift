import NumericsCore

/// Cholesky factors of H + λ D with H = Jᵀ J formed once: the cheapest way, with the square of the condition of J.
final class NormalEquationsSolver: DampedSolver {
    private let pool: ThreadPool
    private var product: Tensor<Double>
    private var factorization: CholeskyFactorization
    private var scaling: Tensor<Double>
    private var shift: Tensor<Double>
    private var jacobian: SharedMatrix?

    init(parameterCount: Int, pool: ThreadPool) {
        self.pool = pool
        product = Tensor(shape: [parameterCount, parameterCount], repeating: 0)
        factorization = CholeskyFactorization(order: parameterCount)
        scaling = Tensor(shape: [parameterCount], repeating: 0)
        shift = scaling
    }

    func prepare(_ jacobian: any LeastSquaresMatrix, scaling: Tensor<Double>) {
        let jacobian = dense(jacobian)
        self.jacobian = jacobian
        LinearAlgebra.copy(scaling, to: &self.scaling)
        jacobian.symmetricProduct(into: &product, pool: pool)
    }

    func factorize(damping: Double) -> Bool {
        LinearAlgebra.copy(scaling, to: &shift)
        LinearAlgebra.scale(damping, &shift)
        do {
            try factorization.factorize(product, diagonalShift: shift, pool: pool)
            return true
        } catch {
            return false
        }
    }

    func solve(_ b: Tensor<Double>, into d: inout Tensor<Double>) {
        jacobian?.multiply(b, into: &d, pool: pool)
        // The shapes are ours.
        try? factorization.solve(&d)
    }
}
