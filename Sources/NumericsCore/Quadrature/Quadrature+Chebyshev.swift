import Foundation

extension Quadrature {
    /// Gauss's formula for the weight 1 / sqrt(1 - x^2) on [-1, 1] with n points: the zeros of T_n, all weights pi / n.
    public static func gaussChebyshev(_ n: Int) -> Rule {
        precondition(n >= 1, "a rule needs a point")
        // The sine form is odd in the index, so the points are symmetric to the last bit.
        let points = (0..<n).map { sin(Double.pi * Double(2 * $0 + 1 - n) / Double(2 * n)) }
        return Rule(points: points, weights: Array(repeating: Double.pi / Double(n), count: n))
    }

    /// Clenshaw and Curtis's formula on [-1, 1] with n points, both ends included: exact for polynomials of degree n - 1
    /// (one more for odd n). Precondition: n >= 1; one point is the midpoint rule. Cost n^2 operations.
    public static func clenshawCurtis(_ n: Int) -> Rule {
        precondition(n >= 1, "a rule needs a point")
        guard n > 1 else { return Rule(points: [0], weights: [2]) }
        let degree = n - 1
        let points = (0...degree).map { sin(Double.pi * Double(2 * $0 - degree) / Double(2 * degree)) }
        let cosines = (0..<2 * degree).map { cos(Double.pi * Double($0) / Double(degree)) }
        let weights = (0...degree).map { clenshawCurtisWeight($0, degree: degree, cosines: cosines) }
        return Rule(points: points, weights: weights)
    }

    /// Trefethen, Spectral Methods in MATLAB (2000), program clencurt: the integral of the interpolant's cosine series.
    private static func clenshawCurtisWeight(_ k: Int, degree: Int, cosines: [Double]) -> Double {
        var sum = 1.0
        for j in stride(from: 1, through: degree / 2, by: 1) {
            let factor = 2 * j == degree ? 1.0 : 2.0
            sum -= factor * cosines[2 * j * k % (2 * degree)] / Double(4 * j * j - 1)
        }
        let isEnd = k == 0 || k == degree
        return (isEnd ? 1 : 2) * sum / Double(degree)
    }
}
