import CKernels

/// One lattice of a multigrid hierarchy: its matrix, its vectors, and the way to the next coarser one.
final class StencilLevel: @unchecked Sendable {
    /// The matrix; the finest level shares the caller's memory.
    private(set) var matrix: StencilMatrix
    let description: UnsafeMutablePointer<ansatz_stencil>
    /// Reciprocals of the diagonal, [node].
    let inverse: Tensor<Double>.Storage
    /// Solution and right side, [node]; of no use on the finest level, whose vectors are the caller's.
    private let solutionStorage, rightStorage: Tensor<Double>.Storage
    /// b − A x on all planes, or on the last few if stages follow each other.
    let residual: Tensor<Double>.Storage
    let residualPlanes: Int
    /// To the next coarser lattice; nil on the coarsest.
    private(set) var transfer: StencilTransfer?
    let sweeps: StencilSweeps
    /// Lower multipliers and reciprocal pivots of the lines along planes, lines and columns; none for point relaxation.
    let lineFactors: [Tensor<Double>.Storage]
    private let smoother: StencilMultigrid.Smoother

    var nodeCount: Int { matrix.nodeCount }
    var planes: Int { description.pointee.extent.0 }
    var linesPerPlane: Int { description.pointee.extent.1 }

    var solution: UnsafeMutablePointer<Double> { solutionStorage.base + StencilLevel.margin }
    var right: UnsafeMutablePointer<Double> { rightStorage.base }
    // Room for a zero before the first node and after the last; a cache line, so that vectors stay aligned.
    private static let margin = 8

    init(
        _ matrix: StencilMatrix, isFinest: Bool, _ smoother: StencilMultigrid.Smoother, _ workers: StencilWorkers
    ) {
        self.matrix = matrix
        let count = matrix.nodeCount
        description = .allocate(capacity: 1)
        description.initialize(to: matrix.withDescription { $0.base.pointee })
        inverse = .init(count: count)
        solutionStorage = .init(count: isFinest ? 0 : count + 2 * StencilLevel.margin)
        rightStorage = .init(count: isFinest ? 0 : count)
        sweeps = StencilSweeps(description.pointee, smoother)
        self.smoother = smoother
        lineFactors = smoother == .lines ? (0..<6).map { _ in .init(count: count) } : []
        let planes = description.pointee.extent.0
        residualPlanes = sweeps.canFollow && !workers.shares(nodes: count) ? min(planes, 4) : planes
        residual = .init(count: count / planes * residualPlanes)
        for vector in [inverse, residual, solutionStorage, rightStorage] + lineFactors {
            vector.base.initialize(repeating: 0, count: vector.count)
        }
        // The finest level's vectors are the caller's, without margins.
        if !isFinest && description.pointee.periodic.2 == 0 { description.pointee.padded = 1 }
    }

    deinit { description.deallocate() }

    /// Takes another matrix of the same kind.
    func replace(_ matrix: StencilMatrix) {
        self.matrix = matrix
        description.pointee = matrix.withDescription { $0.base.pointee }
    }

    /// Refreshes what belongs to the matrix alone. A zero on the diagonal leaves its node unrelaxed.
    func updateDiagonal(_ workers: StencilWorkers) {
        let diagonal = SharedPointer(centre)
        let target = SharedPointer(inverse.base)
        workers.share(nodeCount, nodes: nodeCount) { part, _ in
            for node in part { target.base[node] = diagonal.base[node] != 0 ? 1 / diagonal.base[node] : 0 }
        }
    }

    /// Factors the lines along every axis longer than one node.
    func updateLines(_ workers: StencilWorkers) {
        guard !lineFactors.isEmpty else { return }
        let matrix = SharedPointer(description)
        for (axis, extent) in [planes, linesPerPlane, .max].enumerated() where extent > 1 {
            let (lower, inverse) = (SharedPointer(lineFactors[2 * axis].base), SharedPointer(lineFactors[2 * axis + 1].base))
            workers.share(axis == 0 ? linesPerPlane : planes, nodes: nodeCount) { part, _ in
                StencilLayout.kernels.factor_lines(
                    matrix.base, Int32(axis), lower.base, inverse.base, part.lowerBound, part.upperBound)
            }
        }
    }

    private var centre: UnsafePointer<Double> {
        matrix.coefficients.withUnsafeBufferPointer { $0.baseAddress! + matrix.centre * nodeCount }
    }

    /// Chooses the next coarser lattice, computes the weights and fills `coarse`, which is made anew if it does not fit.
    /// Returns nil when this lattice is to be the coarsest.
    func coarsen(reusing coarse: StencilLevel?, coarsest: Int, _ workers: StencilWorkers) -> StencilLevel? {
        guard matrix.shape.count > 1, nodeCount > coarsest, let plan = StencilCoarsening(matrix) else {
            transfer = nil
            return nil
        }
        if transfer?.coarsening != plan { transfer = StencilTransfer(plan, isSymmetric: matrix.storage == .symmetric) }
        let fits = coarse.map { $0.matrix.shape == plan.coarse } ?? false
        let next = fits ? coarse! : StencilLevel(
            StencilMatrix(shape: plan.coarse, periodic: plan.periodic, stencil: .full, storage: matrix.storage),
            isFinest: false, smoother, workers)
        transfer!.update(SharedPointer(description), workers)
        next.fill(from: self, transfer!, workers)
        return next
    }

    private func fill(from fine: StencilLevel, _ transfer: StencilTransfer, _ workers: StencilWorkers) {
        let (source, target) = (SharedPointer(fine.description), SharedPointer(description))
        workers.share(planes * linesPerPlane, nodes: nodeCount) { part, scratch in
            StencilLayout.kernels.galerkin(
                source.base, transfer.restriction, transfer.prolongation, target.base, scratch, part.lowerBound,
                part.upperBound)
        }
    }
}
