import Foundation

/// Ticks of an axis with equal steps.
struct LinearTicks {
    let range: ClosedRange<Double>
    let target: Int
    let style: TickSet.Style

    var ticks: TickSet {
        let base = offset
        let (low, high) = (range.lowerBound - base, range.upperBound - base)
        guard high > low else { return TickSet(major: [], minor: []) }
        // The search squares differences; a power of ten keeps those finite and moves no digit.
        let shift = Int(log10(max(abs(low), abs(high))).rounded(.down))
        let scale = { (value: Double) in DecimalText.scaled(value, by: -shift) }
        for more in 0..<6 {
            guard let labeling = TickSearch.labeling(low: scale(low), high: scale(high), target: target + more) else { continue }
            let exponent = labeling.exponent - 1 + shift
            let inside = labeling.numerators.filter { isInside(DecimalText.value($0, exponent), low, high) }
            guard inside.count >= 2 || more == 5 else { continue }
            return tickSet(inside, labeling, exponent, base: base, low, high)
        }
        return TickSet(major: [], minor: [])
    }

    private func isInside(_ value: Double, _ low: Double, _ high: Double) -> Bool {
        let slack = (high - low) * 1e-9
        return value >= low - slack && value <= high + slack
    }

    private func tickSet(
        _ numerators: [Int], _ labeling: TickSearch.Labeling, _ exponent: Int, base: Double, _ low: Double, _ high: Double
    ) -> TickSet {
        let labels = DecimalText(numerators: numerators, exponent: exponent, style: style)
        let major = zip(numerators, labels.labels).map { numerator, label in
            TickSet.Tick(value: base + DecimalText.value(numerator, exponent), label: label)
        }
        var notes = labels.factor.isEmpty ? [] : [labels.factor]
        if base != 0 { notes.append(DecimalText.offsetText(base, style)) }
        return TickSet(
            major: major, minor: minor(labeling, exponent, base: base, low, high), note: notes.joined(separator: " "))
    }

    private func minor(
        _ labeling: TickSearch.Labeling, _ exponent: Int, base: Double, _ low: Double, _ high: Double
    ) -> [Double] {
        let step = labeling.skip * labeling.digits
        let parts = Self.parts(of: step)
        let size = DecimalText.value(step, exponent) / Double(parts)
        let first = Int((low / size).rounded(.up)), last = Int((high / size).rounded(.down))
        guard first <= last, last - first < 200 else { return [] }
        let majors = Set(labeling.numerators)
        let origin = labeling.start * labeling.digits
        return (first...last).compactMap { index -> Double? in
            let isMajor = index * step % parts == 0 && majors.contains(index * step / parts)
            let isAligned = origin * parts % step == 0
            return isMajor || !isAligned ? nil : base + Double(index) * size
        }
    }

    /// Into how many parts minor ticks divide a step of these digits.
    private static func parts(of step: Int) -> Int {
        var digits = step
        while digits % 10 == 0 { digits /= 10 }
        return switch digits {
        case 1, 5, 25: 5
        case 2, 4, 8: 4
        case 3, 6, 9: 3
        default: 2
        }
    }

    /// What labels are counted from: a round number next to a range that is tiny beside its distance from zero, else 0.
    private var offset: Double {
        let span = range.upperBound - range.lowerBound
        let size = max(abs(range.lowerBound), abs(range.upperBound))
        guard span < 1e-4 * size else { return 0 }
        let unit = Int(log10(span).rounded(.up)) + 1
        return DecimalText.rounded(range.lowerBound, toPowerOfTen: unit)
    }
}
