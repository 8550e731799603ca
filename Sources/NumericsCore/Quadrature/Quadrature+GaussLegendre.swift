import Foundation

extension Quadrature {
    /// Gauss's formula on [-1, 1] with n points: exact for polynomials of degree 2n - 1. Precondition: n >= 1.
    ///
    /// Newton's method on the three-term recurrence; the last step is taken in double-double arithmetic, so points and
    /// weights are right to about one rounding. Cost n^2 operations.
    public static func gaussLegendre(_ n: Int) -> Rule {
        precondition(n >= 1, "a rule needs a point")
        var points = [Double](repeating: 0, count: n)
        var weights = points
        for k in 0..<(n + 1) / 2 {
            let (point, weight) = legendreNode(n, fromRight: k)
            points[n - 1 - k] = point
            points[k] = n - 1 - k == k ? 0 : -point
            weights[k] = weight
            weights[n - 1 - k] = weight
        }
        return Rule(points: points, weights: weights)
    }

    private static func legendreNode(_ n: Int, fromRight k: Int) -> (Double, Double) {
        let count = Double(n)
        // Tricomi's approximation (1950), close enough for Newton at every node.
        let shrink = 1 - (1 - 1 / count) / (8 * count * count)
        var x = shrink * cos(Double.pi * (Double(k) + 0.75) / (count + 0.5))
        if 2 * k + 1 == n { x = 0 }
        for _ in 0..<8 {
            let (value, derivative) = legendre(n, at: x)
            let step = value / derivative
            x -= step
            if abs(step) < 1e-13 { break }
        }
        return refinedLegendreNode(n, near: x)
    }

    /// P_n and its derivative.
    private static func legendre(_ n: Int, at x: Double) -> (value: Double, derivative: Double) {
        var previous = 1.0
        var current = x
        for k in stride(from: 1, to: n, by: 1) {
            let order = Double(k)
            let next = ((2 * order + 1) * x * current - order * previous) / (order + 1)
            previous = current
            current = next
        }
        return (current, Double(n) * (previous - x * current) / (1 - x * x))
    }

    /// One Newton step in double-double, and the weight 2 / g with g = (1 - x^2) P_n'(x)^2 at the new point.
    ///
    /// Legendre's equation gives g' / g = 2x / (1 - x^2) where P_n = 0, which carries the weight over the last step.
    private static func refinedLegendreNode(_ n: Int, near start: Double) -> (Double, Double) {
        let x = DoubleDouble(start)
        var previous = DoubleDouble(1)
        var current = x
        for k in stride(from: 1, to: n, by: 1) {
            let order = Double(k)
            let next = (x * current * (2 * order + 1) - previous * order) / (order + 1)
            previous = current
            current = next
        }
        let complement = DoubleDouble(1) - x * x
        let slope = (previous - x * current) * Double(n) / complement
        let step = current / slope
        let weight = DoubleDouble(2) / (complement * slope * slope)
        let growth = 2 * start * step.high / complement.high
        return ((x - step).high, (weight * (1 + growth)).high)
    }
}
