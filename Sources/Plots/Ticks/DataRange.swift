import Foundation

/// Smallest and largest of some values, made fit to be an axis.
struct DataRange: Hashable, Sendable {
    /// nil where no value was finite.
    private(set) var ends: ClosedRange<Double>?
    private let isPositive: Bool

    /// Magnitudes that no axis shows: beyond, differences and logarithms would leave the numbers.
    private static let largest = 5e307
    private static let smallest = 1e-305

    /// - Parameter positiveOnly: leave out what has no logarithm.
    init(_ values: some Sequence<Double>, positiveOnly: Bool = false) {
        var (low, high) = (Double.infinity, -Double.infinity)
        for value in values where value.isFinite && (!positiveOnly || value > 0) {
            low = min(low, value)
            high = max(high, value)
        }
        isPositive = positiveOnly
        // Adding zero turns -0 into 0.
        ends = low <= high ? min(max(low, -Self.largest), Self.largest) + 0...min(max(high, -Self.largest), Self.largest) + 0 : nil
    }

    /// The range of positive values without the lowest ones: where a difference changes its sign a few are as small as
    /// chance has it, and would take up most of a logarithmic axis.
    init(withoutLowest part: Double, of values: some Sequence<Double>) {
        let positive = values.filter { $0 > 0 && $0.isFinite }.sorted()
        self.init(positive.dropFirst(Int(part * Double(positive.count))), positiveOnly: true)
    }

    /// Whether the values lie on both sides of zero in similar amounts.
    var isBalanced: Bool {
        guard let ends, ends.lowerBound < 0, ends.upperBound > 0 else { return false }
        let ratio = -ends.lowerBound / ends.upperBound
        return ratio > 0.2 && ratio < 5
    }

    /// A range of positive length: a constant gets room on both sides, no values at all the unit range.
    var widened: ClosedRange<Double> {
        guard let ends else { return isPositive ? 0.1...1 : 0...1 }
        let (low, high) = (ends.lowerBound, ends.upperBound)
        let size = max(abs(low), abs(high))
        // Differences near round-off are noise of one number, not a range.
        guard high - low <= max(size * 1e-13, Self.smallest) else { return ends }
        let middle = low / 2 + high / 2
        guard size > Self.smallest else { return -1...1 }
        return isPositive ? middle / 2...middle * 2 : middle - 0.1 * abs(middle)...middle + 0.1 * abs(middle)
    }

    /// The smallest range around zero that holds all values.
    var symmetric: ClosedRange<Double> {
        let size = ends.map { max(abs($0.lowerBound), abs($0.upperBound)) } ?? 1
        return size > Self.smallest ? -size...size : -1...1
    }

    /// The range with a margin on both sides, for curves.
    func padded(by part: Double) -> ClosedRange<Double> {
        let range = widened
        let margin = (range.upperBound - range.lowerBound) * part
        return range.lowerBound - margin...range.upperBound + margin
    }

    /// The range on a logarithmic axis, cut at the bottom where it spans more decades than are worth showing.
    func decades(atMost count: Double) -> ClosedRange<Double> {
        let range = widened
        let (low, high) = (max(range.lowerBound, Self.smallest), max(range.upperBound, 10 * Self.smallest))
        return max(low, high * pow(10, -count))...high
    }

    /// The range on a logarithmic axis with a margin in decades.
    func paddedDecades(by part: Double, atMost count: Double) -> ClosedRange<Double> {
        let range = decades(atMost: count)
        let margin = pow(10, max(log10(range.upperBound) - log10(range.lowerBound), 0.3) * part)
        return max(range.lowerBound / margin, Self.smallest)...range.upperBound * margin
    }
}
