import NumericsCore

/// Measures how much of a field sits in the highest modes along each axis: the sign of lost resolution.
public struct SpectralTail: Sendable {
    /// Part of the modes along an axis that counts as its tail.
    public static let tailFraction = 1.0 / 6

    private let multiplicities: [Double]
    /// Multiplicities of the modes that belong to the tail of any axis, 0 for the others [mode].
    public let tailMultiplicities: [Double]
    /// By axis: slot along the axis of every stored mode belongs to the tail.
    private let isTail: [[Bool]]

    public init(_ modes: FourierModes) {
        let multiplicities = modes.multiplicities
        let isTail = (0..<modes.dimension).map { axis in
            let half = modes.counts[axis] / 2
            let first = min(half - 1, Int((Double(half) * (1 - Self.tailFraction)).rounded(.up)))
            let slots = (0..<modes.dimension).map { other in
                modes.integers(along: other).map { other == axis && abs($0) >= first }
            }
            return modes.outer(false, slots) { $0 || $1 }
        }
        tailMultiplicities = multiplicities.indices.map { mode in isTail.contains { $0[mode] } ? multiplicities[mode] : 0 }
        self.multiplicities = multiplicities
        self.isTail = isTail
    }

    /// Root mean squares over the box: of each axis' tail, and of the whole field.
    /// - Parameter coefficients: [mode].
    public func measure(_ coefficients: UnsafeBufferPointer<Complex<Double>>) -> (tails: [Double], total: Double) {
        var total = 0.0
        var tails = Array(repeating: 0.0, count: isTail.count)
        for axis in isTail.indices {
            var sum = 0.0
            isTail[axis].withUnsafeBufferPointer { flags in
                for mode in 0..<coefficients.count where flags[mode] {
                    sum += multiplicities[mode] * coefficients[mode].lengthSquared
                }
            }
            tails[axis] = sum.squareRoot()
        }
        for mode in 0..<coefficients.count { total += multiplicities[mode] * coefficients[mode].lengthSquared }
        return (tails, total.squareRoot())
    }
}
