import NumericsCore

/// Rows of the Jacobian of a 2-20-20-20-1 perceptron.
enum JacobianBenchmark {
    static func run(_ pool: ThreadPool) {
        for count in [2_000, 10_000] {
            let work = BurgersCase(
                hidden: [20, 20, 20], pointCount: count, chunk: 64, threads: pool.threads, needsJacobian: true)
            let times = leastTimes(rounds: 15, [{ work.linearize(pool) }, { work.lossAndGradient(pool) }])
            let bytes = Double(work.network.parameterCount * count * 8)
            print(
                "\(count) x \(work.network.parameterCount) Jacobian: \(fixed(times[0] * 1e3)) ms,"
                    + " \(fixed(bytes / times[0] * 1e-9, 1)) GB/s written; gradient alone \(fixed(times[1] * 1e3)) ms")
        }
    }
}
