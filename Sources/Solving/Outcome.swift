/// How a solve ended.
public enum Outcome: String, Sendable, Codable, CaseIterable {
    /// The tolerance was met, or the end time reached.
    case converged
    /// Iterations or resolution ran out first. Usual cause: too few points, or a start too far away.
    /// Remedy: a looser tolerance, more points, or continuation in a parameter.
    case notConverged
    /// A value became NaN or infinite, or grew beyond bounds. Usual cause: an ill-posed problem or a forming shock.
    /// Remedy: add diffusion, shorten the time range, tighten the tolerance.
    case diverged
    /// Stopped by the user after saving.
    case interrupted
    /// Stopped by `--max-time` after saving.
    case timeLimit

    /// The only way to ask whether the answer can be used as asked.
    public var isSuccess: Bool { self == .converged }
}
