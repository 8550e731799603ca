import COpenBLAS

extension CholeskyFactorization {
    /// Factors A + diag(`shift`) of the same order in the same storage, with the work on tiles shared out over `pool`.
    ///
    /// OpenBLAS should be set to one thread meanwhile; the result does not depend on the number of threads of the pool.
    /// Throws `notPositiveDefinite`.
    public mutating func factorize(
        _ a: Tensor<Double>, diagonalShift shift: Tensor<Double>, pool: ThreadPool
    ) throws(LinearAlgebraError) {
        guard a.shape == [order, order], shift.count == order else {
            throw .dimensionMismatch(expected: [order, order], found: a.shape)
        }
        fill(a, shift)
        let (order, tiles) = (order, TriangleTiles(order: order))
        let failure = withFactor { matrix -> Int? in
            for step in 0..<tiles.side {
                let start = tiles.start(step)
                let size = Int32(tiles.length(step))
                let info = lapack_dpotrf(LapackOption.lowerByRows, size, matrix + start * (order + 1), Int32(order))
                if info > 0 { return start + Int(info) - 1 }
                CholeskyFactorization.eliminate(matrix, order, tiles, step, pool)
            }
            return nil
        }
        if let failure { throw .notPositiveDefinite(row: failure) }
    }

    private static func eliminate(
        _ matrix: UnsafeMutablePointer<Double>, _ order: Int, _ tiles: TriangleTiles, _ step: Int, _ pool: ThreadPool
    ) {
        let shared = SharedPointer(matrix)
        let (start, size, leading) = (tiles.start(step), Int32(tiles.length(step)), Int32(order))
        let rest = tiles.side - step - 1
        pool.forEach(rest) { index in
            let row = step + 1 + index
            cblas_dtrsm(
                CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, Int32(tiles.length(row)), size, 1,
                shared.base + start * (order + 1), leading, shared.base + tiles.start(row) * order + start, leading)
        }
        pool.forEach(rest * (rest + 1) / 2) { index in
            let place = tiles.place(index)
            let (row, column) = (step + 1 + place.row, step + 1 + place.column)
            let left = shared.base + tiles.start(row) * order + start
            let right = shared.base + tiles.start(column) * order + start
            let target = shared.base + tiles.start(row) * order + tiles.start(column)
            if row == column {
                cblas_dsyrk(
                    CblasRowMajor, CblasLower, CblasNoTrans, Int32(tiles.length(row)), size, -1, left, leading, 1, target,
                    leading)
            } else {
                cblas_dgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, Int32(tiles.length(row)), Int32(tiles.length(column)), size,
                    -1, left, leading, right, leading, 1, target, leading)
            }
        }
    }
}
