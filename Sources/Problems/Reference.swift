/// Whose answer is trusted where there is no exact solution.
public enum Reference: Hashable, Sendable {
    case method(String)
    case file(path: String)
}
