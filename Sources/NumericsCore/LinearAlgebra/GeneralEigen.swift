import COpenBLAS

/// Eigenvalues and right eigenvectors of a general real matrix: A v = λ v (LAPACK dgeev).
public struct GeneralEigen: Sendable {
    /// The eigenvalues [n]; a complex pair stands together, positive imaginary part first.
    public let values: Tensor<Complex<Double>>
    /// The eigenvectors as columns, [component][eigenvalue], each of Euclidean length 1; empty if not asked for.
    public let vectors: Tensor<Complex<Double>>
    /// Whether every eigenvalue is real.
    public let allReal: Bool

    /// Decomposes the matrix [n][n]; throws `notConverged` if the QR iteration fails.
    public init(_ a: Tensor<Double>, vectors wanted: Bool = true) throws(LinearAlgebraError) {
        guard a.shape.count == 2, a.shape[0] == a.shape[1] else {
            throw .dimensionMismatch(expected: [a.shape.first ?? 0, a.shape.first ?? 0], found: a.shape)
        }
        let order = a.shape[0]
        var matrix = LinearAlgebra.transpose(a)
        var real = [Double](repeating: 0, count: order)
        var imaginary = real
        var packed = [Double](repeating: 0, count: wanted ? order * order : 1)
        let info = GeneralEigen.decompose(&matrix, &real, &imaginary, &packed, wanted)
        if info != 0 { throw .notConverged }
        values = Tensor(zip(real, imaginary).map { Complex($0, $1) })
        allReal = imaginary.allSatisfy { $0 == 0 }
        vectors = wanted
            ? GeneralEigen.unpacked(packed, imaginary: imaginary) : Tensor(shape: [0, 0], repeating: .zero)
    }

    private static func decompose(
        _ a: inout Tensor<Double>, _ real: inout [Double], _ imaginary: inout [Double], _ vectors: inout [Double],
        _ wanted: Bool
    ) -> Int32 {
        let size = Int32(a.shape[0])
        guard size > 0 else { return 0 }
        var none = 0.0
        let job: CChar = wanted ? LapackOption.vectors : LapackOption.values
        let width = wanted ? size : 1
        return a.withUnsafeMutableBufferPointer { matrix in
            var best = 0.0
            _ = lapack_dgeev(
                LapackOption.values, job, size, matrix.baseAddress, size, &real, &imaginary, &none, 1, &vectors, width, &best,
                -1)
            var work = [Double](repeating: 0, count: Int(best))
            return lapack_dgeev(
                LapackOption.values, job, size, matrix.baseAddress, size, &real, &imaginary, &none, 1, &vectors, width, &work,
                Int32(work.count))
        }
    }

    // LAPACK stores a complex pair of vectors as two real columns: v ± i w.
    private static func unpacked(_ packed: [Double], imaginary: [Double]) -> Tensor<Complex<Double>> {
        let order = imaginary.count
        var result = Tensor(shape: [order, order], repeating: Complex<Double>.zero)
        result.withUnsafeMutableBufferPointer { target in
            var index = 0
            while index < order {
                let isPair = imaginary[index] != 0 && index + 1 < order
                for row in 0..<order {
                    let first = packed[index * order + row]
                    let second = isPair ? packed[(index + 1) * order + row] : 0
                    target[row * order + index] = Complex(first, second)
                    if isPair { target[row * order + index + 1] = Complex(first, -second) }
                }
                index += isPair ? 2 : 1
            }
        }
        return result
    }
}
