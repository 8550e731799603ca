import Fields
import NumericsCore
import Problems

/// A method that can be chosen by name in a problem file.
///
/// The settings of a method are declared beside it (`schema`); the reader, `list`, `explain`, the manual and the JSON
/// output all come from that declaration.
public protocol Solver: Sendable {
    /// Name in problem files and on the command line, such as `chebyshev`.
    static var name: String { get }
    /// One sentence for `ansatz list`.
    static var summary: String { get }
    /// BibTeX-free citation of the method.
    static var citation: String { get }
    /// Every setting with default, range, unit and sentence.
    static var schema: [SettingDescription] { get }

    /// Reads validated settings.
    init(settings: Settings) throws

    /// Whether this method takes the problem, and why not.
    func supports(_ problem: Problem) -> Support

    /// Builds everything a solve needs. Throws `SolverError`.
    func makeStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper
}

/// The answer of `Solver.supports`.
public enum Support: Sendable {
    case yes
    /// The reason names the term, condition or shape; `alternative` names a method that takes it, if any.
    case no(because: String, alternative: String?)

    public var isYes: Bool {
        if case .yes = self { true } else { false }
    }
}

/// What a solver is handed besides the problem.
public struct SolveContext: Sendable {
    /// Seed of all named random streams.
    public var seed: UInt64
    /// Number of threads the run may use.
    public var threads: Int
    /// Methods that another one may ask for a coarse solution of the same problem, in the order in which they are tried.
    public var coarseMethods: SolverCatalogue
    /// Where a request to stop arrives; steps that take long look at it inside, the others leave it to the loop.
    public var control: RunControl?

    public init(
        seed: UInt64 = 0, threads: Int = 1, coarseMethods: SolverCatalogue = SolverCatalogue([]), control: RunControl? = nil
    ) {
        self.seed = seed
        self.threads = threads
        self.coarseMethods = coarseMethods
        self.control = control
    }
}

/// A solve as a sequence of steps; `run` owns the only loop.
public protocol SolutionStepper: AnyObject {
    /// Takes one step: a time step, a Newton iteration, or the whole of a direct solve.
    func step() throws -> StepStatus
    /// Where the solve stands, for progress lines, tables and `metrics.jsonl`.
    var report: StepReport { get }
    /// Complete state; `restore` continues bit for bit.
    func checkpoint() -> Checkpoint
    func restore(_ checkpoint: Checkpoint) throws
    /// The answer so far: after `.finished` the result, before it the best partial one (up to the time reached).
    func solution() throws -> Solution
}

public enum StepStatus: Sendable, Equatable {
    case running
    case finished(Outcome)
}

/// A snapshot of progress.
public struct StepReport: Sendable {
    public var step: Int
    /// Fraction of the work done, 0 to 1, if known.
    public var fraction: Double?
    /// Simulated time, for evolution problems.
    public var time: Double?
    /// Named residuals or error measures, in table order (`momentum`, `step size`).
    public var quantities: [(name: String, value: Double)]
    /// What is being done, for the progress line: `coarse run`, `Newton`.
    public var phase: String

    public init(step: Int, fraction: Double?, time: Double?, quantities: [(name: String, value: Double)], phase: String) {
        self.step = step
        self.fraction = fraction
        self.time = time
        self.quantities = quantities
        self.phase = phase
    }
}
