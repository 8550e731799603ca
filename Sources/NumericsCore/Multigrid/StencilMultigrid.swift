import CKernels

/// Multigrid for any stencil matrix, from its coefficients alone ("black box", Dendy 1982, 1983; de Zeeuw 1990).
///
/// Interpolation follows the couplings, so coefficients may jump by orders of magnitude and lattices may have holes; coarse
/// matrices are the products R A P; coarsening leaves out axes with weak couplings. The smoother is Gauss-Seidel in colours, the
/// coarsest lattice, and any lattice of one axis, is solved directly.
///
/// A hierarchy is made for one shape: `update` refills it for other coefficients. Its workspaces make it a resource of one
/// caller at a time: give each thread its own. As a preconditioner, one cycle from zero, it is symmetric positive definite for
/// such matrices in symmetric storage if `settings.isSymmetric`; otherwise take the flexible forms. A symmetric matrix in general
/// storage is treated like any other, at twice the cost: see `StencilMatrix.symmetricStorage`.
///
/// If all row sums vanish, a constant is undetermined. Then right sides must have mean zero, and an answer may hold
/// any constant.
public final class StencilMultigrid: Preconditioner, @unchecked Sendable {
    public let settings: Settings
    private(set) var levels: [StencilLevel] = []
    private var coarseSolver: StencilCoarseSolver!
    let workers: StencilWorkers
    private(set) var stages: [(down: [ansatz_stage], up: [ansatz_stage])] = []

    /// Builds the hierarchy. With a pool, lattices of more than some thousand nodes are shared out, with the same bits as
    /// without. Throws `singular` if the coarsest matrix is singular otherwise than by a constant.
    public init(
        _ matrix: StencilMatrix, settings: Settings = Settings(), pool: ThreadPool? = nil
    ) throws(LinearAlgebraError) {
        self.settings = settings
        // The most that any loop needs: 33 lines of weights of the finest lattice.
        workers = StencilWorkers(pool, length: 33 * (matrix.shape[matrix.shape.count - 1] + 4))
        levels = [StencilLevel(matrix, isFinest: true, settings.smoother, workers)]
        try rebuild()
    }

    /// Takes other coefficients, on the same lattice and in the same storage, re-using all memory: as if made anew.
    public func update(_ matrix: StencilMatrix) throws(LinearAlgebraError) {
        let old = levels[0].matrix
        precondition(
            matrix.shape == old.shape && matrix.periodic == old.periodic && matrix.stencil == old.stencil
                && matrix.storage == old.storage, "a matrix of another lattice")
        levels[0].replace(matrix)
        try rebuild()
    }

    /// Nodes along each axis of every lattice, the finest first.
    public var shapes: [[Int]] { levels.map(\.matrix.shape) }

    /// The matrix of a level, 0 the finest; a copy.
    public func matrix(level: Int) -> StencilMatrix {
        let matrix = levels[level].matrix
        var copy = matrix
        copy.coefficients = Tensor(shape: matrix.coefficients.shape, elements: matrix.coefficients.elements)
        return copy
    }

    /// Interpolation of a vector of level + 1, [coarse node], to a level, [node].
    public func interpolate(_ coarse: Tensor<Double>, to level: Int) -> Tensor<Double> {
        let (fine, below) = (levels[level], levels[level + 1])
        precondition(coarse.count == below.nodeCount, "a vector of \(coarse.count) for \(below.nodeCount) nodes")
        var result = Tensor(shape: [fine.nodeCount], repeating: 0.0)
        coarse.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                StencilLayout.kernels.prolong(
                    fine.transfer!.prolongation, source.baseAddress!, target.baseAddress!, workers.ownScratch, 0,
                    fine.planes * fine.linesPerPlane)
            }
        }
        return result
    }

    func solveCoarsest(_ x: UnsafeMutablePointer<Double>, _ right: UnsafePointer<Double>) {
        coarseSolver.solve(right, x)
    }

    /// x += P (solution of the level below).
    func interpolate(level: Int, _ x: UnsafeMutablePointer<Double>) {
        let fine = levels[level]
        StencilLayout.kernels.prolong(
            fine.transfer!.prolongation, levels[level + 1].solution, x, workers.ownScratch, 0,
            fine.planes * fine.linesPerPlane)
    }

    private func rebuild() throws(LinearAlgebraError) {
        var index = 0
        while true {
            levels[index].updateDiagonal(workers)
            levels[index].updateLines(workers)
            let known = index + 1 < levels.count ? levels[index + 1] : nil
            guard let next = levels[index].coarsen(reusing: known, coarsest: settings.coarsest, workers) else { break }
            if next !== known { levels = levels[...index] + [next] }
            index += 1
        }
        levels = Array(levels[...index])
        if coarseSolver?.shape != levels[index].matrix.shape { coarseSolver = StencilCoarseSolver(levels[index].matrix) }
        stages = levels.map { settings.stages($0.sweeps) }
        try coarseSolver.update(levels[index].matrix)
    }
}
