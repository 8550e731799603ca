import Foundation

/// Times of repeated calls.
enum Timing {
    /// Wall-clock seconds of one call: the median of `repeats` after one call to warm up.
    static func median(repeats: Int, _ body: () -> Void) -> Double {
        body()
        let clock = ContinuousClock()
        let times = (0..<max(repeats, 1)).map { _ in
            let duration = clock.measure(body).components
            return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
        }
        return times.sorted()[times.count / 2]
    }

    /// Seconds of processor time of one call on one thread, the least of `repeats` after one call to warm up: what another
    /// program on the same machine disturbs least.
    static func leastProcessorTime(repeats: Int, _ body: () throws -> Void) rethrows -> Double {
        try body()
        var least = Double.infinity
        for _ in 0..<max(repeats, 1) {
            let start = processorTime()
            try body()
            least = min(least, processorTime() - start)
        }
        return least
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}
