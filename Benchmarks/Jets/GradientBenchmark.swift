import NumericsCore

/// One evaluation of the loss and its gradient, the residual of Burgers' equation at 10000 points.
enum GradientBenchmark {
    private static let pointCount = 10_000
    private static let peakOperations = 200_000_000

    static func run(_ pool: ThreadPool) {
        print("Burgers, \(pointCount) points: milliseconds; part of the peak that the products of hidden layers alone make up")
        for hidden in [[50, 50, 50, 50], [20, 20, 20], [12, 12, 12, 12]] {
            for chunk in [32, 64, 128] { run(hidden, chunk, pool) }
        }
    }

    private static func run(_ hidden: [Int], _ chunk: Int, _ pool: ThreadPool) {
        let work = BurgersCase(hidden: hidden, pointCount: pointCount, chunk: chunk, threads: pool.threads)
        let times = leastTimes(rounds: 15, [{ peak(pool) }, { work.forward(pool) }, { work.lossAndGradient(pool) }])
        let rate = Double(peakOperations * pool.threads) / times[0]
        let operations = operations(hidden, points: pointCount)
        print(
            "\(hidden), chunks of \(chunk): peak \(fixed(rate * 1e-9, 1)) GF/s;"
                + " forward \(fixed(times[1] * 1e3)), \(fixed(100 * operations / 3 / times[1] / rate, 0)) %;"
                + " loss and gradient \(fixed(times[2] * 1e3)), \(fixed(100 * operations / times[2] / rate, 0)) %")
    }

    /// Operations of the products of hidden layers in a loss and its gradient: four channels, a multiplication and an addition;
    /// forward once, and twice back.
    static func operations(_ hidden: [Int], points: Int) -> Double {
        3 * Double(zip(hidden, hidden.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } * 4 * 2 * points)
    }

    /// Multiplications and additions a second of all threads at best.
    static func peakRate(_ pool: ThreadPool) -> Double {
        Double(peakOperations * pool.threads) / leastTimes(rounds: 15, [{ peak(pool) }])[0]
    }

    private static func peak(_ pool: ThreadPool) {
        pool.forEach(pool.threads) { _ in
            // Never true, but the compiler cannot know.
            if MultiplyAddPeak.run(operations: peakOperations).result == 0 { print("") }
        }
    }
}
