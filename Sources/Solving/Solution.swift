import Fields
import NumericsCore
import Problems

/// An answer: fields at the output times, evaluable anywhere, with its own error estimate.
public struct Solution: Sendable {
    /// The method's name.
    public var method: String
    public var outcome: Outcome
    /// Fields of all unknowns at the output times (one snapshot for a steady problem), on the method's own grid.
    public var snapshots: [Snapshot]
    /// Standard deviations of all unknowns, fields with their names on the same grids; empty for methods that have none.
    public var deviations: [Snapshot] = []
    /// Evaluates components and their derivatives off the grid.
    public var evaluator: any SolutionEvaluator
    /// The method's own error estimate by unknown, from two resolutions.
    public var estimates: [String: ErrorEstimate]
    /// Remarks for the user, complete sentences (`elements: 18, placed by the program`).
    public var notes: [String]
    /// Counts for the manifest (`steps`, `rejected steps`, `unknowns`).
    public var counts: [(name: String, value: Double)]
    /// What an inverse problem found for its parameters, in the problem's order.
    public var parameters: [ParameterEstimate]

    public init(
        method: String, outcome: Outcome, snapshots: [Snapshot], evaluator: any SolutionEvaluator,
        estimates: [String: ErrorEstimate], notes: [String] = [], counts: [(name: String, value: Double)] = [],
        parameters: [ParameterEstimate] = []
    ) {
        self.method = method
        self.outcome = outcome
        self.snapshots = snapshots
        self.evaluator = evaluator
        self.estimates = estimates
        self.notes = notes
        self.counts = counts
        self.parameters = parameters
    }
}

/// How far the answer is believed to be from the truth, by the method's own account.
public struct ErrorEstimate: Sendable {
    public var relativeL2: Double
    public var maximum: Double
    /// How it was obtained: `difference to the same method at 2/3 of the resolution`.
    public var basis: String

    public init(relativeL2: Double, maximum: Double, basis: String) {
        self.relativeL2 = relativeL2
        self.maximum = maximum
        self.basis = basis
    }
}

/// Evaluates a solution at any points of the domain, at stored output times.
public protocol SolutionEvaluator: Sendable {
    /// Whether values anywhere are the solution's own, not interpolated between the points of a grid.
    var isMeshless: Bool { get }
    /// Values of the jets at points.
    /// - Parameters:
    ///   - jets: components and derivatives wanted (site 0; space derivatives only).
    ///   - points: [point][space coordinate].
    ///   - snapshot: index of the output time; 0 for steady problems.
    /// - Returns: [jet][point].
    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double>
}

extension SolutionEvaluator {
    public var isMeshless: Bool { false }
}
