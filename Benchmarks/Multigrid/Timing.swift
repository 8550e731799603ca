import Foundation

/// Times of repeated calls.
enum Timing {
    /// Seconds of one call of each body: medians of `repeats` rounds that call one after the other, so that changes in the
    /// speed of the machine meet all of them alike. One round before the first warms up. Processor time for one thread, which
    /// other programs disturb less, wall-clock time for more.
    static func medians(threads: Int, repeats: Int, _ bodies: [() -> Void]) -> [Double] {
        let clock = threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC
        var times = bodies.map { _ in [Double]() }
        for round in 0...max(repeats, 1) {
            for (index, body) in bodies.enumerated() {
                let start = time(clock)
                body()
                if round > 0 { times[index].append(time(clock) - start) }
            }
        }
        return times.map { $0.sorted()[$0.count / 2] }
    }

    static func median(threads: Int, repeats: Int, _ body: () -> Void) -> Double {
        withoutActuallyEscaping(body) { medians(threads: threads, repeats: repeats, [$0])[0] }
    }

    /// Seconds of processor time of one call on one thread, the least of `repeats` after one call to warm up: what another
    /// program on the same machine disturbs least.
    static func leastProcessorTime(repeats: Int, _ body: () throws -> Void) rethrows -> Double {
        try body()
        var least = Double.infinity
        for _ in 0..<max(repeats, 1) {
            let start = time(CLOCK_PROCESS_CPUTIME_ID)
            try body()
            least = min(least, time(CLOCK_PROCESS_CPUTIME_ID) - start)
        }
        return least
    }

    private static func time(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}
