/// Wall-clock times of repeated calls.
enum Timing {
    /// Seconds of one call: the median of `repeats` after one call to warm up.
    static func median(repeats: Int, _ body: () -> Void) -> Double {
        body()
        let clock = ContinuousClock()
        let times = (0..<max(repeats, 1)).map { _ in
            let duration = clock.measure(body).components
            return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
        }
        return times.sorted()[times.count / 2]
    }
}
