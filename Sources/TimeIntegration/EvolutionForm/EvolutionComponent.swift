/// A scalar component of the first-order system.
public struct EvolutionComponent: Sendable, Hashable {
    public enum Role: Sendable, Hashable {
        /// Some equation holds its time derivative.
        case evolved
        /// No time derivative of it occurs anywhere: a pressure, a stream function, a Lagrange multiplier.
        case constrained
    }

    /// Name in the notation of problem files: `u`, `v.x`; an added component is called after what it stands for: `u_t`.
    public var name: String
    public var role: Role
    /// The problem's scalar component it belongs to.
    public var origin: Int
    /// The time derivative of that component it stands for; 0 is the component itself, 1 its velocity.
    public var timeOrder: Int

    public init(name: String, role: Role, origin: Int, timeOrder: Int) {
        self.name = name
        self.role = role
        self.origin = origin
        self.timeOrder = timeOrder
    }

    /// True for velocities and higher rates that reduce the order in time.
    public var isAdded: Bool { timeOrder > 0 }
}
