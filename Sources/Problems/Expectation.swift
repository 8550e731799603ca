/// The verdict the file asks for.
public struct Expectation: Hashable, Sendable {
    /// Largest relative L2 error that passes.
    public var relativeL2: Double?
    /// Largest pointwise error that passes.
    public var maximumError: Double?
    /// Largest relative error of an estimated parameter that passes.
    public var parameterError: Double?

    public init(relativeL2: Double? = nil, maximumError: Double? = nil, parameterError: Double? = nil) {
        self.relativeL2 = relativeL2
        self.maximumError = maximumError
        self.parameterError = parameterError
    }
}
