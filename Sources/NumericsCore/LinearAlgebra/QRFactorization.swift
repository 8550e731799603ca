import COpenBLAS

/// A P = Q R of a real matrix [m][n] by Householder reflections, with or without column pivoting (LAPACK dgeqp3, dgeqrf).
///
/// With pivoting the diagonal of R falls in size, which shows the numerical rank. Storage is column-major inside.
public struct QRFactorization: Sendable {
    /// Number of rows of A.
    public let rows: Int
    /// Number of columns of A.
    public let columns: Int
    /// Column of A that stands at each place of R; the identity without pivoting.
    public let columnOrder: [Int]
    /// Whether columns were pivoted.
    public let isPivoted: Bool
    /// R below and on, reflectors above the diagonal, in row-major reading: [column of A P][row].
    let factors: Tensor<Double>
    let reflectorScales: [Double]

    /// Factors the matrix [m][n].
    public init(_ a: Tensor<Double>, columnPivoting: Bool = false) throws(LinearAlgebraError) {
        guard a.shape.count == 2 else { throw .dimensionMismatch(expected: [0, 0], found: a.shape) }
        rows = a.shape[0]
        columns = a.shape[1]
        var work = LinearAlgebra.transpose(a)
        var scales = [Double](repeating: 0, count: max(min(rows, columns), 1))
        var order = [Int32](repeating: 0, count: max(columns, 1))
        QRFactorization.reduce(&work, rows, columns, &order, &scales, columnPivoting)
        factors = work
        reflectorScales = scales
        isPivoted = columnPivoting
        columnOrder = columnPivoting ? order.prefix(columns).map { Int($0) - 1 } : Array(0..<columns)
    }

    /// The triangular factor R [min(m, n)][n], columns in the order of `columnOrder`.
    public var upperFactor: Tensor<Double> {
        let height = min(rows, columns)
        var result = Tensor(shape: [height, columns], repeating: 0.0)
        for column in 0..<columns {
            for row in 0..<min(height, column + 1) { result[row, column] = factors[column, row] }
        }
        return result
    }

    /// The first min(m, n) columns of Q, [m][min(m, n)].
    public var orthogonalFactor: Tensor<Double> {
        let width = min(rows, columns)
        var unit = Tensor(shape: [width, rows], repeating: 0.0)
        for index in 0..<width { unit[index, index] = 1 }
        applyOrthogonal(toColumns: &unit, transposed: false)
        return LinearAlgebra.transpose(unit)
    }

    /// How many diagonal entries of R exceed `relativeTolerance` times the first: the numerical rank if columns were pivoted.
    ///
    /// The default is max(m, n) eps, the size of rounding errors in R.
    public func rank(relativeTolerance: Double? = nil) -> Int {
        let height = min(rows, columns)
        guard height > 0 else { return 0 }
        let tolerance = relativeTolerance ?? Double(max(rows, columns)) * Double.ulpOfOne
        let limit = tolerance * abs(factors[0, 0])
        return (0..<height).first { abs(factors[$0, $0]) <= limit } ?? height
    }

    // Rows of `columns` [count][m] are vectors; Q or Qᵀ is applied to each.
    func applyOrthogonal(toColumns vectors: inout Tensor<Double>, transposed: Bool) {
        let count = Int32(vectors.shape[0])
        let (height, reflectors) = (Int32(rows), Int32(min(rows, columns)))
        guard count > 0, reflectors > 0 else { return }
        factors.withUnsafeBufferPointer { matrix in
            vectors.withUnsafeMutableBufferPointer { target in
                var best = 0.0
                let trans: CChar = transposed ? LapackOption.transposed : LapackOption.notTransposed
                _ = lapack_dormqr(
                    LapackOption.left, trans, height, count, reflectors, matrix.baseAddress, height, reflectorScales,
                    target.baseAddress, height, &best, -1)
                var work = [Double](repeating: 0, count: Int(best))
                _ = lapack_dormqr(
                    LapackOption.left, trans, height, count, reflectors, matrix.baseAddress, height, reflectorScales,
                    target.baseAddress, height, &work, Int32(work.count))
            }
        }
    }

    private static func reduce(
        _ matrix: inout Tensor<Double>, _ rows: Int, _ columns: Int, _ order: inout [Int32], _ scales: inout [Double],
        _ isPivoted: Bool
    ) {
        let (m, n) = (Int32(rows), Int32(columns))
        guard m > 0, n > 0 else { return }
        matrix.withUnsafeMutableBufferPointer { a in
            func run(_ work: inout [Double], _ size: Int32) {
                if isPivoted {
                    _ = lapack_dgeqp3(m, n, a.baseAddress, m, &order, &scales, &work, size)
                } else {
                    _ = lapack_dgeqrf(m, n, a.baseAddress, m, &scales, &work, size)
                }
            }
            var query = [0.0]
            run(&query, -1)
            var work = [Double](repeating: 0, count: Int(query[0]))
            run(&work, Int32(work.count))
        }
    }
}
