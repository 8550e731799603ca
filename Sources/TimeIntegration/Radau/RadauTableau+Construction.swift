import Foundation
import NumericsCore

extension RadauTableau {
    /// Roots of P_s - P_(s-1) on [-1, 1], moved to [0, 1]: Newton's method from Chebyshev-like guesses with deflation.
    static func nodes(_ stages: Int) -> [Double] {
        var roots: [Double] = []
        for index in 0..<stages - 1 {
            var x = -cos(Double.pi * (2 * Double(index) + 1) / Double(2 * stages - 1))
            for _ in 0..<60 {
                let (value, slope) = radauPolynomial(stages, x)
                // Deflation by the root at 1 and by those already found keeps Newton's method from meeting them again.
                let found = roots.reduce(1 / (x - 1)) { $0 + 1 / (x - $1) }
                let change = value / (slope - value * found)
                x -= change
                if abs(change) < 1e-14 { break }
            }
            // One plain Newton step removes the rounding of the deflation.
            let (value, slope) = radauPolynomial(stages, x)
            roots.append(x - value / slope)
        }
        return roots.sorted().map { ($0 + 1) / 2 } + [1]
    }

    /// P_s - P_(s-1) and its derivative by the three-term recurrence.
    private static func radauPolynomial(_ stages: Int, _ x: Double) -> (value: Double, slope: Double) {
        var (previous, current) = (1.0, x)
        var (previousSlope, currentSlope) = (0.0, 1.0)
        for degree in 1..<stages {
            let n = Double(degree)
            let next = ((2 * n + 1) * x * current - n * previous) / (n + 1)
            let nextSlope = ((2 * n + 1) * (current + x * currentSlope) - n * previousSlope) / (n + 1)
            (previous, current) = (current, next)
            (previousSlope, currentSlope) = (currentSlope, nextSlope)
        }
        return (current - previous, currentSlope - previousSlope)
    }

    static func barycentricWeights(_ points: [Double]) -> [Double] {
        points.indices.map { index in
            1 / points.indices.reduce(1.0) { $1 == index ? $0 : $0 * (points[index] - points[$1]) }
        }
    }

    /// Differentiation matrix on arbitrary points, diagonal by the negative sum of the row.
    static func differentiation(_ points: [Double], _ weights: [Double]) -> Tensor<Double> {
        let count = points.count
        var matrix = Tensor(shape: [count, count], repeating: 0.0)
        for row in 0..<count {
            var sum = 0.0
            for column in 0..<count where column != row {
                let entry = weights[column] / weights[row] / (points[row] - points[column])
                matrix[row, column] = entry
                sum += entry
            }
            matrix[row, row] = -sum
        }
        return matrix
    }

    /// Eigenvalues of A^-1 and real forms of the transformations to and from its eigenvectors.
    static func eigenvectors(
        _ inverse: Tensor<Double>
    ) -> (real: Double, complex: [Complex<Double>], to: Tensor<Double>, from: Tensor<Double>) {
        let stages = inverse.shape[0]
        guard let eigen = try? GeneralEigen(inverse) else { preconditionFailure("eigenvalues of a fixed matrix") }
        let real = (0..<stages).first { eigen.values[$0].imaginary == 0 }!
        let pairs = (0..<stages).filter { eigen.values[$0].imaginary > 0 }
            .sorted { eigen.values[$0].real < eigen.values[$1].real }
        // Columns: v, then 2 Re v and -2 Im v of each pair, so that the sum over a pair of conjugates is real.
        var from = Tensor(shape: [stages, stages], repeating: 0.0)
        for row in 0..<stages {
            from[row, 0] = eigen.vectors[row, real].real
            for (index, pair) in pairs.enumerated() {
                from[row, 2 * index + 1] = 2 * eigen.vectors[row, pair].real
                from[row, 2 * index + 2] = -2 * eigen.vectors[row, pair].imaginary
            }
        }
        var to = LinearAlgebra.identity(stages)
        guard let factors = try? LUFactorization(from), (try? factors.solve(&to)) != nil else {
            preconditionFailure("eigenvectors of a fixed matrix are independent")
        }
        return (eigen.values[real].real, pairs.map { eigen.values[$0] }, to, from)
    }
}
