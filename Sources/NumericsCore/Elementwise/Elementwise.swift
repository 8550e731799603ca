import CKernels

/// Functions applied to every element of an array, vectorised.
///
/// `tanh`, `exp`, `sin`, `cos`, `log`, `erf` and `bump` are our own; the largest errors measured against high-precision
/// values stand in `ElementwiseTests`. The others are exact, or those of the C library.
public enum Elementwise {
    /// A function of one number.
    public enum Function: CaseIterable, Hashable, Sendable {
        case tanh, exp, sin, cos, log, erf
        case tan, asin, acos, atan, sinh, cosh
        case sqrt, abs, floor
        /// -1, 0 or 1
        case sign
        /// 1 where x >= 0, else 0
        case step
        /// exp(1 - 1 / (1 - x^2)) where |x| < 1, else 0
        case bump
        case negate, square, reciprocal

        /// The instruction that computes it.
        public var opcode: InstructionProgram.Opcode {
            switch self {
            case .tanh: .tanh
            case .exp: .exp
            case .sin: .sin
            case .cos: .cos
            case .log: .log
            case .erf: .erf
            case .tan: .tan
            case .asin: .asin
            case .acos: .acos
            case .atan: .atan
            case .sinh: .sinh
            case .cosh: .cosh
            case .sqrt: .sqrt
            case .abs: .abs
            case .floor: .floor
            case .sign: .sign
            case .step: .step
            case .bump: .bump
            case .negate: .negate
            case .square: .square
            case .reciprocal: .reciprocal
            }
        }
    }

    /// output[i] = f(input[i]). The two may be the same memory. Precondition: equal lengths.
    public static func apply(
        _ function: Function, _ input: UnsafeBufferPointer<Double>, _ output: UnsafeMutableBufferPointer<Double>
    ) {
        apply(function, input, output, using: .best)
    }

    /// f of every element.
    public static func apply(_ function: Function, _ x: Tensor<Double>) -> Tensor<Double> {
        apply(function, x, using: .best)
    }

    /// f of every element, in place.
    public static func applyInPlace(_ function: Function, _ x: inout Tensor<Double>) {
        x.withUnsafeMutableBufferPointer { apply(function, UnsafeBufferPointer($0), $0) }
    }

    package static func apply(
        _ function: Function, _ input: UnsafeBufferPointer<Double>, _ output: UnsafeMutableBufferPointer<Double>,
        using variant: InstructionSet
    ) {
        precondition(input.count == output.count, "input and output differ in length")
        guard let source = input.baseAddress, let target = output.baseAddress else { return }
        ansatz_apply_unary(variant.rawValue, function.opcode.rawValue, source, target, input.count)
    }

    package static func apply(
        _ function: Function, _ x: Tensor<Double>, using variant: InstructionSet
    ) -> Tensor<Double> {
        var result = Tensor<Double>(shape: x.shape, repeating: 0)
        x.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { apply(function, source, $0, using: variant) }
        }
        return result
    }
}
