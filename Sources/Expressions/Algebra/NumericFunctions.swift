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
        arity == 1 ? elementaryValue(self, arguments[0]) : combinedValue(self, arguments)
    }
}

private func elementaryValue(_ function: ScalarFunction, _ x: Double) -> Double {
    switch function {
    case .sin: sin(x)
    case .cos: cos(x)
    case .tan: tan(x)
    case .asin: asin(x)
    case .acos: acos(x)
    case .atan: atan(x)
    case .sinh: sinh(x)
    case .cosh: cosh(x)
    case .tanh: tanh(x)
    case .exp: exp(x)
    case .log: log(x)
    case .erf: erf(x)
    case .sqrt: x.squareRoot()
    case .abs: x.magnitude
    case .floor: x.rounded(.down)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .step: x.isNaN ? x : x >= 0 ? 1 : 0
    case .bump: bumpValue(x)
    case .atan2, .angle, .min, .max, .clamp: .nan
    }
}

private func combinedValue(_ function: ScalarFunction, _ arguments: [Double]) -> Double {
    let (x, y) = (arguments[0], arguments[1])
    return switch function {
    case .atan2: atan2(x, y)
    case .angle: angleValue(x, y)
    case .min: x.isNaN || x < y ? x : y
    case .max: x.isNaN || x > y ? x : y
    case .clamp: clampedValue(x, y, arguments[2])
    default: .nan
    }
}

/// min(max(x, low), high): the upper bound wins where the bounds are crossed.
private func clampedValue(_ x: Double, _ low: Double, _ high: Double) -> Double {
    let raised = x < low ? low : x
    return raised > high ? high : raised
}

private func bumpValue(_ x: Double) -> Double {
    let gap = (1 - x) * (1 + x)
    if gap.isNaN { return gap }
    return gap > 0 ? exp(1 - 1 / gap) : 0
}

private func angleValue(_ x: Double, _ y: Double) -> Double {
    let value = atan2(y, x)
    return value < 0 ? min(value + 2 * .pi, (2 * Double.pi).nextDown) : value
}
