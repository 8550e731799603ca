import CKernels

extension StencilLevel {
    /// Carries out stages on x with a right side, [node].
    ///
    /// A thread on its own lets the stages follow each other one plane apart, so that a plane is still in the cache when the
    /// next stage comes to it; the operations on each node, and so the bits, are the same as one stage at a time.
    func run(
        _ stages: [ansatz_stage], _ x: UnsafeMutablePointer<Double>, _ right: UnsafePointer<Double>,
        from coarse: StencilLevel?, _ workers: StencilWorkers
    ) {
        var work = ansatz_work()
        work.matrix = UnsafePointer(description)
        work.inverse = UnsafePointer(inverse.base)
        work.right = right
        work.x = x
        work.residual = residual.base
        work.transfer = transfer.map { UnsafePointer($0.prolongation) }
        work.correction = coarse.map { UnsafePointer($0.solution.base) }
        withUnsafePointer(to: &work) { work in
            stages.withUnsafeBufferPointer { list in
                guard let first = list.baseAddress else { return }
                if sweeps.canFollow && !workers.shares(nodes: nodeCount) {
                    return StencilLayout.kernels.stages(work, first, list.count, workers.ownScratch, 0, planes)
                }
                let (shared, table) = (SharedPointer(work), SharedPointer(first))
                for stage in 0..<list.count {
                    workers.share(planes, nodes: nodeCount) { part, scratch in
                        StencilLayout.kernels.stages(
                            shared.base, table.base + stage, 1, scratch, part.lowerBound, part.upperBound)
                    }
                }
            }
        }
    }

    /// coarse.right = Pᵀ of a vector of this level.
    func restrict(_ vector: UnsafePointer<Double>, to coarse: StencilLevel, _ workers: StencilWorkers) {
        let (source, target) = (SharedPointer(vector), SharedPointer(coarse.right.base))
        let transfer = transfer!
        workers.share(coarse.planes * coarse.linesPerPlane, nodes: nodeCount) { part, _ in
            StencilLayout.kernels.restrict_residual(
                transfer.restriction, source.base, target.base, part.lowerBound, part.upperBound)
        }
    }
}
