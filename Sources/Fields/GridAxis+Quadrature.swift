extension GridAxis {
    /// Coefficients of the end corrections of Gregory's formula (differences of order 1 to 7).
    private static let gregory: [Double] = [
        1.0 / 12, 1.0 / 24, 19.0 / 720, 3.0 / 160, 863.0 / 60480, 275.0 / 24192, 33953.0 / 3_628_800,
    ]

    /// Weights of Gregory's formula: the trapezoidal rule corrected at both ends by differences up to order
    /// min(7, count - 1), exact for polynomials of that degree; all weights are positive (nine points use order 6,
    /// which symmetry makes exact for degree 7).
    ///
    /// One point has the whole length as its weight, or 1 when the length is zero.
    static func uniformWeights(length: Double, count: Int) -> [Double] {
        if count == 1 { return [length > 0 ? length : 1] }
        let spacing = length / Double(count - 1)
        var weights = [Double](repeating: 1, count: count)
        weights[0] = 0.5
        weights[count - 1] = 0.5
        // With nine points the corrections of order 7 from both ends overlap in a negative weight.
        for order in 1...min(count == 9 ? 6 : gregory.count, count - 1) {
            var binomial = 1.0
            for k in 0...order {
                // Forward difference of order `order` at the start, with the sign that points into the interval.
                let term = (k % 2 == 0 ? 1.0 : -1.0) * binomial * gregory[order - 1]
                weights[k] -= term
                weights[count - 1 - k] -= term
                binomial *= Double(order - k) / Double(k + 1)
            }
        }
        return weights.map { $0 * spacing }
    }

    /// Weights that integrate, in each interval, the cubic through the four nearest points (fewer if there are fewer);
    /// the trapezoidal rule when that would make a weight negative. One point has weight 1.
    static func scatteredWeights(_ points: [Double]) -> [Double] {
        if points.count == 1 { return [1] }
        var weights = [Double](repeating: 0, count: points.count)
        for interval in 0..<(points.count - 1) {
            let width = min(4, points.count)
            let start = min(max(interval - 1, 0), points.count - width)
            let window = Array(points[start..<(start + width)])
            for (k, weight) in cubicWeights(window, from: points[interval], to: points[interval + 1]).enumerated() {
                weights[start + k] += weight
            }
        }
        return weights.allSatisfy { $0 > 0 } ? weights : trapezoidWeights(points)
    }

    /// Weights of the trapezoidal rule for ascending points; 1 for a single point.
    public static func trapezoidWeights(_ points: [Double]) -> [Double] {
        if points.count == 1 { return [1] }
        return points.indices.map { i in
            let lower = points[max(i - 1, 0)]
            let upper = points[min(i + 1, points.count - 1)]
            return (upper - lower) / 2
        }
    }

    /// Integrals from `lower` to `upper` of the Lagrange polynomials of up to four nodes, by two-point Gauss.
    private static func cubicWeights(_ nodes: [Double], from lower: Double, to upper: Double) -> [Double] {
        let half = (upper - lower) / 2
        let offset = half / 3.0.squareRoot()
        let middle = lower + half
        return nodes.indices.map { k in
            var sum = 0.0
            for x in [middle - offset, middle + offset] {
                var product = half
                for j in nodes.indices where j != k { product *= (x - nodes[j]) / (nodes[k] - nodes[j]) }
                sum += product
            }
            return sum
        }
    }
}
