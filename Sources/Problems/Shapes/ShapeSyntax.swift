import Expressions

/// The structure of a shape's text: which terms, and how they are combined.
indirect enum ShapeSyntax: Hashable {
    enum Operator: Character, Hashable {
        case union = "+", difference = "-", intersection = "&"
    }

    /// `disk([0, 0], 1)`: the name and the whole term; spans count scalars of the text.
    case term(name: String, nameSpan: SourceSpan, span: SourceSpan)
    case combination(Operator, ShapeSyntax, ShapeSyntax)

    /// The terms from left to right.
    var terms: [ShapeSyntax] {
        switch self {
        case .term: [self]
        case .combination(_, let left, let right): left.terms + right.terms
        }
    }
}

/// Why a shape's text has no structure.
struct ShapeSyntaxError: Error, Hashable {
    var reason: String
    var span: SourceSpan
}
