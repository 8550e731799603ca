import Expressions
import XCTest

/// XCTest brings Foundation's type of the same name along.
typealias Expression = Expressions.Expression

/// The plane with time, a scalar u, a vector v, a pressure p, a parameter nu and an input field a.
enum TestProblem {
    static let names = SymbolNames(
        coordinates: ["x", "y", "t"], parameters: ["nu"], components: ["u", "v.x", "v.y", "p"], inputs: ["a"],
        sites: [[:], [2: 1]])

    static var scope: Scope {
        var scope = Scope(coordinates: ["x", "y", "t"], timeIndex: 2)
        scope.unknowns = [
            .init(name: "u", isVector: false, components: 0..<1), .init(name: "v", isVector: true, components: 1..<3),
            .init(name: "p", isVector: false, components: 3..<4),
        ]
        scope.parameters = ["nu"]
        scope.inputs = ["a"]
        return scope
    }

    static let symbols: [Symbol] = [
        .coordinate(0), .coordinate(1), .coordinate(2), .parameter(0), .jet(Jet(component: 0)),
        .jet(Jet(component: 0, derivative: MultiIndex([2]))), .jet(Jet(component: 0, derivative: MultiIndex([1, 0, 1]))),
        .jet(Jet(component: 1)), .jet(Jet(component: 2, derivative: MultiIndex([1, 2]))),
        .jet(Jet(component: 0, derivative: MultiIndex([1]), site: 1)), .jet(Jet(component: 1, site: 1)),
        .input(0, .none), .input(0, MultiIndex([0, 1])),
    ]

    /// The scalar expression that `text` stands for.
    static func scalar(_ text: String, in scope: Scope = scope) throws -> Expression {
        let value = try typed(text, in: scope)
        return try XCTUnwrap(value.scalar, "\(text) is not a scalar")
    }

    static func typed(_ text: String, in scope: Scope = scope) throws -> TypedExpression {
        var elaborator = Elaborator(declaredInputs: scope.inputs.count)
        return try elaborator.expression(try FormulaParser.parse(expression: text), in: scope)
    }

    static func residual(_ text: String, in scope: Scope = scope) throws -> TypedExpression {
        var elaborator = Elaborator(declaredInputs: scope.inputs.count)
        return try elaborator.equation(try FormulaParser.parse(equation: text), in: scope)
    }

    /// `code span label` of every mistake in an expression, in order.
    static func mistakes(_ text: String, in scope: Scope = scope) -> [String] {
        mistakes { _ = try typed(text, in: scope) }
    }

    /// The same for an equation.
    static func equationMistakes(_ text: String, in scope: Scope = scope) -> [String] {
        mistakes { _ = try residual(text, in: scope) }
    }

    private static func mistakes(_ body: () throws -> Void) -> [String] {
        do {
            try body()
            return []
        } catch let error as FormulaError {
            return [describe(error)]
        } catch let errors as FormulaErrors {
            return errors.errors.map(describe)
        } catch {
            return ["\(error)"]
        }
    }

    static func describe(_ error: FormulaError) -> String {
        let text = FormulaErrorText(error)
        let help = text.help.map { "; \($0)" } ?? ""
        return "\(text.code) \(error.span.start)-\(error.span.end) \(text.message): \(text.label)\(help)"
    }

    /// The printed form of the expression that `text` stands for.
    static func printed(_ text: String, in scope: Scope = scope) throws -> String {
        try scalar(text, in: scope).printed(names)
    }
}
