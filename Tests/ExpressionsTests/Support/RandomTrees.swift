import Expressions
import NumericsCore

/// Seeded random expressions.
struct RandomTrees {
    private var stream: RandomStream
    let symbols: [Symbol]
    /// True if functions with kinks, jumps or zero stretches may occur.
    let hasKinks: Bool

    init(seed: UInt64, symbols: [Symbol], hasKinks: Bool = true) {
        stream = RandomStream(seed: seed, name: "trees")
        self.symbols = symbols
        self.hasKinks = hasKinks
    }

    private static let smooth: [ScalarFunction] = [
        .sin, .cos, .tan, .atan, .sinh, .cosh, .tanh, .exp, .erf, .asin, .acos, .log, .sqrt, .atan2, .angle,
    ]
    private static let kinked: [ScalarFunction] = [.abs, .sign, .min, .max, .floor, .step, .clamp, .bump]

    mutating func below(_ count: Int) -> Int {
        min(count - 1, Int(stream.uniform() * Double(count)))
    }

    mutating func uniform() -> Double {
        stream.uniform()
    }

    mutating func tree(depth: Int) -> Expression {
        if depth == 0 { return leaf() }
        switch below(hasKinks ? 10 : 9) {
        case 0, 1: return .sum((0..<(2 + below(3))).map { _ in tree(depth: depth - 1) })
        case 2: return tree(depth: depth - 1) - tree(depth: depth - 1)
        case 3, 4: return .product((0..<(2 + below(2))).map { _ in tree(depth: depth - 1) })
        case 5: return tree(depth: depth - 1) / tree(depth: depth - 1)
        case 6: return .power(tree(depth: depth - 1), Double(below(8) - 3) * (below(3) == 0 ? 0.5 : 1))
        case 7: return below(2) == 0 ? .power(tree(depth: depth - 1), tree(depth: depth - 1)) : -tree(depth: depth - 1)
        case 9: return .choice(condition(depth: depth - 1), tree(depth: depth - 1), tree(depth: depth - 1))
        default: return call(depth: depth)
        }
    }

    private mutating func call(depth: Int) -> Expression {
        let functions = hasKinks ? Self.smooth + Self.kinked : Self.smooth
        let function = functions[below(functions.count)]
        return .call(function, (0..<function.arity).map { _ in tree(depth: depth - 1) })
    }

    mutating func condition(depth: Int) -> LogicalExpression {
        switch below(depth > 0 ? 6 : 3) {
        case 3: return .and(condition(depth: depth - 1), condition(depth: depth - 1))
        case 4: return .or(condition(depth: depth - 1), condition(depth: depth - 1))
        case 5: return .not(condition(depth: depth - 1))
        default:
            let relations = LogicalExpression.Relation.allCases
            return .compare(tree(depth: max(0, depth)), relations[below(relations.count)], tree(depth: max(0, depth)))
        }
    }

    private mutating func leaf() -> Expression {
        switch below(4) {
        case 0: return .constant([1, 2, -1, 0.5, -3, .pi, 1e-5, 0.1][below(8)])
        default: return .symbol(symbols[below(symbols.count)])
        }
    }
}

extension Expression {
    /// True if every number in the tree is finite.
    var hasFiniteNumbers: Bool {
        switch kind {
        case .constant(let value): value.isFinite
        case .symbol: true
        case .sum(let operands), .product(let operands), .call(_, let operands): operands.allSatisfy(\.hasFiniteNumbers)
        case .power(let base, let exponent): base.hasFiniteNumbers && exponent.hasFiniteNumbers
        case .choice(let condition, let first, let second):
            (condition.operands + [first, second]).allSatisfy(\.hasFiniteNumbers)
        }
    }
}
