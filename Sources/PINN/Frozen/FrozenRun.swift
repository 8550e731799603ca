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
    /// What progress lines show.
    var quantities: [(name: String, value: Double)] { get }
    var stepCount: Int { get }
    /// What was chosen, for the notes of the solution.
    var notes: [String] { get }
    var counts: [(name: String, value: Double)] { get }
    /// Stores the complete state under names that begin with `prefix`.
    func save(to checkpoint: inout Checkpoint, prefix: String)
    /// Continues where `save` left off, bit for bit.
    func restore(from checkpoint: Checkpoint, prefix: String) throws
}
