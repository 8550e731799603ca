#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Power of numbers, exact for the reciprocal and correctly rounded for the square root.
func numericPower(_ base: Double, _ exponent: Double) -> Double {
    if exponent == -1 { return 1 / base }
    if exponent == 0.5 { return base.squareRoot() }
    if exponent == 2 { return base * base }
    return pow(base, exponent)
}

extension ScalarFunction {
    /// The value at numbers, for folding and set-up; batches go through `BatchProgram`.
    ///
    /// `step(x)` is 1 for x >= 0; `bump(x)` is exp(1 - 1/(1 - x^2)) inside (-1, 1) and 0 outside; `angle(x, y)` lies
    /// in [0, 2 pi). Precondition: as many arguments as `arity` says.
    public func value(_ arguments: [Double]) -> Double {
        let x = arguments[0]
        switch self {
        case .sin: return sin(x)
        case .cos: return cos(x)
        case .tan: return tan(x)
        case .asin: return asin(x)
        case .acos: return acos(x)
        case .atan: return atan(x)
        case .sinh: return sinh(x)
        case .cosh: return cosh(x)
        case .tanh: return tanh(x)
        case .exp: return exp(x)
        case .log: return log(x)
        case .erf: return erf(x)
        case .sqrt: return x.squareRoot()
        case .abs: return Swift.abs(x)
        case .floor: return x.rounded(.down)
        default: return piecewiseValue(arguments)
        }
    }

    private func piecewiseValue(_ arguments: [Double]) -> Double {
        let x = arguments[0]
        switch self {
        case .atan2: return atan2(x, arguments[1])
        case .angle: return Self.angle(x, arguments[1])
        case .sign: return x > 0 ? 1 : x < 0 ? -1 : x
        case .step: return x.isNaN ? x : x >= 0 ? 1 : 0
        case .bump: return Self.bump(x)
        case .min: return x.isNaN || x < arguments[1] ? x : arguments[1]
        case .max: return x.isNaN || x > arguments[1] ? x : arguments[1]
        case .clamp: return x < arguments[1] ? arguments[1] : x > arguments[2] ? arguments[2] : x
        default: return .nan
        }
    }

    private static func bump(_ x: Double) -> Double {
        let gap = (1 - x) * (1 + x)
        if gap.isNaN { return gap }
        return gap > 0 ? exp(1 - 1 / gap) : 0
    }

    private static func angle(_ x: Double, _ y: Double) -> Double {
        let value = atan2(y, x)
        return value < 0 ? Swift.min(value + 2 * .pi, (2 * Double.pi).nextDown) : value
    }
}
