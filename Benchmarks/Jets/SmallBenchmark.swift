import NumericsCore

/// One gradient of a small network on few points, where overheads count.
enum SmallBenchmark {
    static func run() {
        let alone = ThreadPool(threads: 1)
        let work = BurgersCase(hidden: [12, 12], pointCount: 121, chunk: 128, threads: 1)
        let times = leastTimes(rounds: 101, [{ work.lossAndGradient(alone) }])
        print("121 points, \(work.network.parameterCount) parameters: gradient \(fixed(times[0] * 1e6, 1)) us on one thread")
    }
}
