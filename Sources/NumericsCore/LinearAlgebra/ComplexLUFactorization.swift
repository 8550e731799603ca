import COpenBLAS

/// P A = L U with partial pivoting of a complex square matrix (LAPACK zgetrf).
///
/// The storage is made once: `factorize` refills it and `solve` works in place, neither allocates for one right-hand side.
public struct ComplexLUFactorization: Sendable {
    /// Number of rows and columns.
    public let order: Int
    private var factors: Tensor<Complex<Double>>
    private var pivots: Tensor<Int32>
    private var maximumNorm = 0.0

    /// Makes the storage for matrices of this order; `factorize` must follow before a solve.
    public init(order: Int) {
        self.order = order
        factors = Tensor(shape: [order, order], repeating: .zero)
        pivots = Tensor(shape: [order], repeating: 0)
    }

    /// Factors the matrix [n][n].
    public init(_ a: Tensor<Complex<Double>>) throws(LinearAlgebraError) {
        self.init(order: a.shape.first ?? 0)
        try factorize(a)
    }

    /// Factors another matrix [n][n] of the same order in the same storage.
    public mutating func factorize(_ a: Tensor<Complex<Double>>) throws(LinearAlgebraError) {
        guard a.shape == [order, order] else {
            throw .dimensionMismatch(expected: [order, order], found: a.shape)
        }
        a.withUnsafeBufferPointer { source in
            factors.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: source) }
        }
        try eliminate()
    }

    /// Factors alpha · mass − jacobian, both real and [n][n], in the same storage.
    ///
    /// This is the matrix of a complex stage pair of an implicit Runge-Kutta method.
    public mutating func factorize(
        alpha: Complex<Double>, mass: Tensor<Double>, minus jacobian: Tensor<Double>
    ) throws(LinearAlgebraError) {
        guard mass.shape == [order, order], jacobian.shape == [order, order] else {
            throw .dimensionMismatch(expected: [order, order], found: mass.shape)
        }
        let (real, imaginary) = (alpha.real, alpha.imaginary)
        mass.withUnsafeBufferPointer { weights in
            jacobian.withUnsafeBufferPointer { slopes in
                factors.withUnsafeMutableBufferPointer { target in
                    for index in target.indices {
                        let weight = weights[index]
                        target[index] = Complex(real * weight - slopes[index], imaginary * weight)
                    }
                }
            }
        }
        try eliminate()
    }

    /// Overwrites `b`, [n] or [n][right-hand side], with the solution of A x = b.
    public func solve(_ b: inout Tensor<Complex<Double>>) throws(LinearAlgebraError) {
        guard b.shape.first == order, b.shape.count <= 2 else {
            throw .dimensionMismatch(expected: [order], found: b.shape)
        }
        guard order > 0 else { return }
        if b.shape.count == 1 { return solveVectors(&b, count: 1) }
        // LAPACK wants every right-hand side contiguous.
        var columns = LinearAlgebra.transpose(b)
        solveVectors(&columns, count: b.shape[1])
        b = LinearAlgebra.transpose(columns)
    }

    /// Estimate of 1 / (‖A‖ ‖A⁻¹‖) in the maximum norm.
    public var reciprocalCondition: Double {
        var result = 0.0
        var work = [Double](repeating: 0, count: max(4 * order, 1))
        var reals = [Double](repeating: 0, count: max(2 * order, 1))
        factors.withUnsafeBufferPointer { matrix in
            _ = lapack_zgecon(
                LapackOption.oneNorm, Int32(order), doubles(matrix), Int32(max(order, 1)), maximumNorm, &result, &work, &reals)
        }
        return result
    }

    private mutating func eliminate() throws(LinearAlgebraError) {
        let size = Int32(order)
        var info: Int32 = 0
        var largest = 0.0
        factors.withUnsafeMutableBufferPointer { matrix in
            pivots.withUnsafeMutableBufferPointer { swaps in
                for row in 0..<order {
                    var sum = 0.0
                    for column in 0..<order { sum += matrix[row * order + column].length }
                    largest = max(largest, sum)
                }
                info = lapack_zgetrf(size, size, doubles(matrix), max(size, 1), swaps.baseAddress)
            }
        }
        maximumNorm = largest
        if info > 0 { throw .singular(pivot: Int(info) - 1) }
    }

    private func solveVectors(_ b: inout Tensor<Complex<Double>>, count: Int) {
        let size = Int32(order)
        factors.withUnsafeBufferPointer { matrix in
            pivots.withUnsafeBufferPointer { swaps in
                b.withUnsafeMutableBufferPointer { right in
                    // LAPACK holds the factors of the transpose (not the adjoint) of A.
                    _ = lapack_zgetrs(
                        LapackOption.transposed, size, Int32(count), doubles(matrix), size, swaps.baseAddress,
                        doubles(right), size)
                }
            }
        }
    }
}
