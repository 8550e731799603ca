import NumericsCore

/// The Fourier modes that a real field on a periodic box is expanded in:
/// u(x) = sum over m of c_m exp(i sum over axes of 2 pi m_a (x_a - lower_a) / length_a).
///
/// Coefficients are stored as a real transform leaves them, row-major, last axis fastest: along the last axis only
/// m = 0 … n/2, along the others 0 … n/2 and then the negative ones -n/2+1 … -1. Counts are even.
/// The Nyquist modes |m_a| = n_a/2 have a place in storage but no part in the expansion: with a real field they cannot
/// tell a sine from nothing, and dropping them makes every derivative exact on what is left.
public struct FourierModes: Hashable, Sendable {
    /// Lower end of the range along each axis.
    public let lower: [Double]
    /// Period along each axis.
    public let lengths: [Double]
    /// Points along each axis of the grid that carries these modes; even, at least 4.
    public let counts: [Int]

    public init(lower: [Double], lengths: [Double], counts: [Int]) {
        precondition(lower.count == lengths.count && lower.count == counts.count && !counts.isEmpty, "axes do not match")
        precondition(counts.allSatisfy { $0 >= 4 && $0 % 2 == 0 }, "counts \(counts) must be even and at least 4")
        self.lower = lower
        self.lengths = lengths
        self.counts = counts
    }

    /// The same box with other counts.
    public func resized(_ counts: [Int]) -> FourierModes {
        FourierModes(lower: lower, lengths: lengths, counts: counts)
    }

    public var dimension: Int { counts.count }

    /// Extents of the array of coefficients: `counts` with the last one replaced by n/2 + 1.
    public var shape: [Int] { counts.dropLast() + [counts[dimension - 1] / 2 + 1] }

    /// Number of stored complex coefficients.
    public var storedCount: Int { shape.reduce(1, *) }

    /// Number of grid points.
    public var pointCount: Int { counts.reduce(1, *) }

    /// Grid positions along an axis: lower + j length / n.
    public func points(along axis: Int) -> [Double] {
        let step = lengths[axis] / Double(counts[axis])
        return (0..<counts[axis]).map { lower[axis] + Double($0) * step }
    }

    /// The integers m along an axis in storage order.
    public func integers(along axis: Int) -> [Int] {
        let count = counts[axis]
        return (0..<shape[axis]).map { $0 <= count / 2 ? $0 : $0 - count }
    }

    /// The wavenumbers 2 pi m / length along an axis in storage order.
    public func wavenumbers(along axis: Int) -> [Double] {
        integers(along: axis).map { 2 * .pi * Double($0) / lengths[axis] }
    }

    /// Whether each slot along an axis belongs to the expansion: false for the Nyquist mode.
    public func isRetained(along axis: Int) -> [Bool] {
        integers(along: axis).map { abs($0) < counts[axis] / 2 }
    }

    /// One value a stored mode from one value a slot of each axis.
    public func outer<Value>(_ start: Value, _ factors: [[Value]], _ combine: (Value, Value) -> Value) -> [Value] {
        factors.reduce([start]) { partial, factor in
            partial.flatMap { left in factor.map { combine(left, $0) } }
        }
    }

    /// Whether each stored mode belongs to the expansion.
    public var retained: [Bool] {
        outer(true, (0..<dimension).map(isRetained)) { $0 && $1 }
    }

    /// How often each stored mode counts in sums over all modes: 2 where its conjugate is not stored, 0 for Nyquist modes.
    public var multiplicities: [Double] {
        let factors = (0..<dimension).map { axis in
            zip(integers(along: axis), isRetained(along: axis)).map { mode, isRetained in
                !isRetained ? 0.0 : axis == dimension - 1 && mode > 0 ? 2.0 : 1.0
            }
        }
        return outer(1, factors, *)
    }
}
