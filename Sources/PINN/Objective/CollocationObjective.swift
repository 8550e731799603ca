import NumericsCore
import Optimization
import Problems
import TrialFunctions

/// Half the weighted sum of squares of a problem's residuals at collocation points, as a function of the parameters of a trial
/// space and of the free numbers of the unknown parameters of the problem (`ParameterMap`), in this order.
///
/// Chunks of points are dealt to the threads in fixed parts, so that sums do not depend on their timing.
package final class CollocationObjective: BlockLeastSquaresObjective {
    /// Points of a chunk: its jets stay in the second-level cache.
    static let capacity = 64

    let space: TrialSpace
    let estimated: [ParameterMap]
    private(set) var blocks: [PlacedBlock]
    let pool: ThreadPool
    private let tasks: [Task]
    let workspaces: [[BlockWorkspace]]
    package let jacobianPattern: BlockPattern?
    private var curvatures: [[CurvatureWorkspace]] = []
    /// Integrals that the residuals hold; nil if there are none.
    private let functionals: FunctionalValues?
    let residuals: SharedMatrix
    private let gradients: SharedMatrix
    /// [parameter][row], for variable projection only.
    private(set) lazy var columnMemory = SharedMatrix(rowCount: parameterCount, columnCount: rowCount)

    /// A chunk of a block.
    struct Task: Sendable {
        var block: Int
        var range: Range<Int>
        /// First row of the block.
        var firstRow: Int
        /// Of its first residual.
        var strip: Int
    }

    init(_ blocks: [ResidualBlock], space: TrialSpace, functionals: FunctionalValues? = nil, pool: ThreadPool) {
        self.functionals = functionals
        let placed = blocks.map { PlacedBlock($0, space: space, capacity: Self.capacity) }
        self.space = space
        self.blocks = placed
        self.pool = pool
        let unknown = ParameterMap.all(of: space.problem)
        estimated = unknown
        tasks = Self.tasks(placed)
        // Unknown parameters and integrals stand in every row.
        jacobianPattern = unknown.isEmpty && functionals == nil ? Self.pattern(tasks, placed, space) : nil
        workspaces = (0..<pool.threads).map { _ in
            placed.map { BlockWorkspace($0, space: space, estimated: unknown, functionals: functionals, capacity: Self.capacity) }
        }
        residuals = SharedMatrix(rowCount: 1, columnCount: placed.reduce(0) { $0 + $1.rowCount })
        gradients = SharedMatrix(rowCount: pool.threads, columnCount: space.parameterCount + unknown.count)
    }

    package var parameterCount: Int { gradients.columnCount }
    package var rowCount: Int { residuals.columnCount }
    /// Rows without those that fill up chunks.
    var residualCount: Int { blocks.reduce(0) { $0 + $1.block.points.count * $1.block.residual.valueCount } }

    /// Rows of the blocks from one on, padding included.
    func rows(from block: Int) -> Range<Int> {
        blocks[..<block].reduce(0) { $0 + $1.rowCount }..<rowCount
    }

    private static func tasks(_ blocks: [PlacedBlock]) -> [Task] {
        var (firstRow, strip) = (0, 0)
        return blocks.enumerated().flatMap { index, block -> [Task] in
            defer { firstRow += block.rowCount }
            return stride(from: 0, to: block.block.points.count, by: capacity).map { start in
                defer { strip += block.block.residual.valueCount }
                return Task(
                    block: index, range: start..<min(start + capacity, block.block.points.count), firstRow: firstRow, strip: strip)
            }
        }
    }

    /// Calls `body` with every chunk and the thread's part, in fixed parts.
    func forEachTask(_ body: @Sendable (Task, Int) -> Void) {
        let parts = pool.threads
        let tasks = tasks
        pool.forEach(parts) { part in
            for index in tasks.count * part / parts..<tasks.count * (part + 1) / parts { body(tasks[index], part) }
        }
    }

    package func loss(at parameters: Tensor<Double>) -> Double {
        evaluate(parameters)
        return residuals.halfSquare
    }

    package func residual(at parameters: Tensor<Double>, into residual: inout Tensor<Double>) {
        evaluate(parameters)
        residuals.copy(to: &residual)
    }

    private func evaluate(_ parameters: Tensor<Double>) {
        functionals?.evaluate(at: parameters)
        let (workspaces, residuals) = (workspaces, residuals)
        forEachTask { task, part in
            workspaces[part][task.block].residual(parameters, task.range, into: residuals, firstRow: task.firstRow)
        }
    }

    package func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        let (workspaces, residuals, gradients) = (workspaces, residuals, gradients)
        functionals?.linearize(at: parameters)
        gradients.clear()
        forEachTask { task, part in
            workspaces[part][task.block].gradient(
                parameters, task.range, residual: residuals, firstRow: task.firstRow, gradients: gradients, part: part)
        }
        gradients.sumOfRows(into: &gradient)
        return residuals.halfSquare
    }

    package func linearization(at parameters: Tensor<Double>, residual: inout Tensor<Double>, jacobian: SharedMatrix) {
        functionals?.linearize(at: parameters)
        let (workspaces, residuals) = (workspaces, residuals)
        forEachTask { task, part in
            workspaces[part][task.block].linearization(
                parameters, task.range, residual: residuals, jacobian: jacobian, firstRow: task.firstRow)
        }
        residuals.copy(to: &residual)
    }

    package func secondDerivative(at parameters: Tensor<Double>, along direction: Tensor<Double>, into result: inout Tensor<Double>) {
        if curvatures.isEmpty {
            let (blocks, space, estimated, functionals) = (blocks, space, estimated, functionals)
            curvatures = (0..<pool.threads).map { _ in
                blocks.map { CurvatureWorkspace($0, space: space, estimated: estimated, functionals: functionals, capacity: Self.capacity) }
            }
        }
        functionals?.differentiate(at: parameters, along: direction)
        let (curvatures, residuals) = (curvatures, residuals)
        forEachTask { task, part in
            curvatures[part][task.block].evaluate(parameters, along: direction, task.range, into: residuals, firstRow: task.firstRow)
        }
        residuals.copy(to: &result)
    }
}
