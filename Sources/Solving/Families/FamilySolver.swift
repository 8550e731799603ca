import Fields
import NumericsCore
import Problems

/// A solver that can solve one problem again and again for different input fields at a fixed discretisation: grids, transforms,
/// coefficients and workspaces are made once, and no second run estimates the error of each answer.
public protocol FamilySolver: Solver {
    /// Names of the settings that choose the grid of a solve: samples take theirs from the data set instead.
    static var gridSettings: Set<String> { get }

    /// Makes a worker. Several workers of one family share nothing and may work side by side.
    ///
    /// What varies from sample to sample are the values of `problem.inputs`, whose kinds need not be looked at.
    /// - Throws: `SolverError` when the method does not take the problem in this way; the samples are then solved one by one by
    ///   `makeStepper`.
    func makeSampleSolver(for problem: Problem, request: SampleRequest) throws -> any SampleSolver
}

/// How the samples of a family are solved.
public struct SampleRequest: Sendable, Hashable {
    /// Points of the solve grid along each space coordinate: both ends counted, the image of the first point of a periodic
    /// coordinate not. A method whose unknowns stand elsewhere takes at least as many.
    public var points: [Int]
    /// Output times, ascending; empty for steady problems.
    public var times: [Double]
    /// 1 for the samples of a data set. Twice the number of intervals in `points` comes with 2: tolerances and time steps are
    /// to be tightened such that the difference of the two answers shows the error of the first.
    public var level: Int

    public init(points: [Int], times: [Double] = [], level: Int = 1) {
        self.points = points
        self.times = times
        self.level = level
    }
}

/// Solves samples of one family one after the other.
///
/// Used by one thread at a time. An answer depends on the values handed in alone, not on what was solved before: the samples
/// of a data set must not depend on their order or on the number of threads.
public protocol SampleSolver: AnyObject, Sendable {
    /// Where the solver needs the input fields; asked once.
    var inputs: [SampledInput] { get }
    /// The nodes of the answers.
    var outputGrid: Grid { get }

    /// Solves one sample.
    /// - Parameter values: one array a request in `inputs`, [grid…] of its grid.
    /// - Throws: `SolverError` when this sample cannot be solved.
    func solve(_ values: [Tensor<Double>]) throws -> SampleAnswer
}
