import NumericsCore

/// What a trial function can do to the residuals, to first order: damped projections on the columns of its Jacobian.
final class TrialFit {
    private let jacobian: SharedMatrix
    private let damped: TallSkinnyQR.Damped
    private let pool: ThreadPool
    private var step: Tensor<Double>
    private var padded: Tensor<Double>
    private var result: Tensor<Double>

    /// - Parameter jacobian: [parameter][row], those of the trial function first; it is kept and not changed.
    init(_ jacobian: SharedMatrix, trialCount: Int, damping: Double, pool: ThreadPool) {
        self.jacobian = jacobian
        self.pool = pool
        let rows = jacobian.columnCount
        let own = SharedMatrix(rowCount: trialCount, columnCount: rows)
        own.copyRows(0..<trialCount, of: jacobian, to: 0)
        step = Tensor(shape: [trialCount], repeating: 0)
        padded = Tensor(shape: [jacobian.rowCount], repeating: 0)
        result = Tensor(shape: [rows], repeating: 0)
        var diagonal = step
        var squares = step
        own.multiply(result, into: &step, rowSquares: &squares, pool: pool)
        let largest = squares.elements.max() ?? 0
        for index in 0..<trialCount {
            diagonal[index] = damping * max(squares[index], 1e-16 * largest, Double.leastNormalMagnitude).squareRoot()
        }
        let factorization = TallSkinnyQR(rowCount: rows, columnCount: trialCount, pool: pool)
        factorization.factorize(own)
        damped = TallSkinnyQR.Damped(factorization)
        damped.factorize(diagonal: diagonal)
    }

    /// J (Jᵀ J + Λ)⁻¹ Jᵀ times a vector of rows.
    func projection(of vector: [Double]) -> [Double] {
        damped.solve(Tensor(vector), into: &step)
        for index in 0..<step.count { padded[index] = step[index] }
        jacobian.multiplyTransposed(padded, into: &result, pool: pool)
        return result.elements
    }
}
