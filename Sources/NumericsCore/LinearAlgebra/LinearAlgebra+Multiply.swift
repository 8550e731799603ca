import COpenBLAS

extension LinearAlgebra {
    /// The product of two matrices, or of a matrix and a vector: [m][k] · [k][n] -> [m][n], [m][k] · [k] -> [m].
    public static func multiply(
        _ a: Tensor<Double>, _ b: Tensor<Double>, transposeA: Bool = false, transposeB: Bool = false
    ) -> Tensor<Double> {
        var c = Tensor(shape: productShape(a.shape, b.shape, transposeA, transposeB), repeating: 0.0)
        multiply(a, b, transposeA: transposeA, transposeB: transposeB, into: &c)
        return c
    }

    /// c = alpha op(a) op(b) + beta c without allocation.
    ///
    /// `b` and `c` are matrices [k][n] and [m][n], or vectors [k] and [m]. With `beta` 0 the old `c` is not read.
    /// Precondition: shapes that fit.
    public static func multiply(
        _ a: Tensor<Double>, _ b: Tensor<Double>, transposeA: Bool = false, transposeB: Bool = false,
        alpha: Double = 1, beta: Double = 0, into c: inout Tensor<Double>
    ) {
        precondition(
            c.shape == productShape(a.shape, b.shape, transposeA, transposeB),
            "product of \(a.shape) and \(b.shape) does not fit \(c.shape)")
        let (rows, columns) = (Int32(a.shape[0]), Int32(a.shape[1]))
        guard c.count > 0 else { return }
        let isVector = b.shape.count == 1
        let inner = transposeA ? rows : columns
        let outer = transposeA ? columns : rows
        let width = isVector ? 1 : Int32(c.shape[1])
        let strideB = isVector ? 1 : Int32(max(b.shape[1], 1))
        a.withUnsafeBufferPointer { left in
            b.withUnsafeBufferPointer { right in
                c.withUnsafeMutableBufferPointer { result in
                    if isVector {
                        cblas_dgemv(
                            CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, rows, columns, alpha,
                            left.baseAddress, max(columns, 1), right.baseAddress, 1, beta, result.baseAddress, 1)
                    } else {
                        cblas_dgemm(
                            CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
                            transposeB ? CblasTrans : CblasNoTrans, outer, width, inner, alpha, left.baseAddress,
                            max(columns, 1), right.baseAddress, strideB, beta, result.baseAddress, width)
                    }
                }
            }
        }
    }

    /// The symmetric product aᵀa [n][n] of a matrix [m][n], or aaᵀ [m][m] if `transposed`; half the work of `multiply`.
    public static func symmetricRankK(_ a: Tensor<Double>, transposed: Bool = false) -> Tensor<Double> {
        let order = transposed ? a.shape[0] : a.shape[1]
        var c = Tensor(shape: [order, order], repeating: 0.0)
        symmetricRankK(a, transposed: transposed, into: &c)
        return c
    }

    /// c = alpha aᵀa + beta c (aaᵀ if `transposed`), both triangles, without allocation.
    ///
    /// `c` must be symmetric if `beta` is not 0.
    public static func symmetricRankK(
        _ a: Tensor<Double>, transposed: Bool = false, alpha: Double = 1, beta: Double = 0,
        into c: inout Tensor<Double>
    ) {
        precondition(a.shape.count == 2, "rank-k product of an array of shape \(a.shape)")
        let (rows, columns) = (a.shape[0], a.shape[1])
        let order = transposed ? rows : columns
        precondition(c.shape == [order, order], "rank-k product of \(a.shape) does not fit \(c.shape)")
        a.withUnsafeBufferPointer { factor in
            c.withUnsafeMutableBufferPointer { result in
                cblas_dsyrk(
                    CblasRowMajor, CblasUpper, transposed ? CblasNoTrans : CblasTrans, Int32(order),
                    Int32(transposed ? columns : rows), alpha, factor.baseAddress, Int32(max(columns, 1)), beta,
                    result.baseAddress, Int32(max(order, 1)))
                mirrorUpperTriangle(result, order: order)
            }
        }
    }

    private static func mirrorUpperTriangle(_ c: UnsafeMutableBufferPointer<Double>, order: Int) {
        for row in 0..<order {
            for column in 0..<row { c[row * order + column] = c[column * order + row] }
        }
    }

    static func productShape(_ a: [Int], _ b: [Int], _ transposeA: Bool, _ transposeB: Bool) -> [Int] {
        precondition(a.count == 2 && (b.count == 2 || b.count == 1), "product of shapes \(a) and \(b)")
        let inner = transposeA ? a[0] : a[1]
        let outer = transposeA ? a[1] : a[0]
        if b.count == 1 {
            precondition(b[0] == inner, "product of shapes \(a) and \(b)")
            return [outer]
        }
        precondition((transposeB ? b[1] : b[0]) == inner, "product of shapes \(a) and \(b)")
        return [outer, transposeB ? b[0] : b[1]]
    }
}
