import Foundation

/// Wall-clock and processor seconds of a call.
struct Times {
    var wall = Double.infinity
    var processor = Double.infinity
}

/// Least times of several candidates. Each round runs every candidate once, because the speed of a shared machine drifts and
/// only what was measured side by side can be compared. Processor time is that of all threads together.
func leastTimes(rounds: Int, _ candidates: [() -> Void]) -> [Times] {
    for candidate in candidates { candidate() }
    var times = Array(repeating: Times(), count: candidates.count)
    let wallClock = ContinuousClock()
    for _ in 0..<rounds {
        for (index, candidate) in candidates.enumerated() {
            let start = clock()
            let time = wallClock.measure(candidate).components
            let processor = Double(clock() - start) / Double(CLOCKS_PER_SEC)
            times[index].wall = min(times[index].wall, Double(time.seconds) + Double(time.attoseconds) * 1e-18)
            times[index].processor = min(times[index].processor, processor)
        }
    }
    return times
}

/// A number with fixed decimals.
func fixed(_ value: Double, _ decimals: Int = 1) -> String { String(format: "%.\(decimals)f", value) }
