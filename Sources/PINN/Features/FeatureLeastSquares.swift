import NumericsCore

/// min ‖A x − b‖ with columns scaled to length one, by Householder QR without pivoting and a damping at the level of rounding.
///
/// Random features are dependent to working precision: normal equations would square that. Rows ε I below the triangle keep
/// the coefficients of what is dependent small, as truncated singular values would, at a third of the cost of the factorisation:
/// with ε = 1e-15 held-out residuals fell by factors of 1.5 to 1000 against no damping, most where there are more features than
/// the band holds; with 1e-14 they rose again.
///
/// Rows from one on may be constraints instead, met first, in the least squares sense where they contradict each other in rounding.
final class FeatureLeastSquares {
    private enum Factors {
        case free(TallSkinnyQR.Damped)
        case constrained(LinearLeastSquares, firstConstraint: Int)
    }

    private let factors: Factors
    /// 1 over the lengths of the columns.
    private var scales: Tensor<Double>

    static let damping = 1e-15

    /// - Parameters:
    ///   - matrix: A by its columns, [column][row]; overwritten and kept.
    ///   - firstConstraint: the row from which on all are constraints; nil for none.
    ///   - damping: ε; constraints have none.
    init(_ matrix: SharedMatrix, firstConstraint: Int? = nil, damping: Double = FeatureLeastSquares.damping, pool: ThreadPool) {
        let (columns, rows) = (matrix.rowCount, matrix.columnCount)
        if let first = firstConstraint, first < rows, let solver = Self.constrained(matrix, first, pool) {
            scales = Tensor(shape: [columns], repeating: 1)
            factors = .constrained(solver, firstConstraint: first)
            return
        }
        var lengths = [Double](repeating: 1, count: columns)
        matrix.withUnsafeMutableBufferPointer { entries in
            for column in 0..<columns {
                let sum = entries[column * rows..<(column + 1) * rows].reduce(0) { $0 + $1 * $1 }
                if sum > 0 { lengths[column] = 1 / sum.squareRoot() }
            }
        }
        scales = Tensor(lengths)
        matrix.scaleRows(by: scales, pool: pool)
        let factorization = TallSkinnyQR(rowCount: rows, columnCount: columns, pool: pool)
        factorization.factorize(matrix)
        let damped = TallSkinnyQR.Damped(factorization)
        damped.factorize(diagonal: Tensor(shape: [columns], repeating: damping))
        factors = .free(damped)
    }

    /// Nil if the rows above the constraints are too few.
    private static func constrained(_ matrix: SharedMatrix, _ first: Int, _ pool: ThreadPool) -> LinearLeastSquares? {
        let (columns, rows) = (matrix.rowCount, matrix.columnCount)
        let free = SharedMatrix(rowCount: columns, columnCount: first)
        var constraints = Tensor(shape: [columns, rows - first], repeating: 0.0)
        matrix.withUnsafeMutableBufferPointer { entries in
            free.withUnsafeMutableBufferPointer { upper in
                for column in 0..<columns {
                    for row in 0..<first { upper[column * first + row] = entries[column * rows + row] }
                    for row in first..<rows { constraints[column, row - first] = entries[column * rows + row] }
                }
            }
        }
        let solver = LinearLeastSquares(rowCount: first, columnCount: columns, pool: pool)
        do { try solver.factorize(free, constraints: constraints) } catch { return nil }
        return solver
    }

    /// The x, [column], for b, [row].
    func solve(_ b: Tensor<Double>) -> Tensor<Double> {
        var x = Tensor(shape: scales.shape, repeating: 0.0)
        switch factors {
        case .free(let damped):
            damped.solve(b, into: &x)
            for column in 0..<x.count { x[column] *= scales[column] }
        case .constrained(let solver, let first):
            let elements = b.elements
            let solution = try? solver.solve(Tensor(Array(elements[..<first])), constraintValues: Tensor(Array(elements[first...])))
            // Not a number where a side is none, as without constraints.
            x = solution?.coefficients ?? Tensor(shape: scales.shape, repeating: .nan)
        }
        return x
    }
}
