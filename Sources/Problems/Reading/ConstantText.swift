import Expressions

/// Numbers written as formulas without names of the problem: `1e-10`, `2*pi`, `100/16`.
public enum ConstantText {
    /// The value, or nil if the text is no such formula or not finite.
    public static func value(of text: String) -> Double? {
        guard text.unicodeScalars.count <= 200 else { return nil }
        if let tree = try? FormulaParser.parse(expression: text) {
            var elaborator = Elaborator()
            var scope = Scope(coordinates: [])
            scope.allowsFiles = false
            let value = (try? elaborator.expression(tree, in: scope))?.scalar?.constantValue
            return value.flatMap { $0.isFinite ? $0 : nil }
        }
        return nil
    }
}
