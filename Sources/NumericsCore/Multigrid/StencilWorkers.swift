/// The threads a multigrid works on, with a piece of scratch memory for each.
final class StencilWorkers: @unchecked Sendable {
    let pool: ThreadPool?
    private let scratch: Tensor<Double>.Storage
    private let stride: Int

    /// Scratch of `length` numbers for each thread.
    init(_ pool: ThreadPool?, length: Int) {
        self.pool = pool
        stride = (length + 7) / 8 * 8
        scratch = Tensor<Double>.Storage(count: stride * (pool?.threads ?? 1))
        scratch.base.initialize(repeating: 0, count: scratch.count)
    }

    /// Scratch of the calling thread outside of `share`.
    var ownScratch: UnsafeMutablePointer<Double> { scratch.base }

    /// Whether work on so many nodes is shared out.
    func shares(nodes: Int) -> Bool { (pool?.threads ?? 1) > 1 && nodes >= 2 * StencilWorkers.nodesPerPart }

    /// Calls `body` with contiguous parts of `0..<count`, which hold `nodes` nodes in all, and a thread's scratch.
    func share(_ count: Int, nodes: Int, _ body: @Sendable (Range<Int>, UnsafeMutablePointer<Double>) -> Void) {
        let parts = min(count, (pool?.threads ?? 1) * 4, max(1, nodes / StencilWorkers.nodesPerPart))
        guard let pool, pool.threads > 1, parts > 1 else { return body(0..<count, scratch.base) }
        pool.forEachWithWorker(parts) { part, worker in
            body(count * part / parts..<count * (part + 1) / parts, scratch.base + worker * stride)
        }
    }

    // Fewer are done before another thread has joined.
    private static let nodesPerPart = 4096
}
