/// How tests run a problem at reduced size.
public struct TestRequest: Sendable, Hashable {
    /// Overrides in the form `key.path=value`.
    public var overrides: [String]
    public var expectation: Expectation?
    /// The method to run; nil is the first one listed.
    public var method: String?

    public init(overrides: [String] = [], expectation: Expectation? = nil, method: String? = nil) {
        self.overrides = overrides
        self.expectation = expectation
        self.method = method
    }
}
