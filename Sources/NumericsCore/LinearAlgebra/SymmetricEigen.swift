import COpenBLAS

/// Eigenvalues and eigenvectors of a symmetric matrix, A v = λ v, or of a symmetric pencil, A v = λ B v.
public struct SymmetricEigen: Sendable {
    /// The eigenvalues [n], rising.
    public let values: Tensor<Double>
    /// The eigenvectors as columns, [component][eigenvalue]: VᵀV = 1, or VᵀBV = 1 for a pencil; empty if not asked for.
    public let vectors: Tensor<Double>

    /// Decomposes a symmetric matrix [n][n], of which the lower triangle is read (LAPACK dsyevd).
    public init(_ a: Tensor<Double>, vectors wanted: Bool = true) throws(LinearAlgebraError) {
        try SymmetricEigen.checkSquare(a)
        let order = a.shape[0]
        var (matrix, found) = (a, Tensor(shape: [order], repeating: 0.0))
        let info = SymmetricEigen.decompose(&matrix, nil, &found, wanted)
        if info != 0 { throw .notConverged }
        values = found
        vectors = wanted ? LinearAlgebra.transpose(matrix) : Tensor(shape: [0, 0], repeating: 0)
    }

    /// Decomposes the pencil of a symmetric and a symmetric positive definite matrix, both [n][n] (LAPACK dsygvd).
    public init(
        _ a: Tensor<Double>, mass b: Tensor<Double>, vectors wanted: Bool = true
    ) throws(LinearAlgebraError) {
        try SymmetricEigen.checkSquare(a)
        guard b.shape == a.shape else { throw .dimensionMismatch(expected: a.shape, found: b.shape) }
        let order = a.shape[0]
        var (matrix, found) = (a, Tensor(shape: [order], repeating: 0.0))
        let info = SymmetricEigen.decompose(&matrix, b, &found, wanted)
        if info > Int32(order) { throw .notPositiveDefinite(row: Int(info) - order - 1) }
        if info != 0 { throw .notConverged }
        values = found
        vectors = wanted ? LinearAlgebra.transpose(matrix) : Tensor(shape: [0, 0], repeating: 0)
    }

    private static func checkSquare(_ a: Tensor<Double>) throws(LinearAlgebraError) {
        guard a.shape.count == 2, a.shape[0] == a.shape[1] else {
            throw .dimensionMismatch(expected: [a.shape.first ?? 0, a.shape.first ?? 0], found: a.shape)
        }
    }

    private static func decompose(
        _ a: inout Tensor<Double>, _ mass: Tensor<Double>?, _ values: inout Tensor<Double>, _ wanted: Bool
    ) -> Int32 {
        let size = Int32(a.shape[0])
        guard size > 0 else { return 0 }
        let job: CChar = wanted ? LapackOption.vectors : LapackOption.values
        var b = mass
        return a.withUnsafeMutableBufferPointer { matrix in
            values.withUnsafeMutableBufferPointer { w in
                func run(_ work: inout [Double], _ integers: inout [Int32], _ sizes: (Int32, Int32)) -> Int32 {
                    guard b != nil else {
                        return lapack_dsyevd(
                            job, LapackOption.lowerByRows, size, matrix.baseAddress, size, w.baseAddress, &work, sizes.0,
                            &integers, sizes.1)
                    }
                    return b!.withUnsafeMutableBufferPointer {
                        lapack_dsygvd(
                            job, LapackOption.lowerByRows, size, matrix.baseAddress, size, $0.baseAddress, size, w.baseAddress,
                            &work, sizes.0, &integers, sizes.1)
                    }
                }
                var (query, integerQuery) = ([0.0], [Int32(0)])
                _ = run(&query, &integerQuery, (-1, -1))
                var work = [Double](repeating: 0, count: Int(query[0]))
                var integers = [Int32](repeating: 0, count: Int(integerQuery[0]))
                return run(&work, &integers, (Int32(work.count), Int32(integers.count)))
            }
        }
    }
}
