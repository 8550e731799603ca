import COpenBLAS

/// Products over a pool of threads. OpenBLAS should be set to one thread meanwhile (`LinearAlgebra.setThreads`): it is called
/// from all threads of the pool. Work is cut the same way for any number of threads, so results do not depend on it.
extension SharedMatrix {
    /// y = M x, [row]. Precondition: `x` has one entry a column.
    public func multiply(_ x: Tensor<Double>, into y: inout Tensor<Double>, pool: ThreadPool) {
        precondition(x.count == columnCount && y.count == rowCount, "product does not fit")
        guard rowCount > 0, columnCount > 0 else { return }
        x.withUnsafeBufferPointer { source in
            y.withUnsafeMutableBufferPointer { target in
                let (right, result) = (SharedPointer(source.baseAddress!), SharedPointer(target.baseAddress!))
                forEachPart(of: rowCount, SharedMatrix.rowsPerPart, pool) { rows in
                    cblas_dgemv(
                        CblasRowMajor, CblasNoTrans, Int32(rows.count), Int32(columnCount), 1,
                        storage.base + rows.lowerBound * columnCount, Int32(columnCount), right.base, 1, 0,
                        result.base + rows.lowerBound, 1)
                }
            }
        }
    }

    /// y = Mᵀ x, [column]. Precondition: `x` has one entry a row.
    public func multiplyTransposed(_ x: Tensor<Double>, into y: inout Tensor<Double>, pool: ThreadPool) {
        precondition(x.count == rowCount && y.count == columnCount, "product does not fit")
        guard rowCount > 0, columnCount > 0 else { return }
        x.withUnsafeBufferPointer { source in
            y.withUnsafeMutableBufferPointer { target in
                let (right, result) = (SharedPointer(source.baseAddress!), SharedPointer(target.baseAddress!))
                forEachPart(of: columnCount, SharedMatrix.columnsPerPart, pool) { columns in
                    cblas_dgemv(
                        CblasRowMajor, CblasTrans, Int32(rowCount), Int32(columns.count), 1,
                        storage.base + columns.lowerBound, Int32(columnCount), right.base, 1, 0,
                        result.base + columns.lowerBound, 1)
                }
            }
        }
    }

    /// The sum of the squares of each row, and the product with `x` as in `multiply`, in one pass over the memory.
    public func multiply(
        _ x: Tensor<Double>, into y: inout Tensor<Double>, rowSquares: inout Tensor<Double>, pool: ThreadPool
    ) {
        precondition(x.count == columnCount && y.count == rowCount && rowSquares.count == rowCount, "product does not fit")
        guard rowCount > 0, columnCount > 0 else { return }
        let count = Int32(columnCount)
        x.withUnsafeBufferPointer { source in
            y.withUnsafeMutableBufferPointer { target in
                rowSquares.withUnsafeMutableBufferPointer { squares in
                    let right = SharedPointer(source.baseAddress!)
                    let (result, sums) = (SharedPointer(target.baseAddress!), SharedPointer(squares.baseAddress!))
                    forEachPart(of: rowCount, SharedMatrix.rowsPerPart, pool) { rows in
                        for row in rows {
                            let entries = storage.base + row * columnCount
                            result.base[row] = cblas_ddot(count, entries, 1, right.base, 1)
                            sums.base[row] = cblas_ddot(count, entries, 1, entries, 1)
                        }
                    }
                }
            }
        }
    }

    /// Multiplies each row by its factor, [row].
    public func scaleRows(by factors: Tensor<Double>, pool: ThreadPool) {
        precondition(factors.count == rowCount, "one factor a row is needed")
        guard rowCount > 0, columnCount > 0 else { return }
        factors.withUnsafeBufferPointer { source in
            let scales = SharedPointer(source.baseAddress!)
            forEachPart(of: rowCount, SharedMatrix.rowsPerPart, pool) { rows in
                for row in rows {
                    cblas_dscal(Int32(columnCount), scales.base[row], storage.base + row * columnCount, 1)
                }
            }
        }
    }

    /// Overwrites rows from `place` on with `rows` of another matrix. Precondition: rows of equal length, which both hold.
    public func copyRows(_ rows: Range<Int>, of other: SharedMatrix, to place: Int) {
        precondition(
            other.columnCount == columnCount && rows.upperBound <= other.rowCount && place + rows.count <= rowCount)
        (storage.base + place * columnCount).update(
            from: other.storage.base + rows.lowerBound * columnCount, count: rows.count * columnCount)
    }

    private func forEachPart(of count: Int, _ length: Int, _ pool: ThreadPool, _ body: @Sendable (Range<Int>) -> Void) {
        pool.forEach((count + length - 1) / length) { part in
            body(part * length..<min(count, (part + 1) * length))
        }
    }

    private static let rowsPerPart = 32
    private static let columnsPerPart = 512
}
