/// What a leaf of a scalar expression can stand for.
///
/// Indices count the declarations of the problem: coordinates in file order (time included), scalar
/// components of the unknowns in file order, and so on. Names live in the problem, not here.
public enum Symbol: Hashable, Sendable {
    /// A coordinate, time included.
    case coordinate(Int)
    /// A named parameter whose value is set, swept or estimated apart from the expression.
    case parameter(Int)
    /// A scalar component of an unknown, or one of its derivatives.
    case jet(Jet)
    /// A scalar input field (family input or data from a file) or one of its derivatives.
    case input(Int, MultiIndex)
    /// A component of the outward unit normal; meaningful on a boundary only.
    case normal(Int)
    /// The value of an integral or mean over the domain, see `Functional` in Problems.
    case functional(Int)
    /// A variable bound by `integral(f, s, from, to)`.
    case bound(Int)
}

/// A scalar component of an unknown, differentiated, at a site.
public struct Jet: Hashable, Sendable {
    /// Index of the scalar component among all components of all unknowns.
    public var component: Int
    /// The partial derivative taken.
    public var derivative: MultiIndex
    /// Where it is evaluated: 0 is the point itself, others are traces listed by the residual (`u(t=1)`).
    public var site: Int

    public init(component: Int, derivative: MultiIndex = .none, site: Int = 0) {
        self.component = component
        self.derivative = derivative
        self.site = site
    }
}
