import COpenBLAS

extension LinearLeastSquares {
    /// Linear constraints C c = d on scaled coefficients: Cᵀ P = Q R, and c = Q y with the first entries of y fixed.
    struct Constraints {
        /// Number of independent constraints.
        let rank: Int
        private let factorization: QRFactorization

        /// C as [column][constraint], before scaling.
        init(_ c: Tensor<Double>, scales: Tensor<Double>, tolerance: Double) throws(LinearAlgebraError) {
            var scaled = c
            for column in 0..<c.shape[0] {
                for row in 0..<c.shape[1] { scaled[column, row] *= scales[column] }
            }
            factorization = try QRFactorization(scaled, columnPivoting: true)
            rank = factorization.rank(relativeTolerance: max(tolerance, Double(max(c.shape[0], c.shape[1])) * .ulpOfOne))
        }

        /// Number of constraints.
        var count: Int { factorization.columns }

        /// A becomes A Q; A is [column][row].
        func rotate(_ a: SharedMatrix, pool: ThreadPool) {
            let rows = a.columnCount
            let parts = max(1, min(pool.threads, rows))
            pool.forEach(parts) { part in
                let start = rows * part / parts
                apply(
                    LapackOption.right, LapackOption.notTransposed, a.storage.base + start,
                    rows: rows * (part + 1) / parts - start, columns: a.rowCount, leading: rows)
            }
        }

        /// The fixed entries of y for d, into the first entries of `y`; the length of what dependent constraints leave.
        func fix(_ d: Tensor<Double>, into y: inout Tensor<Double>) -> Double {
            var remainder = factorization.columnOrder.map { d[$0] }
            let leading = factorization.rows
            return factorization.factors.withUnsafeBufferPointer { matrix in
                y.withUnsafeMutableBufferPointer { target in
                    var squares = 0.0
                    // Rᵀ y = d by rows; column `row` of R is contiguous.
                    for row in remainder.indices {
                        for index in 0..<min(row, rank) { remainder[row] -= matrix[row * leading + index] * target[index] }
                        if row < rank {
                            target[row] = remainder[row] / matrix[row * (leading + 1)]
                        } else {
                            squares += remainder[row] * remainder[row]
                        }
                    }
                    return squares.squareRoot()
                }
            }
        }

        /// y becomes Q y.
        func rotateBack(_ y: inout Tensor<Double>) {
            y.withUnsafeMutableBufferPointer {
                apply(
                    LapackOption.left, LapackOption.notTransposed, $0.baseAddress!, rows: $0.count, columns: 1,
                    leading: $0.count)
            }
        }

        private func apply(
            _ side: CChar, _ trans: CChar, _ target: UnsafeMutablePointer<Double>, rows: Int, columns: Int, leading: Int
        ) {
            let order = Int32(factorization.rows)
            let reflectors = Int32(min(factorization.rows, factorization.columns))
            guard rows > 0, columns > 0 else { return }
            func run(_ work: UnsafeMutablePointer<Double>, _ size: Int32) {
                factorization.factors.withUnsafeBufferPointer { matrix in
                    _ = lapack_dormqr(
                        side, trans, Int32(rows), Int32(columns), reflectors, matrix.baseAddress, order,
                        factorization.reflectorScales, target, Int32(leading), work, size)
                }
            }
            var best = 0.0
            run(&best, -1)
            var work = [Double](repeating: 0, count: Int(best))
            run(&work, Int32(work.count))
        }
    }
}
