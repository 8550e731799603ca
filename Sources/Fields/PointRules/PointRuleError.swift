/// Why a rule made no points.
public enum PointRuleError: Error, Sendable, Hashable {
    /// The shape has no bounding box.
    case unbounded
    /// After that many trials fewer points than asked for lay inside: the shape is empty, or too thin in its box.
    case tooThin(found: Int, trials: Int)
    /// The shape has no boundary within its box.
    case noBoundary
    /// None of that many points of the boundary lies where the condition of this name holds.
    case emptyPart(condition: String, trials: Int)
}
