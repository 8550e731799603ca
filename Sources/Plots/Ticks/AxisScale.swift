import Foundation

/// The map from the values of an axis to fractions of its length.
struct AxisScale: Hashable, Sendable {
    let range: ClosedRange<Double>
    let isLogarithmic: Bool
    /// Whether ticks stand at whole numbers only.
    let isCount: Bool
    private let start: Double
    private let length: Double

    init(range: ClosedRange<Double>, isLogarithmic: Bool = false, isCount: Bool = false) {
        self.range = range
        self.isCount = isCount
        self.isLogarithmic = isLogarithmic
        start = isLogarithmic ? log10(range.lowerBound) : range.lowerBound
        length = (isLogarithmic ? log10(range.upperBound) : range.upperBound) - start
    }

    /// 0 at the lower end, 1 at the upper; what has no logarithm lies far below.
    func fraction(of value: Double) -> Double {
        guard length > 0 else { return 0.5 }
        if isLogarithmic { return value > 0 ? (log10(value) - start) / length : -1e3 }
        return (value - start) / length
    }

    /// The value at a fraction.
    func value(at fraction: Double) -> Double {
        let position = start + fraction * length
        return isLogarithmic ? pow(10, position) : position
    }
}
