import Foundation
import NumericsCore
import XCTest

final class ThreadPoolTests: XCTestCase {
    /// Numbers written by many threads at distinct places, or under the lock.
    private final class Counters: @unchecked Sendable {
        private let lock = NSLock()
        private var counts: [Int]

        init(_ count: Int) { counts = Array(repeating: 0, count: count) }

        @discardableResult func add(_ amount: Int, at index: Int) -> Int {
            lock.withLock {
                counts[index] += amount
                return counts[index]
            }
        }

        var values: [Int] { lock.withLock { counts } }
    }

    func testEveryIndexIsVisitedOnce() {
        for threads in [0, 1, 2, 5] {
            let pool = ThreadPool(threads: threads)
            for count in [0, 1, 2, 3, 100] {
                let counters = Counters(count)
                pool.forEach(count) { counters.add(1, at: $0) }
                XCTAssertEqual(counters.values, Array(repeating: 1, count: count), "\(threads) threads")
            }
        }
    }

    func testManyShortLoops() {
        let pool = ThreadPool(threads: 3)
        let counters = Counters(4)
        for _ in 0..<2000 { pool.forEach(4) { counters.add(1, at: $0) } }
        XCTAssertEqual(counters.values, [2000, 2000, 2000, 2000])
    }

    func testLoopsAfterASleep() {
        let pool = ThreadPool(threads: 2)
        let counters = Counters(2)
        for _ in 0..<5 {
            // Far longer than the threads spin, so that they have gone to sleep.
            usleep(20_000)
            pool.forEach(2) { counters.add(1, at: $0) }
        }
        XCTAssertEqual(counters.values, [5, 5])
    }

    func testCallsOfOneWorkerDoNotOverlap() {
        let pool = ThreadPool(threads: 4)
        let active = Counters(4)
        let clashes = Counters(1)
        pool.forEachWithWorker(400) { _, worker in
            if active.add(1, at: worker) != 1 { clashes.add(1, at: 0) }
            usleep(10)
            active.add(-1, at: worker)
        }
        XCTAssertEqual(clashes.values, [0])
    }

    func testNestedLoopsRunInline() {
        let pool = ThreadPool(threads: 3)
        let counters = Counters(30)
        pool.forEach(5) { outer in
            let caller = ObjectIdentifier(Thread.current)
            pool.forEachWithWorker(6) { inner, worker in
                let isInline = ObjectIdentifier(Thread.current) == caller && worker == 0
                counters.add(isInline ? 1 : 100, at: outer * 6 + inner)
            }
        }
        XCTAssertEqual(counters.values, Array(repeating: 1, count: 30))
    }

    func testSeveralCallersAtOnce() {
        let pool = ThreadPool(threads: 2)
        let counters = Counters(50)
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<20 { pool.forEach(50) { counters.add(1, at: $0) } }
        }
        XCTAssertEqual(counters.values, Array(repeating: 160, count: 50))
    }

    func testPoolsComeAndGo() {
        let counters = Counters(3)
        for _ in 0..<50 { ThreadPool(threads: 3).forEach(3) { counters.add(1, at: $0) } }
        XCTAssertEqual(counters.values, [50, 50, 50])
    }
}
