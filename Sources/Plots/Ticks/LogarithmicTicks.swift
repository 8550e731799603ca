import Foundation

/// Ticks of an axis with equal ratios.
struct LogarithmicTicks {
    let range: ClosedRange<Double>
    let target: Int
    let style: TickSet.Style

    var ticks: TickSet {
        let slack = 1e-9
        let first = Int((log10(range.lowerBound) - slack).rounded(.up))
        let last = Int((log10(range.upperBound) + slack).rounded(.down))
        let powers = max(last - first + 1, 0)
        if powers >= 3 || powers == 2 && target <= 3 { return decades(first, last) }
        if log10(range.upperBound) - log10(range.lowerBound) > 0.7 { return mantissas(first - 1, last + 1) }
        // Less than that is nearly linear.
        return LinearTicks(range: range, target: target, style: style).ticks
    }

    /// Whole powers of ten, as many as wanted; between them the multiples 2 to 9, or the powers left out.
    private func decades(_ first: Int, _ last: Int) -> TickSet {
        let strides = [1, 2, 3, 4, 5, 10, 20, 25, 50, 100, 200]
        let stride = strides.first { (last - first) / $0 + 1 <= target } ?? 400
        let major = (first...last).filter { $0 % stride == 0 }.map { exponent in
            TickSet.Tick(value: DecimalText.value(1, exponent), label: DecimalText.power(exponent, style))
        }
        var minor: [Double] = []
        if stride == 1 {
            for exponent in (first - 1)...last { minor += (2...9).map { DecimalText.value($0, exponent) } }
        } else if stride <= 25 {
            minor = (first...last).filter { $0 % stride != 0 }.map { DecimalText.value(1, $0) }
        }
        return TickSet(major: major, minor: minor.filter(range.contains))
    }

    /// One, two and five times powers of ten, for a range of one or two decades.
    private func mantissas(_ first: Int, _ last: Int) -> TickSet {
        var major: [TickSet.Tick] = []
        var minor: [Double] = []
        for exponent in first...last {
            for digit in 1...9 {
                let value = DecimalText.value(digit, exponent)
                guard range.contains(value) else { continue }
                if [1, 2, 5].contains(digit) {
                    major.append(.init(value: value, label: label(digit, exponent)))
                } else {
                    minor.append(value)
                }
            }
        }
        if major.count > target { major = major.filter { !$0.label.isEmpty && isSimple($0.value) } }
        return TickSet(major: major, minor: minor)
    }

    private func isSimple(_ value: Double) -> Bool {
        let mantissa = value / pow(10, log10(value).rounded(.down))
        return abs(mantissa - 2) > 0.01
    }

    private func label(_ digit: Int, _ exponent: Int) -> String {
        if (-3...4).contains(exponent) { return DecimalText.number(DecimalText.value(digit, exponent), style) }
        if style == .plain { return "\(digit)e\(exponent)" }
        return (digit == 1 ? "" : "\(digit)×") + DecimalText.power(exponent, style)
    }
}
