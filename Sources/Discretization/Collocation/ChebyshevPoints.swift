import Foundation

/// Chebyshev points on [-1, 1], ascending, and the quadrature that belongs to them.
///
/// Angles are measured from the lower end: x = -cos(angle). Differences of points are formed from angles, because
/// the difference of two cosines near an end loses half the digits.
public enum ChebyshevPoints {
    /// Points of the second kind (ends included). Precondition: `count` >= 1; one point lies in the middle.
    public static func secondKind(_ count: Int) -> [Double] {
        guard count > 1 else { return [0] }
        // The sine form is exactly antisymmetric and keeps the middle point at 0.
        return (0..<count).map { sin(Double.pi * Double(2 * $0 - (count - 1)) / Double(2 * (count - 1))) }
    }

    /// Points of the first kind (zeros of the Chebyshev polynomial).
    public static func firstKind(_ count: Int) -> [Double] {
        (0..<count).map { sin(Double.pi * Double(2 * $0 - (count - 1)) / Double(2 * count)) }
    }

    /// Angles of the points of the second kind.
    static func secondKindAngles(_ count: Int) -> [Double] {
        guard count > 1 else { return [Double.pi / 2] }
        return (0..<count).map { Double.pi * Double($0) / Double(count - 1) }
    }

    /// Angles of the points of the first kind.
    static func firstKindAngles(_ count: Int) -> [Double] {
        (0..<count).map { Double.pi * Double(2 * $0 + 1) / Double(2 * count) }
    }

    /// Weights of Fejér's first rule on the points of the first kind: exact for polynomials of degree below `count`.
    ///
    /// Waldvogel, BIT 46 (2006), equation 2.3, summed directly.
    public static func firstKindWeights(_ count: Int) -> [Double] {
        firstKindAngles(count).map { angle in
            var sum = 1.0
            for k in 1...max(count / 2, 1) where 2 * k <= count {
                // At even counts the last cosine vanishes at every point, so no half weight is needed.
                sum -= 2 * cos(2 * Double(k) * angle) / Double(4 * k * k - 1)
            }
            return 2 * sum / Double(count)
        }
    }

    /// x(a) - x(b) for two angles, without cancellation.
    static func difference(_ a: Double, _ b: Double) -> Double {
        // Both sums near 2 pi would cost digits in the sine: reflect them to the other end.
        let half = (a + b) / 2
        let sine = half > Double.pi / 2 ? sin((Double.pi - a + Double.pi - b) / 2) : sin(half)
        return 2 * sine * sin((a - b) / 2)
    }
}
