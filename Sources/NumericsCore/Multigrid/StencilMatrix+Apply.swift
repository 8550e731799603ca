import CKernels

extension StencilMatrix: LinearOperator {
    /// Number of nodes.
    public var order: Int { nodeCount }

    public func apply(_ x: Tensor<Double>, into result: inout Tensor<Double>) {
        apply(x, into: &result, pool: nil)
    }

    /// result = A x for vectors [node], lines shared out over the pool; the same bits with any number of threads.
    public func apply(_ x: Tensor<Double>, into result: inout Tensor<Double>, pool: ThreadPool?) {
        run(x, right: nil, into: &result, pool: pool)
    }

    /// result = right − A x for vectors [node].
    public func residual(
        _ x: Tensor<Double>, right: Tensor<Double>, into result: inout Tensor<Double>, pool: ThreadPool? = nil
    ) {
        run(x, right: right, into: &result, pool: pool)
    }

    private func run(_ x: Tensor<Double>, right: Tensor<Double>?, into result: inout Tensor<Double>, pool: ThreadPool?) {
        precondition(
            x.count == nodeCount && result.count == nodeCount && right.map { $0.count == nodeCount } ?? true,
            "vectors of \(x.count) and \(result.count) for \(nodeCount) nodes")
        let lines = nodeCount / shape[shape.count - 1]
        x.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                withDescription { description in
                    let from = SharedPointer(source.baseAddress!)
                    let into = SharedPointer(target.baseAddress!)
                    let given = right.map { $0.withUnsafeBufferPointer { SharedPointer($0.baseAddress!) } }
                    StencilLayout.forEachPart(lines, nodes: nodeCount, pool) { part in
                        StencilLayout.kernels.apply(
                            description.base, from.base, given?.base, into.base, part.lowerBound, part.upperBound)
                    }
                }
            }
        }
    }

    /// Calls `body` with the matrix as the C loops see it; valid inside the call only.
    func withDescription<Result>(_ body: (SharedPointer<ansatz_stencil>) -> Result) -> Result {
        coefficients.withUnsafeBufferPointer { values in
            zeros.withUnsafeBufferPointer { empty in
                var description = ansatz_stencil()
                description.extent = StencilLayout.bySlot(shape, missing: 1)
                description.periodic = StencilLayout.bySlot(periodic.map { $0 ? 1 : 0 }, missing: 0)
                description.full = stencil == .full && shape.count > 1 ? 1 : 0
                description.symmetric = storage == .symmetric ? 1 : 0
                description.zeros = empty.baseAddress! + 1
                withUnsafeMutableBytes(of: &description.coefficients) { raw in
                    let table = raw.bindMemory(to: UnsafePointer<Double>?.self)
                    for (place, offset) in offsets.enumerated() {
                        table[StencilLayout.entry(offset)] = values.baseAddress! + place * nodeCount
                    }
                }
                return withUnsafeMutablePointer(to: &description) { body(SharedPointer($0)) }
            }
        }
    }
}

extension StencilLayout {
    /// Shares `count` lines, or planes, out in contiguous parts, large enough to be worth a thread's while.
    static func forEachPart(_ count: Int, nodes: Int, _ pool: ThreadPool?, _ body: @Sendable (Range<Int>) -> Void) {
        let parts = min(count, (pool?.threads ?? 1) * 4, max(1, nodes / 4096))
        guard let pool, pool.threads > 1, parts > 1 else { return body(0..<count) }
        pool.forEach(parts) { body(count * $0 / parts..<count * ($0 + 1) / parts) }
    }
}
