import Expressions
import Fields

extension Shape {
    /// Why a condition bounds no region.
    enum ConditionError: Error {
        /// `==` and `!=` hold on lines or nearly everywhere.
        case equality
        /// It holds something other than space coordinates and numbers.
        case foreignSymbol(Symbol)
    }

    /// The region where a condition on the space coordinates holds; `and`, `or` and `not` become intersection, union and
    /// complement, so that every piece of boundary has a smooth level function of its own.
    /// - Parameters:
    ///   - axes: indices of the space coordinates among all coordinates.
    ///   - window: the ranges of the space coordinates.
    init(_ condition: LogicalExpression, axes: [Int], window: ShapeBounds) throws(ConditionError) {
        switch condition {
        case .and(let left, let right):
            self = .intersection(
                try Shape(left, axes: axes, window: window), try Shape(right, axes: axes, window: window))
        case .or(let left, let right):
            self = .union(try Shape(left, axes: axes, window: window), try Shape(right, axes: axes, window: window))
        case .not(let inner): self = .complement(try Shape(inner, axes: axes, window: window))
        case .compare(let left, let relation, let right):
            let level: Expression
            switch relation {
            case .less, .lessOrEqual: level = left - right
            case .greater, .greaterOrEqual: level = right - left
            case .equal, .notEqual: throw .equality
            }
            for symbol in level.symbols {
                guard case .coordinate(let index) = symbol, axes.contains(index) else { throw .foreignSymbol(symbol) }
            }
            self = .primitive(LevelFunction(level: level, axes: axes, window: window).primitive)
        }
    }
}
