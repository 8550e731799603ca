import NumericsCore

/// Block Cholesky factors of H + λ D for a Jacobian in strips, and one step of iterative refinement with the Jacobian itself.
///
/// The refinement (of the corrected semi-normal equations; Björck 1987) gives back most of what squaring the condition costs, which QR
/// would otherwise be needed for.
final class BlockNormalEquationsSolver: DampedSolver {
    private let pool: ThreadPool
    private let factorization: BlockCholesky
    private var scaling: Tensor<Double>
    private var shift: Tensor<Double>
    private var rest: Tensor<Double>
    private var correction: Tensor<Double>
    private var jacobian: StripMatrix?

    init(_ pattern: BlockPattern, pool: ThreadPool) {
        self.pool = pool
        factorization = BlockCholesky(pattern, pool: pool)
        scaling = Tensor(shape: [pattern.columnCount], repeating: 0)
        (shift, correction) = (scaling, scaling)
        rest = Tensor(shape: [pattern.rowCount], repeating: 0)
    }

    func prepare(_ jacobian: any LeastSquaresMatrix, scaling: Tensor<Double>) {
        guard let strips = jacobian as? StripMatrix else { preconditionFailure("a solver for Jacobians in strips") }
        self.jacobian = strips
        LinearAlgebra.copy(scaling, to: &self.scaling)
        factorization.formProduct(strips)
    }

    func factorize(damping: Double) -> Bool {
        LinearAlgebra.copy(scaling, to: &shift)
        LinearAlgebra.scale(damping, &shift)
        return factorization.factorize(shift: shift)
    }

    func solve(_ b: Tensor<Double>, into d: inout Tensor<Double>) {
        guard let jacobian else { return }
        jacobian.multiply(b, into: &d, pool: pool)
        factorization.solve(&d)
        jacobian.multiplyTransposed(d, into: &rest, pool: pool)
        LinearAlgebra.scale(-1, &rest)
        LinearAlgebra.addScaled(1, b, to: &rest)
        jacobian.multiply(rest, into: &correction, pool: pool)
        for index in 0..<d.count { correction[index] -= shift[index] * d[index] }
        factorization.solve(&correction)
        LinearAlgebra.addScaled(1, correction, to: &d)
    }
}
