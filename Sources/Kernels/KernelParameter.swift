/// A number that a covariance function depends on, such as a length; all are positive, and they are changed by their logarithms.
public struct KernelParameter: Hashable, Sendable {
    /// What the parameter is.
    public enum Role: Hashable, Sendable {
        /// A length of correlation along a coordinate, in the units of the coordinate.
        case length
        /// A period, in the units of the coordinate.
        case period
        /// An exponent of decay.
        case exponent
        /// The weight of one part of a sum.
        case weight
        /// Cycles per unit of the coordinate.
        case frequency
        /// A variance, in the squared units of the field.
        case variance
    }

    public var role: Role
    /// Name in tables, such as `x.length`.
    public var name: String
    /// Natural logarithm of the value.
    public var logarithm: Double

    public init(_ role: Role, name: String, logarithm: Double) {
        self.role = role
        self.name = name
        self.logarithm = logarithm
    }
}
