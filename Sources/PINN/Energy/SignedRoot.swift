/// Small symmetric matrices as P Pᵀ - N Nᵀ, by cyclic Jacobi rotations: P from the positive eigenvalues, N from the negative ones.
package struct SignedRoot {
    package let order: Int
    /// The matrix, [row][column]; overwritten by `factorize`.
    package var matrix: [Double]
    /// P, [row][column].
    package private(set) var positive: [Double]
    /// N, [row][column].
    package private(set) var negative: [Double]
    private var vectors: [Double]

    package init(order: Int) {
        self.order = order
        matrix = Array(repeating: 0, count: order * order)
        (positive, negative, vectors) = (matrix, matrix, matrix)
    }

    package mutating func factorize() {
        for index in vectors.indices { vectors[index] = index % (order + 1) == 0 ? 1 : 0 }
        // Converges quadratically: orders up to ten are done after a few sweeps.
        for _ in 0..<30 {
            var off = 0.0, diagonal = 0.0
            for row in 0..<order {
                for column in 0..<order {
                    let square = matrix[row * order + column] * matrix[row * order + column]
                    if row == column { diagonal += square } else { off += square }
                }
            }
            if off <= 1e-30 * diagonal || off == 0 { break }
            for p in 0..<order { for q in p + 1..<max(order, p + 1) { rotate(p, q) } }
        }
        for column in 0..<order {
            let value = matrix[column * (order + 1)]
            for row in 0..<order {
                let entry = vectors[row * order + column] * abs(value).squareRoot()
                positive[row * order + column] = value > 0 ? entry : 0
                negative[row * order + column] = value < 0 ? entry : 0
            }
        }
    }

    /// Makes entry (p, q) zero.
    private mutating func rotate(_ p: Int, _ q: Int) {
        let entry = matrix[p * order + q]
        guard entry != 0 else { return }
        let ratio = (matrix[q * order + q] - matrix[p * order + p]) / (2 * entry)
        let tangent = (ratio >= 0 ? 1 : -1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot(), sine = tangent * cosine
        for k in 0..<order {
            let (a, b) = (matrix[k * order + p], matrix[k * order + q])
            matrix[k * order + p] = cosine * a - sine * b
            matrix[k * order + q] = sine * a + cosine * b
        }
        for k in 0..<order {
            let (a, b) = (matrix[p * order + k], matrix[q * order + k])
            matrix[p * order + k] = cosine * a - sine * b
            matrix[q * order + k] = sine * a + cosine * b
            let (u, v) = (vectors[k * order + p], vectors[k * order + q])
            vectors[k * order + p] = cosine * u - sine * v
            vectors[k * order + q] = sine * u + cosine * v
        }
    }
}
