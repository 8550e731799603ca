import CKernels

extension StencilLevel {
    /// Carries out stages on x with a right side, [node], from `first` on; coarse vectors are those of `coarse`.
    ///
    /// A thread on its own lets the stages follow each other one plane apart, so that a plane is still in the cache when the
    /// next stage comes to it; the operations on each node, and so the bits, are the same as one stage at a time.
    func run(
        _ stages: [ansatz_stage], from first: Int = 0, _ x: UnsafeMutablePointer<Double>, _ right: UnsafePointer<Double>,
        _ coarse: StencilLevel, _ workers: StencilWorkers
    ) {
        var work = ansatz_work()
        work.matrix = UnsafePointer(description)
        work.inverse = UnsafePointer(inverse.base)
        work.right = right
        work.x = x
        work.residual = residual.base
        work.residual_planes = residualPlanes
        work.prolongation = UnsafePointer(transfer!.prolongation)
        work.restriction = UnsafePointer(transfer!.restriction)
        work.coarse_x = UnsafePointer(coarse.solution)
        work.coarse_right = coarse.right
        if lineFactors.count == 6 {
            work.line_lower = (lineFactors[0].readable, lineFactors[2].readable, lineFactors[4].readable)
            work.line_inverse = (lineFactors[1].readable, lineFactors[3].readable, lineFactors[5].readable)
        }
        withUnsafePointer(to: &work) { work in
            stages.withUnsafeBufferPointer { list in
                let table = list.baseAddress! + first
                guard !sweeps.canFollow || workers.shares(nodes: nodeCount) else {
                    return StencilLayout.kernels.stages(work, table, list.count - first, workers.ownScratch, 0, planes)
                }
                let (shared, stages) = (SharedPointer(work), SharedPointer(table))
                for stage in 0..<list.count - first {
                    // Lines across the planes are shared out line by line.
                    let isAcross = table[stage].kind == ANSATZ_STAGE_LINES && table[stage].axis == 0
                    workers.share(isAcross ? linesPerPlane : planes, nodes: nodeCount) { part, scratch in
                        StencilLayout.kernels.stages(
                            shared.base, stages.base + stage, 1, scratch, part.lowerBound, part.upperBound)
                    }
                }
            }
        }
    }

    /// coarse.right = R of a vector of this level.
    func restrict(_ vector: UnsafePointer<Double>, to coarse: StencilLevel, _ workers: StencilWorkers) {
        let (source, target) = (SharedPointer(vector), SharedPointer(coarse.right))
        let (transfer, all) = (transfer!, planes)
        workers.share(planes, nodes: nodeCount) { part, _ in
            for plane in part {
                StencilLayout.kernels.restrict_residual(transfer.restriction, source.base, all, target.base, plane)
            }
        }
    }
}

extension Tensor<Double>.Storage {
    /// The memory, for reading.
    fileprivate var readable: UnsafePointer<Double> { UnsafePointer(base) }
}
