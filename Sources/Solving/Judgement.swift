import Fields
import Problems

/// What is known about the error of one unknown of a solution.
public struct FieldVerdict: Sendable {
    /// Name of the unknown.
    public var field: String
    /// Relative L2 error in space-time; nil when there is nothing to compare with.
    public var relativeL2: Double?
    /// Largest pointwise error.
    public var maximumError: Double?
    public var against: Comparand
    /// Error of what was compared with, by its own estimate; 0 for a formula, nil if unknown.
    public var referenceError: Double?
    /// What the method believes, beside what was measured against something else; nil where it does not say.
    public var estimate: ErrorEstimate?
    /// Whether the method's standard deviations cover the error; nil for methods without, or where there was nothing to compare with.
    public var calibration: Calibration?

    public init(
        field: String, relativeL2: Double?, maximumError: Double?, against: Comparand, referenceError: Double?,
        estimate: ErrorEstimate? = nil
    ) {
        self.field = field
        self.relativeL2 = relativeL2
        self.maximumError = maximumError
        self.against = against
        self.referenceError = referenceError
        self.estimate = estimate
    }
}

/// What a solution was compared with.
public enum Comparand: Sendable, Hashable {
    /// The exact solution of the file.
    case exact
    /// A formula given for this run, as it was written.
    case formula(String)
    /// Another method's answer.
    case method(String)
    /// Values from a file or another run.
    case file(String)
    /// The same method at another resolution; `basis` says which.
    case ownEstimate(basis: String)
    /// There was nothing to compare with.
    case nothing
}

extension Solution {
    /// Errors of all unknowns against a reference series with the same times.
    public func verdicts(
        against reference: [Snapshot], as comparand: Comparand, problem: Problem, referenceErrors: [String: Double]
    ) throws -> [FieldVerdict] {
        let snapshots = try snapshotsToCompare(with: reference, problem)
        return try problem.unknowns.map { unknown in
            guard reference.first?.field(named: unknown.name) != nil else { return ownVerdict(of: unknown) }
            let error = try FieldError(of: unknown.name, in: snapshots, against: reference)
            var verdict = FieldVerdict(
                field: unknown.name, relativeL2: error.relativeL2, maximumError: error.maximum, against: comparand,
                referenceError: referenceErrors[unknown.name], estimate: estimates[unknown.name])
            verdict.calibration = try calibration(of: unknown.name, against: reference)
            return verdict
        }
    }

    /// Errors of all unknowns against the problem's exact solution, over the ranges of all inputs where there are some; the method's own
    /// estimate where there is none.
    public func verdictsAgainstExact(_ problem: Problem) throws -> [FieldVerdict] {
        if let verdicts = try verdictsOverInputs(problem) { return verdicts }
        let zero = Dictionary(uniqueKeysWithValues: problem.unknowns.map { ($0.name, 0.0) })
        if problem.spaceIndices.count > 3 {
            var whole = self
            let (found, exact) = try snapshotsAtPoints(problem)
            whole.snapshots = found
            // Deviations are known on the grid only.
            whole.deviations = []
            return try whole.verdicts(against: exact, as: .exact, problem: problem, referenceErrors: zero)
        }
        return try verdicts(
            against: problem.exactSnapshots(like: snapshots), as: .exact, problem: problem, referenceErrors: zero)
    }

    /// What the method says of itself.
    public func ownVerdicts(_ problem: Problem) -> [FieldVerdict] { problem.unknowns.map(ownVerdict) }

    func ownVerdict(of unknown: Unknown) -> FieldVerdict {
        guard let estimate = estimates[unknown.name] else {
            return FieldVerdict(field: unknown.name, relativeL2: nil, maximumError: nil, against: .nothing, referenceError: nil)
        }
        return FieldVerdict(
            field: unknown.name, relativeL2: estimate.relativeL2, maximumError: estimate.maximum,
            against: .ownEstimate(basis: estimate.basis), referenceError: nil)
    }
}
