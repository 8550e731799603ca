import Expressions

/// Splits the text of a shape into terms: shape = term { ("+" | "-" | "&") term }, term = name(…) | "(" shape ")".
///
/// All three operators bind alike, from left to right. What stands between the brackets of a term is left to the parser of
/// formulas.
struct ShapeParser {
    /// Deepest nesting of brackets around shapes.
    static let depthLimit = 50
    /// Most terms of one shape.
    static let termLimit = 500

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private var termCount = 0

    private init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    static func parse(_ text: String) throws(ShapeSyntaxError) -> ShapeSyntax {
        var parser = ShapeParser(text)
        let shape = try parser.shape()
        if let scalar = parser.peek() {
            throw parser.error(scalar == ")" ? "this bracket closes nothing" : "expected '+', '-' or '&' between two shapes")
        }
        return shape
    }

    private mutating func shape() throws(ShapeSyntaxError) -> ShapeSyntax {
        var result = try term()
        while let scalar = peek(), let combination = ShapeSyntax.Operator(rawValue: Character(scalar)) {
            position += 1
            result = .combination(combination, result, try term())
        }
        return result
    }

    private mutating func term() throws(ShapeSyntaxError) -> ShapeSyntax {
        guard let scalar = peek() else { throw error("a shape is missing here") }
        termCount += 1
        if termCount > Self.termLimit { throw error("more than \(Self.termLimit) terms") }
        if scalar == "(" {
            depth += 1
            if depth > Self.depthLimit { throw error("nested more than \(Self.depthLimit) levels deep") }
            let open = position
            position += 1
            let inner = try shape()
            guard peek() == ")" else {
                throw peek() == nil
                    ? ShapeSyntaxError(reason: "this bracket is not closed", span: SourceSpan(open, open + 1))
                    : error("expected '+', '-', '&' or ')'")
            }
            position += 1
            depth -= 1
            return inner
        }
        return try namedTerm()
    }

    private mutating func namedTerm() throws(ShapeSyntaxError) -> ShapeSyntax {
        let start = position
        while position < scalars.count, scalars[position].properties.isAlphabetic || scalars[position].properties.numericType != nil { position += 1 }
        guard position > start else { throw error("a shape starts with a name such as 'box' or with '('") }
        let nameSpan = SourceSpan(start, position)
        let name = text(nameSpan)
        guard peek() == "(" else {
            throw ShapeSyntaxError(reason: "'\(name)' needs arguments in brackets", span: nameSpan)
        }
        let open = position
        var nesting = 0
        repeat {
            guard position < scalars.count else {
                throw ShapeSyntaxError(reason: "this bracket is not closed", span: SourceSpan(open, open + 1))
            }
            if scalars[position] == "(" { nesting += 1 }
            if scalars[position] == ")" { nesting -= 1 }
            position += 1
        } while nesting > 0
        return .term(name: name, nameSpan: nameSpan, span: SourceSpan(start, position))
    }

    private mutating func peek() -> Unicode.Scalar? {
        while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
        return position < scalars.count ? scalars[position] : nil
    }

    private func text(_ span: SourceSpan) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[span.start..<span.end])
        return String(view)
    }

    private func error(_ reason: String) -> ShapeSyntaxError {
        ShapeSyntaxError(reason: reason, span: SourceSpan(position, min(position + 1, scalars.count)))
    }
}
