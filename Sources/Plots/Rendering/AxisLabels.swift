/// Ticks that fit along an axis, and the texts beside them.
struct AxisLabels {
    let style: PlotStyle
    let measure: (String, PlotFont) -> TextExtent

    /// Ticks across: as many as leave room between their labels.
    func across(_ scale: AxisScale, length: Double) -> TickSet {
        let room = measure("0", style.tickFont).width * 1.6
        var target = max(min(Int(length / (52 * style.factor)), 9), 2)
        while true {
            let ticks = TickSet.ticks(for: scale.range, isLogarithmic: scale.isLogarithmic, isCount: scale.isCount, target: target)
            if target <= 2 || !overlaps(ticks, scale, length: length, room: room) { return thinned(ticks, scale, length, room) }
            target -= 1
        }
    }

    /// Ticks upwards: as many as leave room between their lines.
    func upwards(_ scale: AxisScale, length: Double) -> TickSet {
        let height = measure("0", style.tickFont).height
        let target = max(min(Int(length / (2.6 * height)), 8), 2)
        return TickSet.ticks(for: scale.range, isLogarithmic: scale.isLogarithmic, isCount: scale.isCount, target: target)
    }

    func largestWidth(_ ticks: TickSet) -> Double {
        ticks.major.map { measure($0.label, style.tickFont).width }.max() ?? 0
    }

    private func overlaps(_ ticks: TickSet, _ scale: AxisScale, length: Double, room: Double) -> Bool {
        var end = -Double.infinity
        for tick in ticks.major {
            let (middle, half) = (scale.fraction(of: tick.value) * length, measure(tick.label, style.tickFont).width / 2)
            if middle - half < end + room { return true }
            end = middle + half
        }
        return false
    }

    /// The first and last labels alone, or one, where even two are too many.
    private func thinned(_ ticks: TickSet, _ scale: AxisScale, _ length: Double, _ room: Double) -> TickSet {
        guard overlaps(ticks, scale, length: length, room: room), let first = ticks.major.first, let last = ticks.major.last else {
            return ticks
        }
        var result = ticks
        result.major = [first, last]
        if overlaps(result, scale, length: length, room: room) { result.major = [first] }
        return result
    }

    /// Whether a label beside an upright axis is turned: a letter or two read better as they are.
    static func isTurned(_ label: String) -> Bool { label.count > 3 }

    /// Width that a label beside an upright axis takes.
    func sideWidth(_ label: String) -> Double {
        guard !label.isEmpty else { return 0 }
        return style.gap + (Self.isTurned(label) ? measure("Ag", style.labelFont).height : measure(label, style.labelFont).width)
    }

    /// An axis label with what its ticks are to be multiplied by.
    static func label(_ text: String, _ ticks: TickSet) -> String {
        if ticks.note.isEmpty { return text }
        return text.isEmpty ? ticks.note : "\(text)  (\(ticks.note))"
    }
}
