/// Splits the text of a formula into tokens, one at a time.
struct Lexer {
    let scalars: [Unicode.Scalar]
    /// Position of the next scalar to read.
    var position = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// The text of a range of scalars.
    func text(_ span: SourceSpan) -> String {
        let range = span.start.clamped(to: 0...scalars.count)..<max(span.start, span.end).clamped(to: 0...scalars.count)
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    mutating func next() throws(FormulaError) -> Token {
        while let scalar = peek(), scalar.properties.isWhitespace { position += 1 }
        guard let scalar = peek() else {
            return Token(kind: .end, span: SourceSpan(scalars.count, scalars.count))
        }
        if Self.isDigit(scalar) { return try number() }
        if Self.isLetter(scalar) { return name() }
        return try mark(scalar)
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    static func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return ("0"..."9").contains(scalar)
    }

    static func isLetter(_ scalar: Unicode.Scalar?) -> Bool {
        scalar?.properties.isAlphabetic ?? false
    }

    static func continuesName(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        // Combining marks belong to the letter before them.
        return isLetter(scalar) || isDigit(scalar) || scalar == "_" || scalar.properties.isIDContinue && !scalar.isASCII
    }

    private mutating func name() -> Token {
        let start = position
        while Self.continuesName(peek()) { position += 1 }
        let span = SourceSpan(start, position)
        return Token(kind: .name(text(span)), span: span)
    }

    private mutating func number() throws(FormulaError) -> Token {
        let start = position
        skipDigits()
        if peek() == "." {
            guard Self.isDigit(peek(1)) else {
                let span = SourceSpan(start, position + 1)
                throw FormulaError(.malformedNumber(rewrite: text(span) + "0"), span)
            }
            position += 1
            skipDigits()
        }
        skipExponent()
        let span = SourceSpan(start, position)
        guard let value = Double(text(span)), value.isFinite else {
            throw FormulaError(.numberTooLarge, span)
        }
        if peek() == ".", Self.isDigit(peek(1)) {
            throw FormulaError(.unexpected(found: ".", expected: "an operator"), SourceSpan(position, position + 1))
        }
        return Token(kind: .number(value), span: span)
    }

    private mutating func skipDigits() {
        while Self.isDigit(peek()) { position += 1 }
    }

    private mutating func skipExponent() {
        guard peek() == "e" || peek() == "E" else { return }
        let signs = peek(1) == "+" || peek(1) == "-" ? 1 : 0
        guard Self.isDigit(peek(1 + signs)) else { return }
        position += 1 + signs
        skipDigits()
    }

    private static let longMarks = ["**", "==", "!=", "<=", ">="]
    private static let shortMarks: Set<Unicode.Scalar> = ["+", "-", "*", "/", "^", "(", ")", "[", "]", ",", ".", "=", "<", ">"]

    private mutating func mark(_ scalar: Unicode.Scalar) throws(FormulaError) -> Token {
        let pair = SourceSpan(position, min(position + 2, scalars.count))
        if Self.longMarks.contains(text(pair)) {
            position += 2
            return Token(kind: .mark(text(pair)), span: pair)
        }
        let span = SourceSpan(position, position + 1)
        if scalar == ".", Self.isDigit(peek(1)), !followsOperand { throw leadingDot() }
        guard Self.shortMarks.contains(scalar) else { throw unexpected(scalar, span) }
        position += 1
        return Token(kind: .mark(String(Character(scalar))), span: span)
    }

    /// True if the scalar before the current position ends an operand, so that a dot selects a component.
    private var followsOperand: Bool {
        guard position > 0 else { return false }
        let previous = scalars[position - 1]
        return Self.continuesName(previous) || previous == ")" || previous == "]"
    }

    private func leadingDot() -> FormulaError {
        var end = position + 1
        while end < scalars.count, Self.isDigit(scalars[end]) { end += 1 }
        let span = SourceSpan(position, end)
        return FormulaError(.malformedNumber(rewrite: "0" + text(span)), span)
    }

    private func unexpected(_ scalar: Unicode.Scalar, _ span: SourceSpan) -> FormulaError {
        let replacements: [Unicode.Scalar: String] = [
            "−": "-", "–": "-", "·": "*", "×": "*", "∗": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "²": "^2", "³": "^3",
            "√": "sqrt(…)", "∇": "grad(…)", "Δ": "lap(…)", "&": "and", "|": "or", "!": "not", "{": "(", "}": ")", "∂": "d(f, x)",
        ]
        return FormulaError(.unexpectedCharacter(scalar, instead: replacements[scalar]), span)
    }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
