import NumericsCore

/// d = D^{-1/2} K (Kᵀ K + λ I)⁻¹ b with K = D^{-1/2} Jᵀ, [parameter][row]: the same step at the cost N² P, for N < P.
final class KernelSolver: DampedSolver {
    private let pool: ThreadPool
    private var product: Tensor<Double>
    private var factorization: CholeskyFactorization
    private var inverseRoot: Tensor<Double>
    private var shift: Tensor<Double>
    private var inner: Tensor<Double>
    private var jacobian: SharedMatrix?

    init(parameterCount: Int, rowCount: Int, pool: ThreadPool) {
        self.pool = pool
        product = Tensor(shape: [rowCount, rowCount], repeating: 0)
        factorization = CholeskyFactorization(order: rowCount)
        inverseRoot = Tensor(shape: [parameterCount], repeating: 0)
        shift = Tensor(shape: [rowCount], repeating: 0)
        inner = shift
    }

    /// With D = I.
    func prepare(_ jacobian: SharedMatrix) {
        self.jacobian = jacobian
        for index in 0..<inverseRoot.count { inverseRoot[index] = 1 }
        jacobian.symmetricProduct(transposed: true, into: &product, pool: pool)
    }

    func prepare(_ jacobian: any LeastSquaresMatrix, scaling: Tensor<Double>) {
        let jacobian = dense(jacobian)
        self.jacobian = jacobian
        for index in 0..<scaling.count { inverseRoot[index] = 1 / scaling[index].squareRoot() }
        jacobian.scaleRows(by: inverseRoot, pool: pool)
        jacobian.symmetricProduct(transposed: true, into: &product, pool: pool)
    }

    func factorize(damping: Double) -> Bool {
        for index in 0..<shift.count { shift[index] = damping }
        do {
            try factorization.factorize(product, diagonalShift: shift, pool: pool)
            return true
        } catch {
            return false
        }
    }

    func solve(_ b: Tensor<Double>, into d: inout Tensor<Double>) {
        LinearAlgebra.copy(b, to: &inner)
        // The shapes are ours.
        try? factorization.solve(&inner)
        jacobian?.multiply(inner, into: &d, pool: pool)
        for index in 0..<d.count { d[index] *= inverseRoot[index] }
    }
}
