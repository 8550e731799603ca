import NumericsCore

/// What a step of Levenberg and Marquardt needs of a perceptron: rows of the Jacobian, and second derivatives along a direction.
enum JacobianBenchmark {
    static func run(_ pool: ThreadPool) {
        for (hidden, count) in [([20, 20, 20], 2_000), ([20, 20, 20], 10_000), ([12, 12, 12, 12], 2_000)] {
            let work = BurgersCase(
                hidden: hidden, pointCount: count, chunk: 64, threads: pool.threads, needsJacobian: true)
            let times = leastTimes(rounds: 15, [
                { work.linearize(pool) }, { work.lossAndGradient(pool) }, { work.forward(pool) }, { work.forwardAlongDirection(pool) },
            ])
            let bytes = Double(work.network.parameterCount * count * 8)
            print(
                "\(count) x \(work.network.parameterCount) Jacobian: \(fixed(times[0] * 1e3)) ms,"
                    + " \(fixed(bytes / times[0] * 1e-9, 1)) GB/s written; gradient alone \(fixed(times[1] * 1e3)) ms,"
                    + " jets alone \(fixed(times[2] * 1e3)) ms, with a direction \(fixed(times[3] * 1e3)) ms")
        }
    }
}
