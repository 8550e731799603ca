import CKernels

/// Persistent threads that share out the iterations of a loop.
///
/// The calling thread takes part and is not pinned to a core. Iterations are handed out one by one to whoever is free, so
/// the body must not depend on their order; reductions write one partial result per index and add them up afterwards.
/// A loop started inside a loop of the same pool runs on its caller alone.
public final class ThreadPool: @unchecked Sendable {
    /// Number of threads at work in a loop, the caller included.
    public let threads: Int

    private let pool: OpaquePointer?

    /// Starts `threads - 1` threads; values below 1 count as 1, above 1024 as 1024.
    public init(threads: Int) {
        self.threads = min(max(1, threads), 1024)
        pool = self.threads > 1 ? ansatz_pool_create(self.threads) : nil
    }

    deinit {
        if let pool { ansatz_pool_destroy(pool) }
    }

    /// Calls `body` once with each index in `0..<count`; returns when all calls have returned.
    public func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
        forEachWithWorker(count) { index, _ in body(index) }
    }

    /// Calls `body(index, worker)` once with each index in `0..<count`. `worker` is in `0..<threads` and no two calls with the
    /// same worker overlap in time: it selects a workspace. Which worker gets which index changes from run to run.
    public func forEachWithWorker(_ count: Int, _ body: @Sendable (Int, Int) -> Void) {
        guard let pool, count > 1 else {
            for index in 0..<max(0, count) { body(index, 0) }
            return
        }
        withoutActuallyEscaping(body) { escaping in
            var task = Task(body: escaping)
            withUnsafeMutablePointer(to: &task) { context in
                ansatz_pool_run(pool, count, { $0!.assumingMemoryBound(to: Task.self).pointee.body($1, $2) }, context)
            }
        }
    }

    private struct Task {
        let body: @Sendable (Int, Int) -> Void
    }
}
