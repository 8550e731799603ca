import Foundation

extension Quadrature {
    /// Gauss's formula for the weight exp(-x^2) on the real line, with weights that survive where exp(-x^2) underflows.
    public struct HermiteRule: Hashable, Sendable {
        /// Zeros of the Hermite polynomial, ascending.
        public let points: [Double]
        /// Natural logarithms of the weights.
        public let logWeights: [Double]
        /// weights[i] * exp(points[i]^2): for integrands that already contain their own decay.
        public let scaledWeights: [Double]

        /// The weights; those below 1e-308 lose digits and then become 0 (from about n = 370).
        public var weights: [Double] { zip(points, scaledWeights).map { exp(-$0 * $0) * $1 } }

        /// Points and plain weights.
        public var rule: Rule { Rule(points: points, weights: weights) }
    }

    /// Gauss's formula for the integral of exp(-x^2) f(x) over the real line with n points; exact for degree 2n - 1.
    /// For an average over a normal variable take points * sqrt(2) and weights / sqrt(pi).
    public static func gaussHermite(_ n: Int) -> Rule { gaussHermiteRule(n).rule }

    /// The same with scaled weights and logarithms. Start values are the eigenvalues of the Jacobi matrix (Golub and Welsch
    /// 1969), polished by Newton's method on the orthonormal polynomials. Cost n^2 operations.
    public static func gaussHermiteRule(_ n: Int) -> HermiteRule {
        precondition(n >= 1, "a rule needs a point")
        let offDiagonal = (1..<max(n, 1)).map { (Double($0) / 2).squareRoot() }
        let starts = tridiagonalEigenvalues(diagonal: Array(repeating: 0, count: n), offDiagonal: offDiagonal)
        var points = starts
        var logWeights = starts
        for k in 0..<(n + 1) / 2 {
            let start = 2 * k + 1 == n ? 0 : starts[n - 1 - k]
            let (point, logWeight) = hermiteNode(n, near: start)
            points[n - 1 - k] = point
            points[k] = 2 * k + 1 == n ? 0 : -point
            logWeights[k] = logWeight
            logWeights[n - 1 - k] = logWeight
        }
        let scaled = zip(points, logWeights).map { exp($0 * $0 + $1) }
        return HermiteRule(points: points, logWeights: logWeights, scaledWeights: scaled)
    }

    private static func hermiteNode(_ n: Int, near start: Double) -> (Double, Double) {
        var x = start
        var state = hermite(n, at: x)
        for _ in 0..<3 {
            // p_n' = sqrt(2n) p_(n-1) for the orthonormal polynomials.
            let slope = (2 * Double(n)).squareRoot() * state.previous
            x -= state.value / slope
            state = hermite(n, at: x)
        }
        // Christoffel's number 1 / (n p_(n-1)^2).
        let logWeight = -log(Double(n)) - 2 * (log(abs(state.previous)) + state.logScale)
        return (x, logWeight)
    }

    /// Orthonormal Hermite polynomials p_n and p_(n-1), both divided by exp(logScale) to stay within range.
    private static func hermite(_ n: Int, at x: Double) -> (value: Double, previous: Double, logScale: Double) {
        var previous = 0.0
        var current = pow(Double.pi, -0.25)
        var logScale = 0.0
        for k in 0..<n {
            let order = Double(k)
            let next = x * (2 / (order + 1)).squareRoot() * current - (order / (order + 1)).squareRoot() * previous
            previous = current
            current = next
            if abs(current) > 0x1p400 {
                current *= 0x1p-400
                previous *= 0x1p-400
                logScale += 400 * 0.6931471805599453
            }
        }
        return (current, previous, logScale)
    }
}
