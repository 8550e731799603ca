import COpenBLAS

extension TallSkinnyQR {
    /// The triangle of [A; diag(d)] = [R; diag(d)], for one d after another without factoring A again.
    public final class Damped {
        private let factorization: TallSkinnyQR
        private let triangle: Tensor<Double>.Storage
        private let reflectors: Tensor<Double>.Storage
        private let scales: Tensor<Double>.Storage
        private let rotated: Tensor<Double>.Storage
        private let tail: Tensor<Double>.Storage

        /// Makes the storage.
        public init(_ factorization: TallSkinnyQR) {
            self.factorization = factorization
            let n = factorization.columnCount
            triangle = Tensor<Double>.Storage(count: n * n)
            reflectors = Tensor<Double>.Storage(count: n * n)
            scales = Tensor<Double>.Storage(count: factorization.panelWidth * n)
            rotated = Tensor<Double>.Storage(count: factorization.rowCount)
            tail = Tensor<Double>.Storage(count: n)
        }

        /// Factors [R; diag(d)] with the R that `TallSkinnyQR.factorize` left. Precondition: one entry of `d` a column.
        public func factorize(diagonal: Tensor<Double>) {
            let n = factorization.columnCount
            precondition(diagonal.count == n, "one entry a column is needed")
            triangle.base.update(from: factorization.triangle.base, count: n * n)
            reflectors.base.update(repeating: 0, count: n * n)
            diagonal.withUnsafeBufferPointer { values in
                for index in 0..<n { reflectors.base[index * (n + 1)] = values[index] }
            }
            _ = lapack_dtpqrt(
                Int32(n), Int32(n), Int32(n), Int32(factorization.panelWidth), triangle.base, Int32(n), reflectors.base,
                Int32(n), scales.base, factorization.work.base)
        }

        /// The x, [column], that minimises ‖A x − b‖² + ‖diag(d) x‖² for `b`, [row].
        ///
        /// Not finite where a diagonal entry of the triangle is zero.
        public func solve(_ b: Tensor<Double>, into x: inout Tensor<Double>) {
            let n = factorization.columnCount
            precondition(b.count == factorization.rowCount && x.count == n, "right-hand side does not fit")
            b.withUnsafeBufferPointer { rotated.base.update(from: $0.baseAddress!, count: b.count) }
            factorization.applyTransposed(rotated.base, count: 1)
            tail.base.update(repeating: 0, count: n)
            _ = lapack_dtpmqrt(
                LapackOption.transposed, Int32(n), 1, Int32(n), Int32(n), Int32(factorization.panelWidth), reflectors.base,
                Int32(n), scales.base, rotated.base, Int32(n), tail.base, Int32(n), factorization.work.base)
            x.withUnsafeMutableBufferPointer { target in
                target.baseAddress!.update(from: rotated.base, count: n)
                cblas_dtrsv(
                    CblasColMajor, CblasUpper, CblasNoTrans, CblasNonUnit, Int32(n), triangle.base, Int32(n),
                    target.baseAddress, 1)
            }
        }
    }
}
