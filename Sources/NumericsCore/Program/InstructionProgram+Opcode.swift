extension InstructionProgram {
    /// The operations of the register machine, in the order of the C enumeration.
    ///
    /// Comparisons and logical operations give 1 or 0; as an operand of the logical ones every number but 0 is true.
    /// `minimum`, `maximum`, `clamp`, `sign` and `step` pass NaN on.
    public enum Opcode: Int32, CaseIterable, Hashable, Sendable {
        /// a
        case copy = 0
        /// immediate
        case constant
        case add, subtract, multiply, divide, negate
        /// a * b + c, rounded once where the machine can
        case multiplyAdd
        /// a + immediate
        case addConstant
        /// a * immediate
        case multiplyConstant
        /// a * a
        case square
        /// 1 / a
        case reciprocal
        /// a to the power immediate, an integer of either sign
        case integerPower
        /// a to the power b, by the C library
        case power
        case sqrt, abs
        /// -1, 0 or 1
        case sign
        case minimum, maximum, floor
        case sin, cos, tan, asin, acos, atan
        /// atan2(a, b), in (-pi, pi]
        case atan2
        /// polar angle of the point (a, b), in [0, 2 pi)
        case angle
        case sinh, cosh, tanh, exp, log, erf
        /// 1 where a >= 0, else 0
        case step
        /// a held between b and c
        case clamp
        /// exp(1 - 1 / (1 - a^2)) where |a| < 1, else 0
        case bump
        case less, lessOrEqual, equal, notEqual
        case and, or, not
        /// b where a is not 0, else c
        case select

        /// How many of the operands a, b, c are read.
        public var operandCount: Int {
            switch self {
            case .constant: 0
            case .add, .subtract, .multiply, .divide, .power, .minimum, .maximum, .atan2, .angle: 2
            case .less, .lessOrEqual, .equal, .notEqual, .and, .or: 2
            case .multiplyAdd, .clamp, .select: 3
            default: 1
            }
        }
    }
}
