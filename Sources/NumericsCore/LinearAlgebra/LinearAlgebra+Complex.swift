import COpenBLAS

extension LinearAlgebra {
    /// The product of two complex matrices, or of a complex matrix and a vector: [m][k] · [k][n] -> [m][n].
    public static func multiply(
        _ a: Tensor<Complex<Double>>, _ b: Tensor<Complex<Double>>, adjointA: Bool = false
    ) -> Tensor<Complex<Double>> {
        var c = Tensor(shape: productShape(a.shape, b.shape, adjointA, false), repeating: Complex<Double>.zero)
        multiply(a, b, adjointA: adjointA, into: &c)
        return c
    }

    /// c = alpha op(a) b + beta c without allocation; op is the identity or the conjugate transpose.
    public static func multiply(
        _ a: Tensor<Complex<Double>>, _ b: Tensor<Complex<Double>>, adjointA: Bool = false,
        alpha: Complex<Double> = .one, beta: Complex<Double> = .zero, into c: inout Tensor<Complex<Double>>
    ) {
        precondition(
            c.shape == productShape(a.shape, b.shape, adjointA, false),
            "product of \(a.shape) and \(b.shape) does not fit \(c.shape)")
        let (rows, columns) = (Int32(a.shape[0]), Int32(a.shape[1]))
        guard c.count > 0 else { return }
        let width = b.shape.count == 1 ? 1 : Int32(c.shape[1])
        var (alpha, beta) = (alpha, beta)
        a.withUnsafeBufferPointer { left in
            b.withUnsafeBufferPointer { right in
                c.withUnsafeMutableBufferPointer { result in
                    cblas_zgemm(
                        CblasRowMajor, adjointA ? CblasConjTrans : CblasNoTrans, CblasNoTrans,
                        adjointA ? columns : rows, width, adjointA ? rows : columns, &alpha, left.baseAddress,
                        max(columns, 1), right.baseAddress, width, &beta, result.baseAddress, width)
                }
            }
        }
    }

    /// Sum of conj(a_i) b_i. Precondition: equal counts.
    public static func dot(_ a: Tensor<Complex<Double>>, _ b: Tensor<Complex<Double>>) -> Complex<Double> {
        precondition(a.count == b.count, "dot product of \(a.shape) and \(b.shape)")
        var sum = Complex<Double>.zero
        a.withUnsafeBufferPointer { left in
            b.withUnsafeBufferPointer { right in
                for index in left.indices { sum += left[index].conjugate * right[index] }
            }
        }
        return sum
    }

    /// Euclidean norm of all elements.
    public static func norm(_ a: Tensor<Complex<Double>>) -> Double {
        a.withUnsafeBufferPointer { cblas_dznrm2(Int32(a.count), $0.baseAddress, 1) }
    }
}
