/// A method and its settings as written; the method's schema reads them.
public struct SolverRequest: Sendable {
    public var method: String
    public var settings: [String: SettingText]
    public var expectation: Expectation?
    /// False for a known method that the reader was told is not in this build.
    public var isAvailable = true
    public var origin: SourceOrigin?

    public init(method: String, settings: [String: SettingText] = [:], expectation: Expectation? = nil, origin: SourceOrigin? = nil) {
        self.method = method
        self.settings = settings
        self.expectation = expectation
        self.origin = origin
    }
}
