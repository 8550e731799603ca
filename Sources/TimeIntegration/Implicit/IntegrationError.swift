/// Why a time integrator cannot go on.
public enum IntegrationError: Error, Sendable, Hashable {
    /// The step fell below what the instant's last digit can resolve: a singularity, or a tolerance out of reach.
    case stepTooSmall(time: Double, step: Double)
    /// A value became NaN or infinite in this unknown.
    case notFinite(time: Double, unknown: Int)
    /// The matrix of a stage was singular however small the step.
    case singular(time: Double)
    /// A checkpoint belongs to another system or method.
    case checkpointMismatch(String)
}
