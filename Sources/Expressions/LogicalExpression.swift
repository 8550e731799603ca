/// A condition on real numbers, for `if(…)`, `where(…)` and parts of the boundary.
public indirect enum LogicalExpression: Hashable, Sendable {
    public enum Relation: String, Hashable, Sendable, CaseIterable {
        case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">=", equal = "==", notEqual = "!="
    }

    case compare(Expression, Relation, Expression)
    case and(LogicalExpression, LogicalExpression)
    case or(LogicalExpression, LogicalExpression)
    case not(LogicalExpression)
}
