/// Why a solver could not start or go on; worded by the command.
public enum SolverError: Error, Sendable, Hashable {
    /// A term, condition or shape the method cannot take; `term` is printed back from the user's formula.
    case unsupported(term: String, because: String, try: String?)
    /// A value became NaN or infinite, or grew beyond bounds.
    case diverged(field: String, location: String, step: Int, likelyKnob: String)
    /// A residual, or a derivative of one (`what` says of which), is no finite number where the method has to have it; `term` is what the
    /// user called the equation or condition.
    case notFinite(what: String, term: String, location: String, step: Int)
    /// The iteration stalled above the tolerance.
    case notConverged(residual: Double, tolerance: Double, likelyKnob: String)
    /// A matrix was singular: the problem leaves something free or is over-determined.
    case singular(what: String)
    /// A checkpoint does not fit the problem or the method.
    case checkpointMismatch(String)
}
