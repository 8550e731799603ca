import CKernels

/// The lattices of a multigrid method from fine to coarse, the passes between them and the direct solve on the last.
final class LatticeHierarchy: @unchecked Sendable {
    let levels: [LatticeLevel]
    /// Which axes were halved from each level to the next.
    let halved: [[Bool]]
    let pool: ThreadPool
    let instructionSet: InstructionSet
    private var direct: LatticeDirectSolve
    private var directRight, directSolution: Tensor<Double>
    private let workspace: UnsafeMutablePointer<Double>
    private let workspaceSize: Int

    init(
        _ linearOperator: LatticeOperator, relaxation: Double, directBelow limit: Int, threads: Int,
        instructionSet: InstructionSet
    ) {
        var operators = [linearOperator], halved: [[Bool]] = []
        while let axes = operators[halved.count].halvedAxes(directBelow: limit) {
            operators.append(operators[halved.count].coarsened(axes))
            halved.append(axes)
        }
        let levels = operators.map { LatticeLevel($0, relaxation: relaxation) }
        (self.levels, self.halved, self.instructionSet) = (levels, halved, instructionSet)
        pool = ThreadPool(threads: threads)
        let coarsest = operators[operators.count - 1]
        direct = LatticeDirectSolve(coarsest)
        directRight = Tensor(shape: coarsest.unknownShape, repeating: 0)
        directSolution = directRight
        var pass = ansatz_lattice_pass()
        (pass.fine, pass.coarse) = (levels[0].lattice, levels[levels.count == 1 ? 0 : 1].lattice)
        workspaceSize = ansatz_lattice_workspace(&pass)
        workspace = .allocate(capacity: workspaceSize * pool.threads)
        workspace.initialize(repeating: 0, count: workspaceSize * pool.threads)
    }

    deinit { workspace.deallocate() }

    /// Memory of one worker of the pool.
    func scratch(_ worker: Int) -> UnsafeMutablePointer<Double> { workspace + worker * workspaceSize }

    /// Calls `body(range of planes, worker)` for the planes of a level in parts, on all threads if that pays.
    func forEachPart(of planes: Int, points: Int, _ body: @Sendable (Range<Int>, Int) -> Void) {
        let parts = points < LatticeHierarchy.leastShared ? 1 : min(planes, 8 * pool.threads)
        pool.forEachWithWorker(parts) { part, worker in
            body(planes * part / parts..<planes * (part + 1) / parts, worker)
        }
    }

    /// Lattices of fewer points stay on one thread: a few microseconds of work do not repay a meeting of threads.
    static let leastShared = 8192

    /// u ← u + A⁻¹ (f − A u) on the coarsest level.
    func solveDirectly() {
        let level = levels[levels.count - 1]
        var (lattice, block) = (level.lattice, level.unknowns)
        let planes = block.count.0
        directRight.withUnsafeMutableBufferPointer {
            ansatz_lattice_residual(instructionSet.rawValue, &lattice, &block, $0.baseAddress, 0, planes, scratch(0))
        }
        direct.solve(directRight, into: &directSolution)
        directSolution.withUnsafeBufferPointer {
            ansatz_lattice_load(&lattice, &block, $0.baseAddress, lattice.values, 1, 0, planes)
        }
    }
}
