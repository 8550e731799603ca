import COpenBLAS

extension SharedMatrix {
    /// C = M Mᵀ, [row][row], or Mᵀ M, [column][column], if `transposed`: the lower triangle; the upper one is left as it is.
    ///
    /// The same rules for threads as for `multiply`.
    public func symmetricProduct(transposed: Bool = false, into c: inout Tensor<Double>, pool: ThreadPool) {
        let order = transposed ? columnCount : rowCount
        precondition(c.shape == [order, order], "symmetric product does not fit \(c.shape)")
        guard order > 0 else { return }
        // Larger tiles are copied less often; at least three, for two threads.
        let tiles = TriangleTiles(order: order, tileSize: min(256, max(32, (order + 1) / 2)))
        c.withUnsafeMutableBufferPointer { buffer in
            let target = SharedPointer(buffer.baseAddress!)
            // The long last rows first: what remains at the end is short.
            pool.forEach(tiles.count) { index in
                multiplyTile(tiles, tiles.count - 1 - index, transposed, target.base, order)
            }
        }
    }

    private func multiplyTile(
        _ tiles: TriangleTiles, _ position: Int, _ transposed: Bool, _ target: UnsafeMutablePointer<Double>, _ order: Int
    ) {
        let (row, column) = tiles.place(position)
        let stride = transposed ? 1 : columnCount
        let left = storage.base + tiles.start(row) * stride
        let right = storage.base + tiles.start(column) * stride
        let result = target + tiles.start(row) * order + tiles.start(column)
        let inner = Int32(transposed ? rowCount : columnCount)
        let leading = Int32(max(columnCount, 1))
        if row == column {
            cblas_dsyrk(
                CblasRowMajor, CblasLower, transposed ? CblasTrans : CblasNoTrans, Int32(tiles.length(row)), inner, 1, left,
                leading, 0, result, Int32(order))
        } else {
            cblas_dgemm(
                CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, transposed ? CblasNoTrans : CblasTrans,
                Int32(tiles.length(row)), Int32(tiles.length(column)), inner, 1, left, leading, right, leading, 0, result,
                Int32(order))
        }
    }
}
