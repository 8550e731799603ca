/// Why a problem cannot be written as M u_t = F(x, t, u).
///
/// Every case carries the name of the equation or condition and the offending term, printed back in the
/// notation of problem files.
public enum EvolutionError: Error, Sendable, Hashable {
    /// The problem has no time coordinate.
    case noTimeCoordinate
    /// No equation holds a time derivative.
    case noTimeDerivative
    /// A time derivative of highest order occurs other than linearly, as in `u_t^2`.
    case nonlinearInTimeDerivative(place: String, term: String)
    /// A time derivative is taken at a trace, as in `u_t(x=1)`.
    case timeDerivativeAtTrace(place: String, term: String)
    /// An integral or mean holds a time derivative.
    case timeDerivativeInFunctional(term: String)
    /// A condition holds at an instant other than the first.
    case notInitial(condition: String, instant: Double, term: String)
    /// An initial condition does not give the value of one component outright.
    case initialNotExplicit(condition: String, term: String)
    /// A component that evolves has no initial condition.
    case missingInitial(component: String)
    /// The coefficient of a time derivative varies with time or the unknowns in a way that cannot be divided out.
    case variableMass(place: String, term: String)
    /// The equations do not number as many as the components.
    case notSquare(equations: Int, components: Int)
    /// A symbol, such as a normal, has no value at points of a grid.
    case noValue(term: String)

    /// The term or name the message is about.
    public var term: String {
        switch self {
        case .noTimeCoordinate: "t"
        case .noTimeDerivative: "u_t"
        case .nonlinearInTimeDerivative(_, let term), .timeDerivativeAtTrace(_, let term),
            .timeDerivativeInFunctional(let term), .variableMass(_, let term), .notInitial(_, _, let term),
            .initialNotExplicit(_, let term), .noValue(let term):
            term
        case .missingInitial(let component): component
        case .notSquare(let equations, let components): "\(equations) equations for \(components) components"
        }
    }

    /// The reason, a clause that completes "cannot be taken because …".
    public var reason: String {
        switch self {
        case .noTimeCoordinate: "the problem has no time coordinate"
        case .noTimeDerivative: "no equation holds a time derivative"
        case .nonlinearInTimeDerivative(let place, _):
            "the highest time derivative in '\(place)' must occur linearly"
        case .timeDerivativeAtTrace(let place, _): "'\(place)' takes a time derivative at a fixed place"
        case .timeDerivativeInFunctional: "an integral over the domain holds a time derivative"
        case .notInitial(let condition, let instant, _):
            "'\(condition)' holds at t = \(instant), which is not the first instant"
        case .initialNotExplicit(let condition, _):
            "the initial condition '\(condition)' must give the value of one unknown or of one of its time derivatives"
        case .missingInitial(let component): "'\(component)' evolves in time and has no initial condition"
        case .variableMass(let place, _):
            "'\(place)' holds several time derivatives whose coefficients vary with time or the unknowns"
        case .noValue: "it has no value inside the domain"
        case .notSquare: "an evolution needs one equation for each component"
        }
    }
}
