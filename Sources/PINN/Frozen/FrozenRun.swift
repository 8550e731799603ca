import NumericsCore
import Solving

/// One integration over all output times.
protocol FrozenRun: AnyObject, Sendable {
    var frames: [FrozenFrame] { get }
    var isFinished: Bool { get }
    /// Instant reached.
    var time: Double { get }
    /// Whether the basis became too small for what was asked.
    var isUnderResolved: Bool { get }
    /// Takes one step, or makes the initial state.
    /// - Throws: `SolverError`.
    func advance() throws
    /// Relative error asked of it.
    var accuracy: Double { get }
    /// What progress lines show.
    var quantities: [(name: String, value: Double)] { get }
    var stepCount: Int { get }
    /// Rows of the largest dense matrix that a step factors.
    var matrixOrder: Int { get }
    /// What was chosen, for the notes of the solution.
    var notes: [String] { get }
    var counts: [(name: String, value: Double)] { get }
    /// The basis and the coefficients of all frames, as `FrozenTrial` reads them.
    var stored: StoredTrial { get }
    /// The solution at a later instant than that of a frame: the equation integrated from there.
    ///
    /// The run's own state is left at that instant.
    func frame(at instant: Double, from start: FrozenFrame) throws -> FrozenFrame
    /// Stores the complete state under names that begin with `prefix`.
    func save(to checkpoint: inout Checkpoint, prefix: String)
    /// Continues where `save` left off, bit for bit.
    func restore(from checkpoint: Checkpoint, prefix: String) throws
}
