/// One V-cycle as the approximate inverse of the matrix of a `LatticeOperator`, or of one close to it.
///
/// Vectors are over the unknowns, row-major. The cycle is symmetric and positive definite, as conjugate gradients need it,
/// with respect to the matrix with weighted rows (see `init`). Copies share workspaces: use one at a time.
public struct LatticePreconditioner: Preconditioner {
    private let multigrid: LatticeMultigrid
    private let doubled: [(axis: Int, atHigh: Bool)]
    private var scaled: Tensor<Double>

    /// Prepares cycles with `sweeps` (1 to 3) sweeps before and after the coarse correction.
    ///
    /// The difference equations on walls that hold unknowns make a symmetric matrix only if each is multiplied by one half
    /// for every such wall its point lies on. `isWeighted` says that the residuals come from that symmetric matrix.
    public init(_ linearOperator: LatticeOperator, isWeighted: Bool = true, sweeps: Int = 2, threads: Int = 1) {
        multigrid = LatticeMultigrid(
            linearOperator, sweepsBefore: sweeps, sweepsAfter: sweeps, isSymmetric: true, threads: threads)
        var walls: [(axis: Int, atHigh: Bool)] = []
        for (index, axis) in linearOperator.axes.enumerated() where isWeighted && !axis.isPeriodic {
            if axis.low != .value { walls.append((index, false)) }
            if axis.high != .value { walls.append((index, true)) }
        }
        doubled = walls
        scaled = Tensor(shape: walls.isEmpty ? [0] : [linearOperator.unknownShape.reduce(1, *)], repeating: 0)
    }

    public mutating func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>) {
        let level = multigrid.hierarchy.levels[0]
        precondition(residual.count == multigrid.linearOperator.unknownShape.reduce(1, *), "\(residual.count) unknowns")
        precondition(result.count == residual.count, "\(result.count) unknowns")
        if doubled.isEmpty {
            multigrid.load(residual, block: level.unknowns, into: level.lattice.right)
        } else {
            LinearAlgebra.copy(residual, to: &scaled)
            for wall in doubled {
                multigrid.linearOperator.scaleWall(2, axis: wall.axis, atHigh: wall.atHigh, inUnknowns: &scaled)
            }
            multigrid.load(scaled, block: level.unknowns, into: level.lattice.right)
        }
        multigrid.cycleFromZero()
        multigrid.store(block: level.unknowns, into: &result)
    }
}
