import NumericsCore

/// Lowers expressions to numbered operations; an operation that occurs twice gets one number.
struct ProgramBuilder {
    typealias Opcode = InstructionProgram.Opcode

    /// One operation on earlier values.
    struct Operation: Hashable {
        var opcode: Opcode
        var a = 0
        var b = 0
        var c = 0
        var immediate = 0.0

        var operands: [Int] { Array([a, b, c].prefix(opcode.operandCount)) }
    }

    /// Values 0..<inputCount are the inputs; operation i makes value inputCount + i.
    let inputCount: Int
    private(set) var operations: [Operation] = []
    private var numbers: [Operation: Int] = [:]
    private var values: [Expression: Int] = [:]
    private var uses: [Expression: Int] = [:]

    /// Precondition: `inputs` holds every symbol of `outputs`.
    init(_ outputs: [Expression], inputs: [Symbol]) {
        inputCount = inputs.count
        for (index, symbol) in inputs.enumerated() { values[.symbol(symbol)] = index }
        for output in outputs { countUses(output) }
    }

    private mutating func countUses(_ expression: Expression) {
        uses[expression, default: 0] += 1
        guard uses[expression] == 1 else { return }
        for child in expression.kind.children { countUses(child) }
    }

    /// True if the expression has no other user than the one being lowered.
    func isUsedOnce(_ expression: Expression) -> Bool {
        (uses[expression] ?? 1) <= 1
    }

    mutating func emit(_ opcode: Opcode, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, immediate: Double = 0) -> Int {
        let operation = Operation(opcode: opcode, a: a, b: b, c: c, immediate: immediate)
        if let known = numbers[operation] { return known }
        operations.append(operation)
        let number = inputCount + operations.count - 1
        // NaN is unlike itself and would fill the table; it is rare enough to be computed twice.
        if !immediate.isNaN { numbers[operation] = number }
        return number
    }

    /// The number of the value of `expression`.
    mutating func lower(_ expression: Expression) -> Int {
        if let known = values[expression] { return known }
        let value = lowered(expression)
        values[expression] = value
        return value
    }

    private mutating func lowered(_ expression: Expression) -> Int {
        switch expression.kind {
        case .constant(let value): return emit(.constant, immediate: value)
        case .symbol(let symbol): preconditionFailure("symbol \(symbol) is not among the inputs")
        case .sum(let terms): return lowerSum(terms)
        case .product: return lowerProduct(expression)
        case .power(let base, let exponent): return lowerPower(base, exponent)
        case .call(let function, let arguments): return lowerCall(function, arguments)
        case .choice(let condition, let first, let second):
            return emit(.select, lower(condition), lower(first), lower(second))
        }
    }

    private mutating func lowerCall(_ function: ScalarFunction, _ arguments: [Expression]) -> Int {
        let operands = arguments.map { lower($0) } + [0, 0]
        let count = arguments.count
        return emit(function.opcode, operands[0], count > 1 ? operands[1] : 0, count > 2 ? operands[2] : 0)
    }

    private mutating func lower(_ condition: LogicalExpression) -> Int {
        switch condition {
        case .compare(let left, let relation, let right):
            let (a, b) = (lower(left), lower(right))
            switch relation {
            case .less: return emit(.less, a, b)
            case .lessOrEqual: return emit(.lessOrEqual, a, b)
            case .greater: return emit(.less, b, a)
            case .greaterOrEqual: return emit(.lessOrEqual, b, a)
            case .equal: return emit(.equal, a, b)
            case .notEqual: return emit(.notEqual, a, b)
            }
        case .and(let left, let right): return emit(.and, lower(left), lower(right))
        case .or(let left, let right): return emit(.or, lower(left), lower(right))
        case .not(let inner): return emit(.not, lower(inner))
        }
    }
}

extension ScalarFunction {
    /// The machine's operation.
    var opcode: InstructionProgram.Opcode {
        switch self {
        case .sin: .sin
        case .cos: .cos
        case .tan: .tan
        case .asin: .asin
        case .acos: .acos
        case .atan: .atan
        case .atan2: .atan2
        case .angle: .angle
        case .sinh: .sinh
        case .cosh: .cosh
        case .tanh: .tanh
        case .exp: .exp
        case .log: .log
        case .sqrt: .sqrt
        case .abs: .abs
        case .sign: .sign
        case .min: .minimum
        case .max: .maximum
        case .floor: .floor
        case .erf: .erf
        case .step: .step
        case .clamp: .clamp
        case .bump: .bump
        }
    }
}
