/// Why samples of a family cannot be drawn.
public enum FamilyError: Error, Sendable, Hashable {
    /// The covariance matrix stays indefinite with the largest jitter: the nodes are too dense for the correlation length.
    case notPositiveDefinite(input: String)
    /// There is no sample of this name: `train.1000` of 1000.
    case noSuchSample(name: String, available: String)
    /// The problem has nothing random.
    case noFamily
}

extension FamilyError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notPositiveDefinite(let input):
            "the covariance of '\(input)' cannot be factorised: it needs fewer nodes or a shorter length"
        case .noSuchSample(let name, let available): "there is no sample '\(name)'; \(available)"
        case .noFamily: "the problem has no random inputs: nothing distinguishes its samples"
        }
    }
}
