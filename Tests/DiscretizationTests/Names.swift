import Expressions

/// Foundation has a type of the same name.
typealias Expression = Expressions.Expression
