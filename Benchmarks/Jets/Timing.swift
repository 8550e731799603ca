import Foundation

/// Least times of several candidates, in seconds. Each round runs every candidate once, because the speed of a shared machine
/// drifts and only what was measured side by side can be compared.
func leastTimes(rounds: Int, _ candidates: [() -> Void]) -> [Double] {
    for candidate in candidates { candidate() }
    var times = Array(repeating: Double.infinity, count: candidates.count)
    let clock = ContinuousClock()
    for _ in 0..<rounds {
        for (index, candidate) in candidates.enumerated() {
            let time = clock.measure(candidate).components
            times[index] = min(times[index], Double(time.seconds) + Double(time.attoseconds) * 1e-18)
        }
    }
    return times
}

/// A number with fixed decimals.
func fixed(_ value: Double, _ decimals: Int = 2) -> String { String(format: "%.\(decimals)f", value) }
