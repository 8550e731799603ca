import Foundation

/// The ticks of an axis and what stands beside them.
public struct TickSet: Hashable, Sendable {
    /// A labelled tick.
    public struct Tick: Hashable, Sendable {
        public var value: Double
        public var label: String
    }

    /// Labelled ticks, ascending.
    public var major: [Tick]
    /// Positions of unlabelled ticks, ascending.
    public var minor: [Double]
    /// What every label is to be multiplied by or added to: `×10⁻⁵`, `+ 1000000`; empty for nothing.
    public var note: String

    /// How powers and signs are written.
    public enum Style: Sendable {
        /// `10⁻⁵`, `−1`: for pictures.
        case typeset
        /// `1e-5`, `-1`: for terminals.
        case plain
    }

    public init(major: [Tick], minor: [Double], note: String = "") {
        self.major = major
        self.minor = minor
        self.note = note
    }

    /// Ticks for a range.
    /// - Parameter target: about how many labels are wanted, at least 2.
    public static func ticks(
        for range: ClosedRange<Double>, isLogarithmic: Bool = false, isCount: Bool = false, target: Int, style: Style = .typeset
    ) -> TickSet {
        if isLogarithmic { return LogarithmicTicks(range: range, target: max(target, 2), style: style).ticks }
        // Few whole numbers are all labelled: steps that are nice elsewhere would pass over most of them.
        if isCount, range.upperBound.rounded(.down) - range.lowerBound.rounded(.up) <= Double(target) { return whole(in: range) }
        let ticks = LinearTicks(range: range, target: max(target, 2), style: style).ticks
        return isCount ? ticks.whole : ticks
    }

    /// The ticks at whole numbers.
    private var whole: TickSet {
        let kept = major.filter { $0.value == $0.value.rounded() }
        if kept.count == major.count { return TickSet(major: major, minor: minor.filter { $0 == $0.rounded() }, note: note) }
        // Labels with decimals are of small numbers.
        return TickSet(major: kept.map { Self.counted($0.value) }, minor: [], note: note)
    }

    private static func counted(_ value: Double) -> Tick { Tick(value: value, label: String(format: "%.0f", value)) }

    /// Ticks at every whole number of a range.
    private static func whole(in range: ClosedRange<Double>) -> TickSet {
        let numbers = stride(from: range.lowerBound.rounded(.up), through: range.upperBound, by: 1)
        return TickSet(major: numbers.map(counted), minor: [])
    }
}
