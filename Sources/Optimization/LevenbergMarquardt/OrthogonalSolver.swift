import NumericsCore

/// QR of [J; √λ √D]: J is factored once, and its triangle with each new damping, so that the condition of J is not squared.
final class OrthogonalSolver: DampedSolver {
    private let factorization: TallSkinnyQR
    private let damped: TallSkinnyQR.Damped
    private var rootScaling: Tensor<Double>
    private var diagonal: Tensor<Double>

    /// Precondition: at least as many rows as parameters.
    init(parameterCount: Int, rowCount: Int, pool: ThreadPool) {
        factorization = TallSkinnyQR(rowCount: rowCount, columnCount: parameterCount, pool: pool)
        damped = TallSkinnyQR.Damped(factorization)
        rootScaling = Tensor(shape: [parameterCount], repeating: 0)
        diagonal = rootScaling
    }

    func prepare(_ jacobian: any LeastSquaresMatrix, scaling: Tensor<Double>) {
        let jacobian = dense(jacobian)
        LinearAlgebra.copy(scaling, to: &rootScaling)
        Elementwise.applyInPlace(.sqrt, &rootScaling)
        factorization.factorize(jacobian)
    }

    func factorize(damping: Double) -> Bool {
        LinearAlgebra.copy(rootScaling, to: &diagonal)
        LinearAlgebra.scale(damping.squareRoot(), &diagonal)
        damped.factorize(diagonal: diagonal)
        return true
    }

    func solve(_ b: Tensor<Double>, into d: inout Tensor<Double>) { damped.solve(b, into: &d) }
}
