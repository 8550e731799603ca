import Expressions

/// A number obtained from fields by integration over the whole domain in space.
public struct Functional: Sendable {
    /// The integrand; may hold jets, coordinates, parameters and inputs.
    public var integrand: Expression
    /// True if the integral is divided by the measure of the domain.
    public var isMean: Bool

    public init(integrand: Expression, isMean: Bool) {
        self.integrand = integrand
        self.isMean = isMean
    }
}
