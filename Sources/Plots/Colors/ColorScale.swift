import Foundation

/// Which colour shows which value.
public struct ColorScale: Hashable, Sendable {
    public var map: ColorMap
    /// Values of the two ends; on a logarithmic scale both positive.
    public var range: ClosedRange<Double>
    public var isLogarithmic: Bool
    /// What the values are, beside the colour bar.
    public var label: String

    public init(map: ColorMap, range: ClosedRange<Double>, isLogarithmic: Bool = false, label: String = "") {
        self.map = map
        self.range = range
        self.isLogarithmic = isLogarithmic
        self.label = label
    }

    /// Where a value lies on the scale, 0...1 inside the range; nil for what is not a number. Values that a logarithm
    /// does not take count as the smallest.
    public func fraction(of value: Double) -> Double? {
        guard !value.isNaN else { return nil }
        return AxisScale(range: range, isLogarithmic: isLogarithmic).fraction(of: value)
    }

    /// The scale for values: symmetric and diverging where they lie on both sides of zero in similar amounts.
    /// - Parameters:
    ///   - values: infinities and NaN are passed over.
    ///   - map: a map to use instead; a diverging one makes the range symmetric.
    public static func fitting(
        _ values: some Sequence<Double>, label: String, map: ColorMap? = nil, isLogarithmic: Bool = false
    ) -> ColorScale {
        if isLogarithmic {
            let range = DataRange(withoutLowest: 0.02, of: values)
            return ColorScale(map: map ?? .sequential, range: range.decades(atMost: 16), isLogarithmic: true, label: label)
        }
        let range = DataRange(values)
        let chosen = map ?? (range.isBalanced ? .diverging : .sequential)
        let ends = chosen.isDiverging ? range.symmetric : range.widened
        return ColorScale(map: chosen, range: ends, isLogarithmic: false, label: label)
    }
}
