import Foundation
import NumericsCore

enum PoolBenchmark {
    /// Time a loop over two threads takes beyond one of its tasks.
    static func run() {
        print("Thread pool with 2 threads, microseconds beyond one task: ours, then concurrentPerform")
        let pool = ThreadPool(threads: 2)
        for length in [2_000, 10_000, 50_000] {
            let task: @Sendable (Int) -> Void = { _ in spin(length) }
            let times = medians(
                rounds: 301,
                [
                    { task(0) }, { pool.forEach(2, task) },
                    { DispatchQueue.concurrentPerform(iterations: 2, execute: task) },
                ])
            print(
                "task of \(column(times[0] / 1000, width: 6, decimals: 1)) us"
                    + column((times[1] - times[0]) / 1000) + column((times[2] - times[0]) / 1000))
        }
    }

    /// A chain of dependent operations, the same time on every core.
    private static func spin(_ length: Int) {
        var word: UInt64 = 1
        for _ in 0..<length { word = word &* 6_364_136_223_846_793_005 &+ 1 }
        // Never true, but the compiler cannot know.
        if word == 0 { print(word) }
    }
}
