/// Why a problem could not be discretised or its discrete system not be solved.
public enum DiscretizationError: Error, Hashable, Sendable {
    /// A term, condition or combination the method cannot take, as the user wrote it, and the reason.
    case unsupported(term: String, because: String)
    /// The discrete system is singular: something is left free, or demanded twice.
    case singular(what: String)
    /// A value became NaN or infinite; the place is named.
    case notFinite(place: String)
}
