import Foundation

/// Nanoseconds a call takes.
func nanoseconds(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    let time = clock.measure(body)
    return Double(time.components.seconds) * 1e9 + Double(time.components.attoseconds) * 1e-9
}

/// Median times of several candidates. Each round runs every candidate once, because the speed of a shared machine drifts
/// and only what was measured side by side can be compared.
func medians(rounds: Int, _ candidates: [() -> Void]) -> [Double] {
    for candidate in candidates { candidate() }
    var times = Array(repeating: [Double](), count: candidates.count)
    for _ in 0..<rounds {
        for (index, candidate) in candidates.enumerated() { times[index].append(nanoseconds(candidate)) }
    }
    return times.map { $0.sorted()[$0.count / 2] }
}

/// A number with fixed decimals, right-aligned.
func column(_ value: Double, width: Int = 9, decimals: Int = 2) -> String {
    let text = String(format: "%.\(decimals)f", value)
    return String(repeating: " ", count: max(0, width - text.count)) + text
}
