/// Points and weights of quadrature formulas.
public enum Quadrature {
    /// A formula: the integral of w(x) f(x) is about the sum of weights[i] * f(points[i]). Points ascend.
    public struct Rule: Hashable, Sendable {
        public let points: [Double]
        public let weights: [Double]

        public init(points: [Double], weights: [Double]) {
            precondition(points.count == weights.count, "as many weights as points")
            self.points = points
            self.weights = weights
        }

        /// The sum of weights times values.
        public func integrate(_ function: (Double) throws -> Double) rethrows -> Double {
            var sum = 0.0
            for (point, weight) in zip(points, weights) { sum += weight * (try function(point)) }
            return sum
        }

        /// A rule on [-1, 1] with weight function 1, moved to [lower, upper].
        public func mapped(from lower: Double, to upper: Double) -> Rule {
            let half = (upper - lower) / 2
            // From the nearer end, so that points close to an end keep their relative accuracy there.
            let moved = points.map { $0 < 0 ? lower + half * (1 + $0) : upper - half * (1 - $0) }
            return Rule(points: moved, weights: weights.map { half * $0 })
        }
    }
}
