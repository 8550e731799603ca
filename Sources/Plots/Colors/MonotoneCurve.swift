/// A smooth function through points that overshoots none of them (Fritsch and Carlson 1980).
struct MonotoneCurve {
    private let positions: [Double]
    private let values: [Double]
    private let slopes: [Double]

    /// Precondition: two or more strictly ascending positions, a value each.
    init(_ positions: [Double], _ values: [Double]) {
        let secants = positions.indices.dropLast().map { k in
            (values[k + 1] - values[k]) / (positions[k + 1] - positions[k])
        }
        self.positions = positions
        self.values = values
        slopes = positions.indices.map { k in
            guard k > 0 else { return secants[0] }
            guard k < secants.count else { return secants[secants.count - 1] }
            let (before, after) = (secants[k - 1], secants[k])
            // The harmonic mean is at most twice the smaller secant, which keeps the cubic monotone.
            return before * after <= 0 ? 0 : 2 * before * after / (before + after)
        }
    }

    func value(at position: Double) -> Double {
        let next = positions.firstIndex { $0 > position } ?? positions.count - 1
        let k = max(next - 1, 0)
        let length = positions[k + 1] - positions[k]
        let s = (position - positions[k]) / length
        let (s2, s3) = (s * s, s * s * s)
        return (2 * s3 - 3 * s2 + 1) * values[k] + (s3 - 2 * s2 + s) * length * slopes[k]
            + (3 * s2 - 2 * s3) * values[k + 1] + (s3 - s2) * length * slopes[k + 1]
    }
}
