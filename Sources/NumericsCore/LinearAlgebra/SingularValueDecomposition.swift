import COpenBLAS

/// A = U diag(s) Vᵀ of a real matrix [m][n], in its thin form with k = min(m, n) singular values (LAPACK dgesdd).
public struct SingularValueDecomposition: Sendable {
    /// The singular values [k], falling.
    public let values: Tensor<Double>
    /// Left singular vectors as columns, [m][k]; empty if not asked for.
    public let left: Tensor<Double>
    /// Right singular vectors as rows, Vᵀ [k][n]; empty if not asked for.
    public let rightTransposed: Tensor<Double>
    private let largestExtent: Int

    /// Decomposes the matrix [m][n]; throws `notConverged` if the iteration fails.
    public init(_ a: Tensor<Double>, vectors wanted: Bool = true) throws(LinearAlgebraError) {
        guard a.shape.count == 2 else { throw .dimensionMismatch(expected: [0, 0], found: a.shape) }
        let (rows, columns) = (a.shape[0], a.shape[1])
        let count = min(rows, columns)
        var work = a
        var found = Tensor(shape: [count], repeating: 0.0)
        var u = Tensor(shape: wanted ? [rows, count] : [0, 0], repeating: 0.0)
        var v = Tensor(shape: wanted ? [count, columns] : [0, 0], repeating: 0.0)
        let info = SingularValueDecomposition.decompose(&work, &found, &u, &v, wanted)
        if info != 0 { throw .notConverged }
        values = found
        left = u
        rightTransposed = v
        largestExtent = max(rows, columns)
    }

    /// How many singular values exceed `relativeTolerance` times the largest; by default max(m, n) eps.
    public func rank(relativeTolerance: Double? = nil) -> Int {
        let tolerance = relativeTolerance ?? Double(largestExtent) * Double.ulpOfOne
        guard values.count > 0 else { return 0 }
        return values.elements.filter { $0 > tolerance * values[0] }.count
    }

    /// Largest over smallest singular value.
    public var conditionNumber: Double {
        values.count > 0 ? values[0] / values[values.count - 1] : 1
    }

    /// The shortest x [n] (or [n][right-hand side]) that minimises ‖A x − b‖, singular values below the tolerance left out.
    public func minimumNormSolution(_ b: Tensor<Double>, relativeTolerance: Double? = nil) -> Tensor<Double> {
        var coefficients = LinearAlgebra.multiply(left, b, transposeA: true)
        let kept = rank(relativeTolerance: relativeTolerance)
        let width = b.shape.count == 1 ? 1 : b.shape[1]
        for index in 0..<values.count {
            for side in 0..<width {
                coefficients[index * width + side] *= index < kept ? 1 / values[index] : 0
            }
        }
        return LinearAlgebra.multiply(rightTransposed, coefficients, transposeA: true)
    }

    // LAPACK sees Aᵀ = V diag(s) Uᵀ, so its left vectors are ours on the right; read by rows both come out as wanted.
    private static func decompose(
        _ a: inout Tensor<Double>, _ values: inout Tensor<Double>, _ left: inout Tensor<Double>,
        _ right: inout Tensor<Double>, _ wanted: Bool
    ) -> Int32 {
        let (m, n) = (Int32(a.shape[1]), Int32(a.shape[0]))
        let count = min(m, n)
        guard count > 0 else { return 0 }
        let job: CChar = wanted ? LapackOption.thinVectors : LapackOption.values
        var integers = [Int32](repeating: 0, count: 8 * Int(count))
        return a.withUnsafeMutableBufferPointer { matrix in
            values.withUnsafeMutableBufferPointer { s in
                left.withUnsafeMutableBufferPointer { u in
                    right.withUnsafeMutableBufferPointer { v in
                        func run(_ work: inout [Double], _ size: Int32) -> Int32 {
                            lapack_dgesdd(
                                job, m, n, matrix.baseAddress, m, s.baseAddress, v.baseAddress, m, u.baseAddress,
                                count, &work, size, &integers)
                        }
                        var query = [0.0]
                        _ = run(&query, -1)
                        var work = [Double](repeating: 0, count: Int(query[0]))
                        return run(&work, Int32(work.count))
                    }
                }
            }
        }
    }
}
