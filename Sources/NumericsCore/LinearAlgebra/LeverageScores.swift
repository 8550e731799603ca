/// Leverages of the rows of a matrix A: ℓ_i = |Q_i|² for an orthonormal basis Q of its columns' span, the diagonal of the orthogonal
/// projector on it. Their sum is the rank.
///
/// The basis is A V S⁻¹ from the eigenvalues S² and vectors V of AᵀA with columns of length one. Directions with S below 1e-6 of the
/// largest are left out: they are spoilt by forming AᵀA, and single out no rows.
public struct LeverageScores: Sendable {
    /// [row].
    public let values: [Double]
    /// Number of directions kept.
    public let rank: Int

    private static let tolerance = 1e-6

    /// - Parameter matrix: A by its columns, [column][row]; columns are scaled to length one.
    public init(_ matrix: SharedMatrix, pool: ThreadPool) {
        let (columns, rows) = (matrix.rowCount, matrix.columnCount)
        let ones = Tensor(shape: [rows], repeating: 1.0)
        var unused = Tensor(shape: [columns], repeating: 0.0), squares = unused
        matrix.multiply(ones, into: &unused, rowSquares: &squares, pool: pool)
        matrix.scaleRows(by: Tensor(squares.elements.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }), pool: pool)
        var product = Tensor(shape: [columns, columns], repeating: 0.0)
        matrix.symmetricProduct(into: &product, pool: pool)
        for row in 0..<columns { for column in 0..<row { product[column, row] = product[row, column] } }
        guard let eigen = try? SymmetricEigen(product) else {
            (values, rank) = (Array(repeating: Double(columns) / Double(max(rows, 1)), count: rows), columns)
            return
        }
        let largest = eigen.values.elements.max() ?? 0
        let kept = (0..<columns).filter { eigen.values[$0] > Self.tolerance * Self.tolerance * largest && eigen.values[$0] > 0 }
        var basis = Tensor(shape: [columns, kept.count], repeating: 0.0)
        for (place, index) in kept.enumerated() {
            let scale = 1 / eigen.values[index].squareRoot()
            for column in 0..<columns { basis[column, place] = eigen.vectors[column, index] * scale }
        }
        rank = kept.count
        values = Self.squares(matrix, basis, rows, pool)
    }

    /// Row sums of the squares of Aᵀ-by-columns times a basis, a strip of rows at a time.
    private static func squares(_ matrix: SharedMatrix, _ basis: Tensor<Double>, _ rows: Int, _ pool: ThreadPool) -> [Double] {
        let (columns, width) = (basis.shape[0], basis.shape[1])
        guard width > 0 else { return Array(repeating: 0, count: rows) }
        let result = SharedMatrix(rowCount: 1, columnCount: rows)
        let length = 256
        pool.forEach((rows + length - 1) / length) { part in
            let range = part * length..<min(rows, (part + 1) * length)
            let strip = Tensor(
                shape: [range.count, columns],
                elements: matrix.withUnsafeMutableBufferPointer { entries in
                    range.flatMap { row in (0..<columns).map { entries[$0 * rows + row] } }
                })
            let image = LinearAlgebra.multiply(strip, basis)
            for (place, row) in range.enumerated() {
                result.add((0..<width).reduce(0) { $0 + image[place, $1] * image[place, $1] }, row: 0, column: row)
            }
        }
        return result.tensor.elements
    }
}
