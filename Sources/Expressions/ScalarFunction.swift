/// Scalar functions of the problem language.
public enum ScalarFunction: String, Hashable, Sendable, CaseIterable {
    case sin, cos, tan, asin, acos, atan, atan2, angle, sinh, cosh, tanh, exp, log, sqrt, abs, sign, min, max, floor
    case erf, step, clamp, bump
}

extension ScalarFunction {
    /// Number of arguments a call takes.
    public var arity: Int {
        switch self {
        case .atan2, .angle, .min, .max: 2
        case .clamp: 3
        default: 1
        }
    }
}
