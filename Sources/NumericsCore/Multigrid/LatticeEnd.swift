/// What is known at one end of an axis of a lattice.
public enum LatticeEnd: Sendable, Hashable {
    /// The value of u (Dirichlet). The points of the end belong to the lattice but are not unknowns.
    case value
    /// The outward normal derivative of u (Neumann).
    case flux
    /// The combination du/dn + factor · u (Robin); factor in 1/length, not negative.
    case mixed(factor: Double)
    /// The axis closes on itself; both of its ends must say so.
    case periodic

    /// The factor of u in du/dn + factor · u; 0 where there is none.
    var factor: Double {
        if case .mixed(let factor) = self { factor } else { 0 }
    }
}
